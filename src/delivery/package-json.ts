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

/** The packages of the validation plugins, with their version ranges. The CDK can be one of them. */
export function pluginDependencies({ validationPlugins }: CommonModel['infra']): Record<string, string> {
  const packages = validationPlugins.filter(({ packageName }) => !Object.hasOwn(INFRA_DEPENDENCIES, packageName));
  return Object.fromEntries(packages.map(({ packageName, version }) => [packageName, version]));
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
    ...(infra.ownPackage ? { devDependencies: sorted({ ...INFRA_DEPENDENCIES, ...pluginDependencies(infra) }) } : {}),
  };
}

/** In the order in which npm writes them. */
function sorted(dependencies: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)));
}
