import { dirname, join } from 'node:path';
import { discover } from 'projen/lib/inventory';
import { isTruthy } from 'projen/lib/util';
import { EC2_DELIVERY, type Ec2Model } from '../delivery/ec2';
import { ECS_DELIVERY } from '../delivery/ecs';
import type { DeliveryKind } from '../delivery/kind';
import { LAMBDA_DELIVERY, type LambdaModel } from '../delivery/lambda';
import { type DeliveryConfig, resolveKind } from '../delivery/resolve-kind';
import { STATIC_SITE_DELIVERY, type StaticSiteModel } from '../delivery/static-site';
import { configFileOf } from '../files/config-file';
import { relativePath } from '../files/relative-path';
import { remoteOf } from '../git-remote';
import type { CommonModel } from '../model/common-model';
import type { DeliveryModel } from '../model/model';
import type { OptionReader, StringRule } from '../model/option-reader';
import { NPM_PACKAGE } from '../model/rules';
import { HIDDEN_OPTION } from './command-line';
import type { DeliveryProjectOptions } from './delivery-project-options';
import type { Ec2ServiceProjectOptions } from './ec2-service-project';
import type { EcsServiceProjectOptions } from './ecs-service-project';
import type { LambdaFunctionProjectOptions } from './lambda-function-project';
import type { StaticSiteProjectOptions } from './static-site-project';
import { checkUpgrade } from './upgrade';

/** The name of this package. */
export const PACKAGE_NAME = 'projen-aws-delivery';

const PROJECT_OPTIONS: Readonly<Record<keyof DeliveryProjectOptions, true>> = {
  name: true,
  deps: true,
  devDeps: true,
  sampleCode: true,
  outdir: true,
  parent: true,
  upgrade: true,
  typescriptProjectOptions: true,
};

const useOption = (name: string): string => `Use the top-level ${name} option instead.`;

/** Options of projen's `TypeScriptProject` that this project type sets, and what to do instead. */
export const RESERVED_OPTIONS: Readonly<Record<string, string>> = {
  name: useOption('name'),
  outdir: useOption('outdir'),
  parent: useOption('parent'),
  deps: useOption('deps'),
  devDeps: useOption('devDeps'),
  sampleCode: useOption('sampleCode'),
  defaultReleaseBranch: useOption('branch'),
  github: useOption('githubActions'),
  buildWorkflow: useOption('githubActions'),
  release: useOption('githubActions'),
  entrypoint: 'Remove it; the project type sets it.',
  packageManager: 'Remove it; the generated files use npm.',
  typescriptVersion: 'Remove it; newer versions cannot run .projenrc.ts.',
  projenrcTs: 'Remove it; the config is always .projenrc.ts.',
  projenrcJs: 'Remove it; the config is always .projenrc.ts.',
  jest: 'Remove it; tests use the Node.js test runner.',
  eslint: 'Remove it; the linter is oxlint.',
  tsconfig: 'Remove it; change project.tsconfig after you create the project.',
  tsconfigDev: 'Remove it; change project.tsconfigDev after you create the project.',
  package: 'Remove it; nothing is published to npm.',
  depsUpgrade: "Add projen's UpgradeDependencies component instead.",
  npmignoreEnabled: 'Remove it; nothing is published to npm.',
  readme: 'Edit README.md instead; projen creates it once and does not overwrite it.',
};

export const PROJECT_NAME: StringRule = {
  pattern: NPM_PACKAGE,
  allowed: 'an npm package name with lowercase letters, digits, and . _ -',
  maxLength: 214,
  fix: 'Specify a valid name, or run the command in a folder with a valid name.',
};

export const DEPENDENCY: StringRule = { pattern: /^\S+$/, allowed: 'package or package@range' };

/**
 * Checks and resolves all options before the project is created, so that an invalid config leaves no files behind.
 *
 * @param check checks the options of the project type that have no effect in it
 * @throws ConfigError that lists every problem
 */
export function resolveProject<M extends CommonModel>(
  kind: DeliveryKind<M>,
  options: DeliveryProjectOptions,
  check: (options: OptionReader) => void = () => undefined,
): DeliveryConfig<M> {
  const raw: Partial<DeliveryProjectOptions> = options ?? {};
  const folder = join(raw.parent?.outdir ?? '', typeof raw.outdir === 'string' ? raw.outdir : '.');
  return resolveKind(
    kind,
    options,
    {
      projectName: typeof raw.name === 'string' ? raw.name : 'service',
      nodeProject: true,
      // projen rejects a subproject that does not specify `outdir`.
      directory: (raw.parent && relativePath(raw.parent.root.outdir, folder)) || undefined,
      ejected: isTruthy(process.env.PROJEN_EJECTING),
      configFile: raw.parent ? configFileOf(raw.parent) : '.projenrc.ts',
      gitRemote: () => remoteOf(folder),
    },
    {
      known: { ...PROJECT_OPTIONS, [HIDDEN_OPTION]: true },
      check: (reader) => {
        checkOwnOptions(reader);
        checkUpgrade(reader, !raw.parent);
        check(reader);
        checkTypescriptProjectOptions(reader);
      },
    },
  );
}

