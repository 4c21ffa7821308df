import type { Facts } from '../core/fact';
import { PACKAGE_MANAGERS, type PackageManagerName } from '../data/package-managers';
import type { PackageManagerModel } from './model';
import type { OptionReader } from './option-reader';
import { PACKAGE_MANAGER } from './rules';
import { SHARED } from './shared-values';

/** What the project says about its package manager. */
export interface PackageManagerContext {
  readonly nodeProject: boolean;
  /** As in `package.json`, for example `pnpm@10.33.0`. `undefined`: npm. */
  readonly packageManager?: string;
  /** Whether Yarn installs packages without `node_modules`. */
  readonly plugAndPlay?: boolean;
}

interface Input {
  readonly context: PackageManagerContext;
  /** The install commands of the config, if it has any. */
  readonly installCommands?: readonly string[];
  readonly decisions: Facts;
}

/** The package manager that installs the dependencies of the service. `undefined` if it is unknown. */
export function resolvePackageManager(
  options: OptionReader,
  build: OptionReader,
  { context, installCommands, decisions }: Input,
): PackageManagerModel | undefined {
  const { nodeProject, packageManager, plugAndPlay } = context;
  const option = build.string('packageManager', PACKAGE_MANAGER);
  if (option !== undefined && nodeProject) {
    build.reject('packageManager', 'package-manager-of-project', {
      why: 'has no effect because the project specifies its package manager',
      fix: 'Set packageManager of the project instead.',
    });
  }
  const asked = nodeProject ? packageManager : option;
  if (asked === undefined) {
    const installsWithNpm = installCommands === undefined || installCommands.some((command) => /\bnpm\b/.test(command));
    return nodeProject || installsWithNpm ? { name: 'npm' } : undefined;
  }
  const reader = nodeProject ? options : build;
  if (!PACKAGE_MANAGER.pattern.test(asked)) {
    const { allowed, fix } = PACKAGE_MANAGER;
    reader.rejectValue('packageManager', asked, 'package-manager-version', { why: 'is not valid', allowed, fix: fix! });
    return undefined;
  }
  if (plugAndPlay) {
    reader.rejectValue('packageManager', asked, 'plug-and-play', {
      why: "installs packages with Plug'n'Play, but the CDK app needs node_modules",
      fix: 'Set yarnBerryOptions.yarnRcOptions.nodeLinker to javascript.YarnNodeLinker.NODE_MODULES.',
    });
  }
  const [field, version = ''] = asked.split('@');
  const major = /\d+/.exec(version)?.[0];
  if (field === 'yarn' && (major === '2' || major === '3')) {
    reader.rejectValue('packageManager', asked, 'package-manager-version', {
      why: 'cannot install only the production dependencies',
      allowed: 'Yarn 1, and Yarn 4 or later',
      fix: 'Update Yarn.',
    });
  }
  const name = field === 'yarn' && (major === '0' || major === '1') ? 'yarn-classic' : (field as PackageManagerName);
  if (PACKAGE_MANAGERS[name].setUp === undefined) {
    return { name };
  }
  const fact = { ...SHARED.packageManager, option: nodeProject ? 'packageManager' : SHARED.packageManager.option };
  return { name, version: decisions.decide(fact, version) };
}
