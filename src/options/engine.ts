/**
 * The engine that builds the image and releases the service.
 */
export enum DeliveryEngine {
  /** GitHub Actions, with the workflow `.github/workflows/deploy.yml`. */
  GITHUB_ACTIONS = 'github-actions',
  /** AWS CodePipeline and CodeBuild, with `infra/pipeline-stack.ts` and `buildspec.yml`. */
  CODE_PIPELINE = 'code-pipeline',
}
