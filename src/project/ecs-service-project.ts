import { type Dependencies, javascript, type Project, SampleFile, typescript } from 'projen';
import { EcsDelivery } from '../ecs-delivery';
import type { DeliveryModel } from '../model/model';
import type { EcsDeliveryOptions } from '../options';
import { renderSampleService } from '../starter/sample-service';
import { createdFrom, fromCommandLine, hiddenOptions } from './command-line';
import { checkProjectOptions, deliveryOptions, PACKAGE_NAME, repairPackageSpec } from './project-options';
import { StarterProjenrc, starterInput } from './starter-projenrc';
import { addTools, TEST_TSCONFIG, TOOL_DEPENDENCIES, TSCONFIG } from './tools';

/**
 * Options of `EcsServiceProject`.
 */
export interface EcsServiceProjectOptions extends EcsDeliveryOptions {
  /**
   * The name of the project, of its npm package and, without its scope, of the service.
   *
   * @default $BASEDIR
   * @featured
   */
  readonly name: string;

  /**
   * The npm packages that the service needs when it runs, such as `express@^5`.
   *
   * @default - none
   */
  readonly deps?: string[];

  /**
   * The npm packages that building and testing the service needs.
   *
   * @default - those that the generated files need
   */
  readonly devDeps?: string[];

  /**
   * Whether a new project starts with a small service and its tests in `src` and `test`. Files that are there stay.
   *
   * @default true
   */
  readonly sampleCode?: boolean;

  /**
   * The folder of the project.
   *
   * @default "."
   */
  readonly outdir?: string;

  /**
   * The project in whose repository this one lies. Needs `githubActions.enabled: false`.
   *
   * @default - a repository of its own
   */
  readonly parent?: Project;

  /**
   * Further options of projen's `TypeScriptProject`, by their names there, such as `{ licensed: true, license: 'MIT' }`.
   * Those that this project type decides are refused.
   *
   * @default - none
   * @see https://projen.io/docs/api/typescript#typescriptprojectoptions-
   */
  readonly typescriptProjectOptions?: { [name: string]: any };
}

/**
 * A TypeScript service on ECS Fargate.
 *
 * @pjid ecs-service-ts
 */
export class EcsServiceProject extends typescript.TypeScriptProject {
  /** The delivery of the service, with every file that it generates. */
  public readonly delivery: EcsDelivery;

  /**
   * @param options the config
   * @throws ConfigError naming every problem of the config
   */
  public constructor(options: EcsServiceProjectOptions) {
    const config = fromCommandLine(options);
    const model = checkProjectOptions(config);
    // A company's type on top of this one comes from a package of its own.
    const derived = new.target !== EcsServiceProject;
    const packageName = derived ? createdFrom(config, PACKAGE_NAME) : PACKAGE_NAME;
    super({
      licensed: false,
      ...config.typescriptProjectOptions,
      ...superOptions(config, model, packageName),
    });
    if (!this.parent) {
      new StarterProjenrc(this, packageName, derived ? undefined : starterInput(config, model));
    }
    // The repository is known by now: git need not be asked for it again.
    this.delivery = new EcsDelivery(this, {
      ...deliveryOptions(config),
      githubRepository: model.source.github?.fullName,
    });
    addTools(this);
    markAsPrivate(this.package);
    if (this.ejected) {
      dropThisPackage(this.deps);
    }
    if (config.sampleCode ?? true) {
      for (const [path, contents] of Object.entries(renderSampleService(model))) {
        new SampleFile(this, path, { contents });
      }
    }
  }
}

function superOptions(
  options: EcsServiceProjectOptions,
  model: DeliveryModel,
  packageName: string,
): typescript.TypeScriptProjectOptions {
  return {
    ...hiddenOptions(options),
    name: options.name,
    outdir: options.outdir,
    parent: options.parent,
    deps: options.deps,
    devDeps: [
      ...(options.devDeps ?? []).map((spec) => repairPackageSpec(spec, packageName)),
      ...TOOL_DEPENDENCIES,
      `@types/node@^${model.build.runtime.version}`,
    ],
    defaultReleaseBranch: model.source.branch,
    packageManager: javascript.NodePackageManager.NPM,
    entrypoint: 'lib/main.js',
    tsconfig: TSCONFIG,
    tsconfigDev: TEST_TSCONFIG,
    // TypeScript 7 has no compiler API, which ts-node needs.
    typescriptVersion: '~6.0.0',
    // The first one is ours, see StarterProjenrc.
    projenrcTs: false,
    projenrcJs: false,
    sampleCode: false,
    // Node.js runs the tests and oxlint lints: installing jest and eslint takes most of the time of `projen new`.
    jest: false,
    eslint: false,
    // The delivery has workflows of its own.
    github: false,
    buildWorkflow: false,
    release: false,
    depsUpgrade: false,
    package: false,
    npmignoreEnabled: false,
    readme: { contents: readme(options.name) },
  };
}

/** A service is neither published nor imported. */
function markAsPrivate(manifest: javascript.NodePackage): void {
  manifest.addField('private', true);
  manifest.addField('publishConfig', undefined);
  manifest.addField('types', undefined);
}

/** An ejected project generates nothing any more. */
function dropThisPackage(deps: Dependencies): void {
  for (const { name, type } of deps.all.filter((dependency) => dependency.name === PACKAGE_NAME)) {
    deps.removeDependency(name, type);
  }
}

function readme(name: string): string {
  return `# ${name}

| | |
| --- | --- |
| \`npm run build\` | generate, compile, lint, test |
| \`npm test\` | test |
| \`npx projen\` | generate again, after a change of \`.projenrc.ts\` |

How it gets to AWS: [DELIVERY.md](DELIVERY.md).
`;
}
