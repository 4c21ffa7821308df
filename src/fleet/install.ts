import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { isFolder } from './repositories';
import { runProgram } from './run-program';

/** The package whose new version is previewed. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Whether it comes from the registry, so that a repository can depend on it. */
  readonly published: boolean;
}

/** Configs in TypeScript need it. Later versions cannot compile them in the process that evaluates them. */
const TYPESCRIPT = '~6.0.0';

const DEFAULT_PACKAGE = 'projen-aws-delivery';

/** What a package specification refers to, with a hash of the content of a tarball. */
export function identityOf(source: string): string {
  const path = resolve(source);
  return isTarball(source) ? `${source} ${hash(readFileSync(path))}` : source;
}

/** As for npm, a name without a slash at its start is a package, even if a folder has the same name. */
function isLocal(source: string): boolean {
  return /^\.{0,2}[/\\]|^\.{1,2}$|^[A-Za-z]:|\.tgz$|\.tar\.gz$/.test(source);
}

function isLocalFolder(source: string): boolean {
  return isLocal(source) && isFolder(source);
}

function isTarball(source: string): boolean {
  return isLocal(source) && (statSync(resolve(source), { throwIfNoEntry: false })?.isFile() ?? false);
}

function isPublished(source: string): boolean {
  return /^(@[\w.-]+\/)?[\w.-]+(@[^:/]+)?$/.test(source) && !isLocal(source);
}

/** Installs the packages into the work folder once, for all repositories. */
export async function installPackages(work: string, sources: readonly string[]): Promise<InstalledPackage> {
  const key = JSON.stringify(sources.map(identityOf));
  const marker = join(work, 'packages.json');
  const reusable = !sources.some(isLocalFolder) && existsSync(marker) && readFileSync(marker, 'utf-8') === key;
  if (!reusable) {
    rmSync(join(work, 'node_modules'), { recursive: true, force: true });
    rmSync(join(work, 'package-lock.json'), { force: true });
    await install(work, { typescript: TYPESCRIPT }, sources.map(absolute));
    writeFileSync(marker, key);
  }
  return installed(work, nameOf(work, sources[0]!), isPublished(sources[0]!));
}

/** Uses packages that are already installed in a folder. */
export function usePackagesOf(work: string, folder: string, name: string = DEFAULT_PACKAGE): InstalledPackage {
  const target = join(resolve(folder), 'node_modules');
  if (!isFolder(join(target, name))) {
    throw new Error(`${target} does not contain the package ${name}. Install it, or specify another folder.`);
  }
  rmSync(join(work, 'node_modules'), { recursive: true, force: true });
  rmSync(join(work, 'packages.json'), { force: true });
  symlinkSync(realpathSync(target), join(work, 'node_modules'), 'junction');
  return installed(work, name, false);
}

/**
 * Installs packages that only some repositories need. Repositories that need the same packages share them.
 *
 * @returns the folder that contains them
 */
export async function installAdditional(work: string, packages: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(work, 'additional', hash(JSON.stringify(packages)).slice(0, 16));
  const done = join(folder, 'installed');
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    await install(folder, packages, [], '--legacy-peer-deps');
    writeFileSync(done, '');
  }
  return join(folder, 'node_modules');
}

/** The range of a package in the manifest of a repository, if it comes from the registry. */
export function rangeOf(repository: string, name: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf-8'));
    const range: unknown = { ...manifest.dependencies, ...manifest.devDependencies }[name];
    return typeof range === 'string' && /^[\w.^~<>=|*+ -]+$/.test(range) ? range : undefined;
  } catch {
    return undefined;
  }
}

/** Packages never run scripts while they are installed. */
async function install(
  folder: string,
  dependencies: Readonly<Record<string, string>>,
  sources: readonly string[],
  ...options: readonly string[]
): Promise<void> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }, undefined, 2));
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--install-links',
    ...options,
    '--',
    ...sources,
  ];
  const { code, output } = await runProgram('npm', args, { cwd: folder });
  if (code !== 0) {
    throw new Error(`npm could not install ${[...sources, ...Object.keys(dependencies)].join(', ')}:\n${output}`);
  }
}

function absolute(source: string): string {
  return isLocal(source) ? resolve(source) : source;
}

/** npm adds the package to the manifest, under its name. */
function nameOf(work: string, source: string): string {
  const { dependencies } = JSON.parse(readFileSync(join(work, 'package.json'), 'utf-8'));
  const local = Object.entries(dependencies).find(
    ([, value]) =>
      typeof value === 'string' && value.startsWith('file:') && resolve(work, value.slice(5)) === resolve(source),
  );
  return local?.[0] ?? source.replace(/(?<=.)@.*$/, '');
}

function installed(work: string, name: string, published: boolean): InstalledPackage {
  const { version } = JSON.parse(readFileSync(join(work, 'node_modules', name, 'package.json'), 'utf-8'));
  return { name, version: String(version), published };
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
