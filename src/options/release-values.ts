/**
 * A value that a release determines.
 */
export enum ReleaseValue {
  /** The tag of the image. With the default `registry.imageTag`, this is the commit that the image was built from. */
  IMAGE_TAG = 'IMAGE_TAG',
  /** The URI of the image, including its tag. */
  IMAGE_URI = 'IMAGE_URI',
  /** The time at which the release registers the task definition, in UTC, for example `2026-11-27T15:04:05Z`. */
  RELEASED_AT = 'RELEASED_AT',
}

/**
 * An output of a CloudFormation stack.
 */
export interface StackOutput {
  /**
   * The name of a stack in the account and Region of the environment.
   */
  readonly stack: string;

  /**
   * The key of the output.
   */
  readonly output: string;
}
