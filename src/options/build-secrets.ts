import type { SecretSource } from './container';

/** A file that the build downloads before it builds the image. Set exactly one of the sources. */
export interface BuildFileSource extends SecretSource {
  /**
   * The URI of an object in S3, for example `s3://acme-build/orders/model.bin`.
   *
   * The build role is granted permission to read this object.
   *
   * @default - none; specify `secretsManager` or `ssmParameter` instead
   */
  readonly s3Uri?: string;
}

/** A registry that the build pulls base images from. */
export interface RegistryLogin {
  /**
   * The host name of the registry: a private ECR registry (`444455556666.dkr.ecr.us-east-1.amazonaws.com`),
   * `public.ecr.aws`, `docker.io`, or another host, for example `ghcr.io`.
   */
  readonly host: string;

  /**
   * The ECR repositories to pull from. Required for a private ECR registry, and allowed only there.
   *
   * The build role is granted permission to pull from them. If the registry is in another account, the policies of the
   * repositories must also allow it.
   *
   * @default - none
   */
  readonly repositories?: string[];

  /**
   * The name or the full ARN of a Secrets Manager secret with the credentials, as a JSON object with the keys
   * `username` and `password`. Required for a registry that is not in ECR.
   *
   * A secret that you specify by name must be in `awsAccount` and `awsRegion`.
   *
   * @default - none; ECR accepts the credentials of the build role
   */
  readonly credentialsSecret?: string;

  /**
   * The ARN of the customer managed KMS key that encrypts the secret.
   *
   * @default - the AWS managed key, which requires no additional permissions
   */
  readonly kmsKeyArn?: string;
}
