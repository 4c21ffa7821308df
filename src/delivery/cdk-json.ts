import type { InfraModel } from '../model/model';

/**
 * `cdk.json`: tells the CDK how to run the app. The app runs without type checks, because the build already runs `tsc`.
 *
 * It sets no feature flags: none of the recommended flags changes what this app creates or grants.
 */
export function renderCdkJson({ dir, ownPackage, bootstrapQualifier }: InfraModel): object {
  const folder = ownPackage ? '' : `${dir}/`;
  return {
    app: `npx ts-node --transpile-only --project ${folder}tsconfig.json ${folder}main.ts`,
    ...(bootstrapQualifier === undefined
      ? {}
      : { context: { '@aws-cdk/core:bootstrapQualifier': bootstrapQualifier } }),
  };
}
