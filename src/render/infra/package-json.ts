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

/**
 * `infra/package.json`, for a project that is no Node.js one.
 */
export function renderPackageJson({ service }: DeliveryModel): object {
  return {
    name: `${service}-infra`,
    private: true,
    devDependencies: INFRA_DEPENDENCIES,
  };
}
