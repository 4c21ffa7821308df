import type { InfraModel } from '../../model/model';

/**
 * `cdk.json`: how the CDK starts the app. `tsc` checks the types, in the build; here they would only cost time.
 *
 * There are no feature flags: of those that the CDK recommends, none changes what this app grants or creates.
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
