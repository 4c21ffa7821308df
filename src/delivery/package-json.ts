import type { CommonModel } from '../model/common-model';

/** The packages that run the CDK app, with their version ranges. Checked on 2026-11-23. */
export const INFRA_DEPENDENCIES: Readonly<Record<string, string>> = {
  '@types/node': '^24',
  // Not `latest`: it is 3.0.0 from April 2025, which cannot read the output of a current aws-cdk-lib.
  'aws-cdk': '^2.1148.0',
  'aws-cdk-lib': '^2.276.0',
  constructs: '^10.8.1',
  'ts-node': '^10.9.2',
  typescript: '~6.0.0',
};

/** Whether the app has its own `package.json`. */
export function hasPackageJson({ infra }: CommonModel): boolean {
  return infra.ownPackage || infra.insideEsModules;
}

/**
 * `infra/package.json`. If the project is not a Node.js project, the file lists the packages that the app needs. If the
 * project uses ES modules, the file marks the app as CommonJS.
 */
export function renderPackageJson({ service, infra }: CommonModel): object {
  return {
    name: `${service}-infra`,
    private: true,
    type: 'commonjs',
    ...(infra.ownPackage ? { devDependencies: INFRA_DEPENDENCIES } : {}),
  };
}