/** The options of `LambdaFunctionProject`. */
export function resolveLambdaProject(options: LambdaFunctionProjectOptions): DeliveryConfig<LambdaModel> {
  return resolveProject(LAMBDA_DELIVERY, options, checkFunctionLanguage);
}

/** The options of `StaticSiteProject`. */
export function resolveSiteProject(options: StaticSiteProjectOptions): DeliveryConfig<StaticSiteModel> {
  return resolveProject(STATIC_SITE_DELIVERY, options, (reader) => checkBundleLanguage(reader, STATIC_SITE_DELIVERY));
}

/** The options of `Ec2ServiceProject`. */
export function resolveEc2Project(options: Ec2ServiceProjectOptions): DeliveryConfig<Ec2Model> {
  return resolveProject(EC2_DELIVERY, options, (reader) => checkBundleLanguage(reader, EC2_DELIVERY));
}

/** The options of `EcsServiceProject`. */
export function resolveEcsProject(options: EcsServiceProjectOptions): DeliveryConfig<DeliveryModel> {
  return resolveProject(ECS_DELIVERY, options, checkLanguage);
}

function checkOwnOptions(options: OptionReader): void {
  if (!options.has('name')) {
    options.rejectWithoutValue('name', 'missing-option', {
      why: 'is missing',
      allowed: PROJECT_NAME.allowed,
      fix: 'Specify the name of the project.',
    });
  }
  options.string('name', PROJECT_NAME);
  options.strings('deps', DEPENDENCY);
  options.strings('devDeps', DEPENDENCY);
  options.boolean('sampleCode');
  options.string('outdir', { pattern: /./, allowed: 'a path' });
}

function checkLanguage(options: OptionReader): void {
  const image = options.entry('imageBuild', 'image');
  if (image) {
    options.rejectEntry(image, 'runtime-of-project', {
      why: 'has no effect in EcsServiceProject, which always builds the image from the source code in the project',
      fix: 'Remove it, or use another project type and add EcsDelivery to it.',
    });
  }
  const runtime = options.entry('imageBuild', 'runtime');
  if (runtime && runtime.value !== 'nodejs') {
    options.rejectEntry(runtime, 'runtime-of-project', {
      why: 'is not supported by EcsServiceProject',
      allowed: 'nodejs',
      fix: 'Remove it, or add EcsDelivery to a project in that language.',
    });
  }
}

function checkFunctionLanguage(options: OptionReader): void {
  const runtime = options.value('runtime');
  if (typeof runtime === 'string' && !runtime.startsWith('nodejs')) {
    options.reject('runtime', 'runtime-of-project', {
      why: 'is not supported by LambdaFunctionProject',
      allowed: 'a Node.js runtime, for example nodejs24.x',
      fix: 'Remove it, or add LambdaDelivery to a project in that language.',
    });
  }
  checkBundleLanguage(options, LAMBDA_DELIVERY);
}

function checkBundleLanguage(
  options: OptionReader,
  { projectType, component }: Pick<DeliveryKind<CommonModel>, 'projectType' | 'component'>,
): void {
  const language = options.entry('bundle', 'runtime');
  if (language && language.value !== 'nodejs') {
    options.rejectEntry(language, 'runtime-of-project', {
      why: `is not supported by ${projectType}`,
      allowed: 'nodejs',
      fix: `Remove it, or add ${component} to a project in that language.`,
    });
  }
}

/** @param reserved the options that the project type sets, and what to do instead */
export function checkTypescriptProjectOptions(
  options: OptionReader,
  reserved: Readonly<Record<string, string>> = RESERVED_OPTIONS,
): void {
  const entries = options.entries('typescriptProjectOptions');
  const known = entries.length > 0 ? typescriptProjectOptions() : undefined;
  for (const entry of entries) {
    const { name } = entry;
    if (Object.hasOwn(reserved, name)) {
      options.rejectEntryWithoutValue(entry, 'reserved-project-option', {
        why: 'cannot be set here',
        fix: reserved[name]!,
      });
    } else if (!known!.has(name)) {
      options.rejectEntryWithoutValue(entry, 'unknown-option', {
        why: "is not an option of projen's TypeScriptProject",
        fix: 'Remove it, or correct the name.',
      });
    }
  }
}

/** The option names of projen's `TypeScriptProject`, read from its jsii manifest. */
function typescriptProjectOptions(): ReadonlySet<string> {
  const type = discover(dirname(require.resolve('projen/package.json'))).find(
    ({ fqn }) => fqn === 'projen.typescript.TypeScriptProject',
  );
  return new Set(type?.options.map(({ name }) => name));
}

/**
 * Adds the package name to a dependency that is only a path or URL. `projen new --from ./x.tgz` adds the bare path to
 * `devDeps`, and npm would read it as a package name.
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
