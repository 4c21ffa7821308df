import type { Project } from 'projen';
import { javascript } from './core/projen';
import { isRecord } from './model/json-data';
import type { PackageManagerContext } from './model/resolve-package-manager';

const { NodePackageManager } = javascript;

/** The package manager of a Node.js project, as in `package.json`. */
export function packageManagerOf(project: Project): Pick<PackageManagerContext, 'packageManager' | 'plugAndPlay'> {
  if (!(project instanceof javascript.NodeProject)) {
    return {};
  }
  const { manifest, packageManager, pnpmVersion, bunVersion } = project.package;
  // Corepack adds a hash to the version.
  const field = typeof manifest.packageManager === 'string' ? manifest.packageManager.split('+')[0] : undefined;
  switch (packageManager) {
    case NodePackageManager.NPM:
      return {};
    case NodePackageManager.PNPM:
      return { packageManager: field ?? `pnpm@${pnpmVersion}` };
    case NodePackageManager.BUN:
      return { packageManager: field ?? `bun@${bunVersion}` };
    case NodePackageManager.YARN_BERRY:
    case NodePackageManager.YARN2:
      return { packageManager: field ?? 'yarn@4', plugAndPlay: usesPlugAndPlay(project) };
    default:
      return { packageManager: field ?? YARN_CLASSIC };
  }
}

/** The last release. projen does not expose the version. */
const YARN_CLASSIC = 'yarn@1.22.22';

/** https://yarnpkg.com/configuration/yarnrc#nodeLinker */
function usesPlugAndPlay(project: Project): boolean {
  const file = project.tryFindObjectFile('.yarnrc.yml');
  const settings: unknown = file && Reflect.get(file, 'obj');
  return !isRecord(settings) || settings.nodeLinker === undefined || settings.nodeLinker === 'pnp';
}
