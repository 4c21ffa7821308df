/**
 * A secret that ECS passes to the container as an environment variable.
 *
 * ECS reads the secret when a task starts. Specify either `secretsManager` or `ssmParameter`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 */
export interface SecretSource {
  /**
   * The name or the full ARN of a Secrets Manager secret.
   *
   * A secret that you specify by name must be in the account and Region of the environment. If the name ends with a
   * hyphen and six characters, specify the ARN, because Secrets Manager can mistake that ending for the end of an ARN.
   *
   * @default - none; specify `ssmParameter` instead
   */
  readonly secretsManager?: string;

  /**
   * The key to read from a Secrets Manager secret that contains a JSON object.
   *
   * @default - the whole secret
   */
  readonly jsonKey?: string;

  /**
   * The name or the full ARN of an SSM parameter, for example `/orders/db-url`.
   *
   * A parameter that you specify by name must be in the account and Region of the environment.
   *
   * @default - none; specify `secretsManager` instead
   */
  readonly ssmParameter?: string;

  /**
   * The ARN of the customer managed KMS key that encrypts the secret.
   *
   * The execution role is granted permission to decrypt with this key.
   *
   * @default - the AWS managed key, which requires no additional permissions
   */
  readonly kmsKeyArn?: string;
}

/**
 * A resource limit of the container.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html
 */
export interface Ulimit {
  /**
   * The name of the limit. Fargate supports only `nofile`.
   */
  readonly name: string;

  /**
   * The soft limit, from 1 to `hardLimit`.
   */
  readonly softLimit: number;

  /**
   * The hard limit, from 1 to 1048576.
   */
  readonly hardLimit: number;
}
