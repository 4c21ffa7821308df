import { dirname, join } from 'node:path';
import { discover } from 'projen/lib/inventory';
import { relativePath } from '../files/relative-path';
import { remoteOf } from '../git-remote';
import type { DeliveryModel } from '../model/model';
import { isRecord, type OptionReader, type StringRule } from '../model/option-reader';
import { DELIVERY_OPTIONS, resolveDelivery } from '../model/resolve';
import type { EcsDeliveryOptions } from '../options';
import { HIDDEN_OPTION } from './command-line';
import type { EcsServiceProjectOptions } from './ecs-service-project';

/** This package. */
export const PACKAGE_NAME = 'projen-aws-delivery';

const PROJECT_OPTIONS: Readonly<Record<Exclude<keyof EcsServiceProjectOptions, keyof EcsDeliveryOptions>, true>> = {
  name: true,
  deps: true,
  devDeps: true,
  sampleCode: true,
  outdir: true,
  parent: true,
  typescriptProjectOptions: true,
};

/** Options of projen's `TypeScriptProject` that are decided here, and by what. */
export const DECIDED_OPTIONS: Readonly<Record<string, string>> = {
  name: 'name',
  outdir: 'outdir',
  parent: 'parent',
  deps: 'deps',
  devDeps: 'devDeps',
  sampleCode: 'sampleCode',
  defaultReleaseBranch: 'branch',
  github: 'githubActions',
  buildWorkflow: 'githubActions',
  release: 'githubActions',
  entrypoint: 'no option: the image starts lib/main.js',
  packageManager: 'no option: the generated files use npm',
  typescriptVersion: 'no option: newer versions do not run .projenrc.ts',
  projenrcTs: 'no option: the config is .projenrc.ts',
  projenrcJs: 'no option: the config is .projenrc.ts',
  jest: 'no option: tests run on the test runner of Node.js',
  eslint: 'no option: oxlint lints',
  tsconfig: 'project.tsconfig after it was made',
  tsconfigDev: 'project.tsconfigDev after it was made',
  package: 'no option: the image is what is released',
  depsUpgrade: "no option: add projen's UpgradeDependencies component",
  npmignoreEnabled: 'no option: nothing is published to npm',
  readme: 'README.md itself, which is yours from the first day on',
};

/** https://docs.npmjs.com/cli/configuring-npm/package-json#name */
const PROJECT_NAME: StringRule = {
  pattern: /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/,
  allowed: 'a name for an npm package: lower case letters, digits and . _ -',
  maxLength: 214,
  fix: 'Correct the name, or start in a folder with such a name.',
};

const DEPENDENCY: StringRule = { pattern: /^\S+$/, allowed: 'a package, or package@range' };

/**
 * Checks all options of a project before anything of it exists, so that a bad config leaves no trace.
 *
 * @throws ConfigError naming every problem
 */
export function checkProjectOptions(options: EcsServiceProjectOptions): DeliveryModel {
  const raw: Partial<EcsServiceProjectOptions> = options ?? {};
  const folder = join(raw.parent?.outdir ?? '', typeof raw.outdir === 'string' ? raw.outdir : '.');
  return resolveDelivery(
    options,
    {
      projectName: typeof raw.name === 'string' ? raw.name : 'service',
      nodeProject: true,
      // A subproject without a folder of its own is refused by projen.
      directory: (raw.parent && relativePath(raw.parent.root.outdir, folder)) || undefined,
      configFile: '.projenrc.ts',
      gitRemote: () => remoteOf(folder),
    },
    { known: { ...PROJECT_OPTIONS, [HIDDEN_OPTION]: true }, check: checkOwnOptions },
  );
}

function checkOwnOptions(options: OptionReader): void {
  if (!options.has('name')) {
    options.refuse('name', 'is missing', PROJECT_NAME.allowed, 'Name the project.');
  }
  options.string('name', PROJECT_NAME);
  options.strings('deps', DEPENDENCY);
  options.strings('devDeps', DEPENDENCY);
  options.boolean('sampleCode');
  options.string('outdir', { pattern: /./, allowed: 'a path' });
  checkLanguage(options);
  checkDoor(options);
}

function checkLanguage(options: OptionReader): void {
  const build = options.value('imageBuild');
  if (isRecord(build) && build.runtime !== undefined && build.runtime !== 'nodejs') {
    options.problems.add({
      path: `${options.pathOf('imageBuild')}.runtime`,
      value: build.runtime,
      why: 'is not the runtime of a TypeScript service',
      allowed: 'nodejs',
      fix: 'Remove it, or add EcsDelivery to a project of that language.',
    });
  }
}

function checkDoor(options: OptionReader): void {
  const entries = options.entries('typescriptProjectOptions');
  const known = entries.length > 0 ? typescriptProjectOptions() : undefined;
  for (const { name, path, value } of entries) {
    if (Object.hasOwn(DECIDED_OPTIONS, name)) {
      options.problems.add({ path, value, why: 'is decided elsewhere', fix: `Use ${DECIDED_OPTIONS[name]}.` });
    } else if (!known!.has(name)) {
      options.problems.add({
        path,
        value,
        why: "is no option of projen's TypeScriptProject",
        fix: 'Remove it, or correct its name.',
      });
    }
  }
}

/** The names of the options that projen's own project type has, from its jsii manifest. */
function typescriptProjectOptions(): ReadonlySet<string> {
  const type = discover(dirname(require.resolve('projen/package.json'))).find(
    ({ fqn }) => fqn === 'projen.typescript.TypeScriptProject',
  );
  return new Set(type?.options.map(({ name }) => name));
}

/** The options of the delivery alone. */
export function deliveryOptions(options: EcsServiceProjectOptions): EcsDeliveryOptions {
  const entries = Object.entries(options).filter(([key]) => Object.hasOwn(DELIVERY_OPTIONS, key));
  return Object.fromEntries(entries) as unknown as EcsDeliveryOptions;
}

/**
 * `projen new --from ./x.tgz` puts the bare path into `devDeps`, where npm takes it for the name of a package. So with
 * a URL.
 *
 * https://github.com/projen/projen/issues/1862
 */
export function repairPackageSpec(spec: string, packageName: string): string {
  const named = /^(@[^/@]+\/)?[^@/:\\]+@/.test(spec);
  if (!named && /^[a-z+]{2,}:/.test(spec)) {
    return `${packageName}@${spec}`;
  }
  const path = /^\.{0,2}[\\/]|^[A-Za-z]:[\\/]|\.tgz$/.test(spec);
  return !named && path ? `${packageName}@file:${spec}` : spec;
}
