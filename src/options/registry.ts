/**
 * The format of image tags, which are derived from the git commit.
 *
 * Both engines use the same format, so each finds the images that the other one has pushed.
 */
export enum ImageTag {
  /** The full commit SHA, 40 characters. */
  FULL_SHA = 'full-sha',
  /** The first 7 characters of the commit SHA, like `COMMIT_HASH` in AWS samples. */
  SHORT_SHA = 'short-sha',
}

/**
 * The encryption of the images in ECR.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export enum RegistryEncryption {
  /** A key that ECR owns and manages. */
  AES256 = 'AES256',
  /** An AWS KMS key: `kmsKeyArn`, or the `aws/ecr` key of the account. */
  KMS = 'KMS',
}

/**
 * The ECR repository that stores the images.
 */
export interface CommonRegistryOptions {
  /**
   * The number of images to keep, from 1 to 1000. Older images expire, except those that `keepReleasedImages` keeps.
   *
   * If `tagReleases` is false, images expire even if an environment runs them. Lambda needs the image of every version
   * of a function: if it expires, invocations of that version fail. Without these tags, keep at least
   * `retainedVersions` images, and more if an environment can be many releases behind the first environment.
   *
   * @default - 10; for a Lambda function, 100
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
   */
  readonly keepImages?: number;

  /**
   * The number of released images to keep for each environment, from 1 to 1000. Older images expire.
   *
   * They are kept in addition to `keepImages`, so that images that are never released do not displace the image that an
   * environment runs. ECR determines the newest images by push time, not by release time. For a Lambda
   * function, keep at least `retainedVersions` images.
   *
   * @default - 10; for a Lambda function, 100
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
   */
  readonly keepReleasedImages?: number;

  /**
   * Whether a release tags the image that it has deployed.
   *
   * The tag consists of the name of the environment and the tag of the image, for example `production_4f2c1ab`. For a
   * Lambda function, it contains the digest of the image instead of the tag. Lifecycle rules keep the images with these tags. The deploy roles need
   * permission to tag images. If you set it to false, only `keepImages` determines which images expire.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html
   */
  readonly tagReleases?: boolean;

  /**
   * The encryption of the images. You cannot change it after the repository is created.
   *
   * @default RegistryEncryption.AES256
   */
  readonly encryption?: RegistryEncryption;

  /**
   * The ARN of the KMS key that encrypts the images. Requires `RegistryEncryption.KMS`.
   *
   * The key must be in the delivery account and Region.
   *
   * @default - the `aws/ecr` key of the account
   */
  readonly kmsKeyArn?: string;

  /**
   * The format of the image tags.
   *
   * @default ImageTag.FULL_SHA
   */
  readonly imageTag?: ImageTag;

  /**
   * The tags that every new image gets in addition to its commit tag, for example `latest`. At most 5.
   *
   * Both engines move these tags to the newest image. All other tags of the repository remain immutable. An existing
   * repository must allow these tags to be overwritten. Releases never use these tags.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
   */
  readonly extraTags?: string[];

  /**
   * Whether the ECR repository already exists and is managed elsewhere.
   *
   * If true, the repository is neither created nor changed, except that releases tag the images that they deploy. See
   * `tagReleases`.
   *
   * @default false
   */
  readonly existing?: boolean;
}

/**
 * The ECR repository that stores the images of a service on Amazon ECS.
 */
export interface RegistryOptions extends CommonRegistryOptions {
  /**
   * Whether the image is also tagged with the Git tag that started the release, for example `v1.4.0`.
   *
   * If the repository already contains the image of the commit, only the tag is added. The tag is immutable, as is the
   * tag for the commit: if it already belongs to another image, the build fails. Characters that an image tag cannot
   * contain become `-`. Requires `triggerTags` and GitHub Actions as the only engine, because a build in CodePipeline
   * does not know the Git tag.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html
   */
  readonly gitTag?: boolean;
}
