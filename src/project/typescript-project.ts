import type { Dependencies } from 'projen';
import { javascript, SampleFile, type typescript } from '../core/projen';
import type { CommonModel } from '../model/common-model';
import { hiddenOptions } from './command-line';
import type { DeliveryProjectOptions } from './delivery-project-options';
import { PACKAGE_NAME, repairPackageSpec } from './project-options';
import { addTools, TEST_TSCONFIG, TOOL_DEPENDENCIES, TSCONFIG, withBrowserTypes } from './tools';
import { DeliveryUpgrade } from './upgrade';

/** What differs between the project types. */
interface TypescriptProject {
  /** The package that contains the project type. */
  readonly packageName: string;
  /** The compiled file that starts the software. */
  readonly entrypoint: string;
  /** Packages that the build needs, in addition to those that every project needs. */
  readonly devDeps?: readonly string[];
  /** Whether the software runs in browsers, so that its code needs the types of the DOM. */
  readonly browser?: boolean;
}

/** The options of projen's `TypeScriptProject`: the same toolchain for every project type. */
export function typescriptOptions(
  options: DeliveryProjectOptions,
  model: CommonModel,
  { packageName, entrypoint, devDeps = [], browser = false }: TypescriptProject,
): typescript.TypeScriptProjectOptions {
  return {
    licensed: false,
    ...options.typescriptProjectOptions,
    ...hiddenOptions(options),
    name: options.name,
    outdir: options.outdir,
    parent: options.parent,
    deps: options.deps,
    devDeps: [
      ...(options.devDeps ?? []).map((spec) => repairPackageSpec(spec, packageName)),
      ...TOOL_DEPENDENCIES,
      ...devDeps,
      `@types/node@^${model.build.runtime!.version}`,
    ],
    defaultReleaseBranch: model.source.branch,
    packageManager: javascript.NodePackageManager.NPM,
    entrypoint,
    tsconfig: browser ? withBrowserTypes(TSCONFIG) : TSCONFIG,
    tsconfigDev: browser ? withBrowserTypes(TEST_TSCONFIG) : TEST_TSCONFIG,
    // run-projenrc and ts-node need the compiler API, which TypeScript 7 does not have.
    typescriptVersion: '~6.0.0',
    // StarterProjenrc creates the config.
    projenrcTs: false,
    projenrcJs: false,
    sampleCode: false,
    // Node.js runs the tests, and oxlint lints. Installing jest and eslint would take most of the time of `projen new`.
    jest: false,
    eslint: false,
    // The delivery component generates the workflows.
    github: false,
    buildWorkflow: false,
    release: false,
    depsUpgrade: false,
    package: false,
    npmignoreEnabled: false,
    readme: { contents: readme(options.name) },
  };
}

/**
 * Adds the tasks of the toolchain, and the sample code.
 *
 * @param options valid options
 * @param sample a map of path to content
 */
export function finishProject(
  project: typescript.TypeScriptProject,
  model: CommonModel,
  options: Pick<DeliveryProjectOptions, 'upgrade'>,
  sample: Readonly<Record<string, string>>,
): void {
  addTools(project, model);
  markAsPrivate(project.package);
  if (project.ejected) {
    dropThisPackage(project.deps);
  } else if (options.upgrade) {
    new DeliveryUpgrade(project, model, options.upgrade);
  }
  for (const [path, contents] of Object.entries(sample)) {
    new SampleFile(project, path, { contents });
  }
}

/** A service is not published to npm, and no other package imports it. */
function markAsPrivate(manifest: javascript.NodePackage): void {
  manifest.addField('private', true);
  manifest.addField('publishConfig', undefined);
  manifest.addField('types', undefined);
}

/** An ejected project no longer generates files, so it does not need this package. */
function dropThisPackage(deps: Dependencies): void {
  for (const { name, type } of deps.all.filter((dependency) => dependency.name === PACKAGE_NAME)) {
    deps.removeDependency(name, type);
  }
}

function readme(name: string): string {
  return `# ${name}

| Command | What it does |
| --- | --- |
| \`npm run build\` | Regenerates files, compiles, tests, and lints |
| \`npm test\` | Runs the tests and the linter |
| \`npx projen\` | Regenerates files after you edit \`.projenrc.ts\` |

To deploy this service to AWS, see [DELIVERY.md](DELIVERY.md).
`;
}
