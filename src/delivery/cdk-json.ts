import type { InfraModel } from '../model/model';

/**
 * `cdk.json`: tells the CDK how to run the app. The app runs without type checks, because the build already runs `tsc`.
 *
 * It sets no feature flags: none of the recommended flags changes what this app creates or grants.
 */
export function renderCdkJson({ dir, ownPackage, bootstrapQualifier, permissionsBoundary }: InfraModel): object {
  const folder = ownPackage ? '' : `${dir}/`;
  const context = {
    ...(bootstrapQualifier === undefined ? {} : { '@aws-cdk/core:bootstrapQualifier': bootstrapQualifier }),
    // https://docs.aws.amazon.com/cdk/v2/guide/customize-permissions-boundaries.html
    ...(permissionsBoundary === undefined
      ? {}
      : { '@aws-cdk/core:permissionsBoundary': { name: permissionsBoundary } }),
  };
  return {
    app: `npx ts-node --transpile-only --project ${folder}tsconfig.json ${folder}main.ts`,
    ...(Object.keys(context).length === 0 ? {} : { context }),
  };
}
