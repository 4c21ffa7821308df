import type { DeliveryModel } from '../../model/model';

/** What runs the CDK app, as version ranges. Read 2026-11-23. */
export const INFRA_DEPENDENCIES: Readonly<Record<string, string>> = {
  '@types/node': '^24',
  // Not `latest`: that is 3.0.0, built in April 2025, which cannot read what today's aws-cdk-lib writes.
  'aws-cdk': '^2.1148.0',
  'aws-cdk-lib': '^2.276.0',
  constructs: '^10.8.1',
  'ts-node': '^10.9.2',
  typescript: '~6.0.0',
};

/** Whether the app has a `package.json` of its own. */
export function hasPackageJson({ infra }: DeliveryModel): boolean {
  return infra.ownPackage || infra.insideEsModules;
}

/**
 * `infra/package.json`: for a project that is no Node.js one, what the app needs; in a project of ES modules, that the
 * app has CommonJS ones.
 */
export function renderPackageJson({ service, infra }: DeliveryModel): object {
  return {
    name: `${service}-infra`,
    private: true,
    type: 'commonjs',
    ...(infra.ownPackage ? { devDependencies: INFRA_DEPENDENCIES } : {}),
  };
}
