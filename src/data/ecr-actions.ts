/**
 * The actions that pull an image from a repository.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
 */
export const PULL_ACTIONS: readonly string[] = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
];

/**
 * The actions with which Lambda pulls an image.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
 */
export const LAMBDA_PULL_ACTIONS: readonly string[] = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** The actions that check whether an image exists. */
export const DESCRIBE_ACTIONS: readonly string[] = ['ecr:DescribeImages'];

/**
 * The actions that add a tag to an image. `PutImage` adds a manifest, but cannot upload layers.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html
 */
export const TAG_ACTIONS: readonly string[] = ['ecr:BatchGetImage', 'ecr:PutImage'];
