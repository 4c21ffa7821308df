import type { Dependencies, Project } from 'projen';
import { javascript, SampleFile, typescript } from '../core/projen';
import { EcsDelivery } from '../ecs-delivery';
import type { DeliveryModel } from '../model/model';
import { withResolved } from '../model/resolved-config';
import type { EcsDeliveryOptions } from '../options';
import { renderSampleService } from '../starter/sample-service';
import { fromCommandLine, hiddenOptions, packageOf } from './command-line';
import { PACKAGE_NAME, repairPackageSpec, resolveProject } from './project-options';
import { StarterProjenrc, starterInput } from './starter-projenrc';
import { addTools, TEST_TSCONFIG, TOOL_DEPENDENCIES, TSCONFIG } from './tools';

/**
 * Options of `EcsServiceProject`.
 */
export interface EcsServiceProjectOptions extends EcsDeliveryOptions {
  /**
   * The name of the project and its npm package. The default service name is this name without the npm
   * scope.
   *
   * @default $BASEDIR
   * @featured
   */
  readonly name: string;

  /**
   * The npm packages that the service needs at run time, for example `express@^5`.
   *
   * @default - none
   */
  readonly deps?: string[];

  /**
   * Additional npm packages that are needed to build and test the service.
   *
   * @default - only the packages that the generated files need
   */
  readonly devDeps?: string[];

  /**
   * Whether to create a small sample service with tests in `src` and `test`. Existing files are not changed.
   *
   * @default true
   */
  readonly sampleCode?: boolean;

  /**
   * The project folder.
   *
   * @default "."
   */
  readonly outdir?: string;

  /**
   * The parent project, if this project is part of a monorepo. Requires `githubActions.enabled: false`.
   *
   * @default - none; the project has its own repository
   */
  readonly parent?: Project;

  /**
   * Additional options of projen's `TypeScriptProject`, for example `{ licensed: true, license: 'MIT' }`. Options that
   * `EcsServiceProject` sets itself are rejected.
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
  /** The delivery of the service. Its properties are the generated files. */
  public readonly delivery: EcsDelivery;

  /**
   * @param options the config of the project and its delivery
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(options: EcsServiceProjectOptions) {
    const config = fromCommandLine(options);
    const resolved = resolveProject(config);
    const { model } = resolved;
    // A subclass, for example an organization's project type, is in a different package.
    const derived = new.target !== EcsServiceProject;
    const packageName = derived ? packageOf(config, PACKAGE_NAME) : PACKAGE_NAME;
    super({
      licensed: false,
      ...config.typescriptProjectOptions,
      ...superOptions(config, model, packageName),
    });
    if (!this.parent) {
      new StarterProjenrc(this, packageName, derived ? undefined : starterInput(config, model));
    }
    this.delivery = new EcsDelivery(this, withResolved(config, resolved));
    addTools(this, model);
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
      `@types/node@^${model.build.runtime!.version}`,
    ],
    defaultReleaseBranch: model.source.branch,
    packageManager: javascript.NodePackageManager.NPM,
    entrypoint: 'lib/main.js',
    tsconfig: TSCONFIG,
    tsconfigDev: TEST_TSCONFIG,
    // run-projenrc and ts-node need the compiler API, which TypeScript 7 does not have.
    typescriptVersion: '~6.0.0',
    // StarterProjenrc creates the config.
    projenrcTs: false,
    projenrcJs: false,
    sampleCode: false,
    // Node.js runs the tests, and oxlint lints. Installing jest and eslint would take most of the time of `projen new`.
    jest: false,
    eslint: false,
    // EcsDelivery generates the workflows.
    github: false,
    buildWorkflow: false,
    release: false,
    depsUpgrade: false,
    package: false,
    npmignoreEnabled: false,
    readme: { contents: readme(options.name) },
  };
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
