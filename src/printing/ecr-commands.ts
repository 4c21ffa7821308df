/** Commands of the AWS CLI for an image in an ECR repository. */

interface Repository {
  readonly account: string;
  readonly region: string;
  readonly repositoryName: string;
}

/** The arguments that select the repository, which can be in another account and Region. */
export function repositoryArguments({ account, region, repositoryName }: Repository): string {
  return `--region ${region} --registry-id ${account} --repository-name ${repositoryName}`;
}

/**
 * Commands that set `IMAGE_ID`, an argument of ECR commands.
 *
 * @param variable the shell variable that contains the URI of the image, with a tag or a digest
 */
export function setImageId(variable: string): string {
  return `IMAGE_ID=imageTag=\${${variable}##*:}
if [[ "$${variable}" == *@* ]]; then
  IMAGE_ID=imageDigest=\${${variable}##*@}
fi`;
}
