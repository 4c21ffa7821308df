import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InitProject } from 'projen';
import { buildInfoOptions } from '../core/build-info';
import { typescript } from '../core/projen';
import type { DeliveryModel } from '../model/model';
import { CpuArchitecture, EcsServiceMode } from '../options';
import type { OptionValue, StarterProjenrcInput } from '../starter/projenrc-source';
import { HIDDEN_OPTION } from './command-line';
import type { EcsServiceProjectOptions } from './ecs-service-project';
import { PACKAGE_NAME, repairPackageSpec } from './project-options';

/** The folder for files that `.projenrc.ts` imports, and for its `tsconfig.json`. */
export const PROJENRC_FOLDER = 'projenrc';

/**
 * `.projenrc.ts`. It is written when a project is created. Type checks are left to the build, so that `npx projen` is
 * fast.
 */
export class StarterProjenrc extends typescript.Projenrc {
  public constructor(
    project: typescript.TypeScriptProject,
    private readonly packageName: string,
    /** The text of the first config. `undefined` for a derived project type, which has its own options and defaults. */
    private readonly starter?: string,
  ) {
    // The Node.js runner has no dependencies. Its command is replaced.
    super(project, { projenCodeDir: PROJENRC_FOLDER, runner: typescript.TypeScriptRunner.nodejs() });
    project.defaultTask?.reset(`run-projenrc ${this.filePath}`);
    this.tsconfig.file.addOverride('compilerOptions', buildInfoOptions(PROJENRC_FOLDER, PROJENRC_FOLDER));
  }

  /** Called only by `projen new`. */
  public projectCreation(initProject: InitProject): void {
    if (!this.starter) {
      // Write only the options from the command line.
      const { args } = initProject;
      const devDeps = (args.devDeps ?? []).map((spec: string) => repairPackageSpec(spec, this.packageName));
      super.projectCreation({ ...initProject, args: { ...digitsAsStrings(args, initProject.type), devDeps } });
      return;
    }
    const path = join(this.project.outdir, this.filePath);
    if (!existsSync(path)) {
      writeFileSync(path, this.starter);
    }
  }
}

/** Converts numbers back to strings for string options: projen parses digits on the command line as a number. */
function digitsAsStrings(args: Readonly<Record<string, unknown>>, type: InitProject['type']): Record<string, unknown> {
  const strings = new Set(type.options.filter((option) => option.type?.primitive === 'string').map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === 'number' && strings.has(name) ? String(value) : value,
    ]),
  );
}

/** The contents of the first config. It states resolved values, so it gives the same result on every machine. */
export function starterInput(options: EcsServiceProjectOptions, model: DeliveryModel): StarterProjenrcInput {
  const environment = model.environments[0]!;
  const architecture = Object.entries(CpuArchitecture).find(([name]) => name === model.build.architecture.ecs)!;
  const shown = {
    name: options.name,
    devDeps: (options.devDeps ?? [PACKAGE_NAME]).map((spec) => repairPackageSpec(spec, PACKAGE_NAME)),
    awsAccount: environment.account,
    awsRegion: environment.region,
    // A managed service creates its cluster unless the command line specifies an existing one.
    ecsCluster: options.serviceMode === EcsServiceMode.EXISTING ? environment.cluster.name : options.ecsCluster,
    ecsService: options.ecsService,
    ecrRepository: options.ecrRepository,
    githubRepository: model.source.github?.fullName,
    nodeVersion: model.build.runtime!.version,
    containerPort: model.container.port,
    healthCheckPath: model.container.healthCheckPath,
    cpu: environment.taskDefinition.cpu,
    memory: environment.taskDefinition.memory,
    cpuArchitecture: architecture[0] as keyof typeof CpuArchitecture,
  };
  return { packageName: PACKAGE_NAME, ...shown, extra: otherOptions(options, shown) };
}

/** The options from the command line that the first config does not show in a fixed place. */
export function otherOptions(options: object, shown: object): Record<string, OptionValue> {
  return Object.fromEntries(
    Object.entries(options as Readonly<Record<string, OptionValue>>).filter(
      ([key, value]) => !(key in shown) && key !== HIDDEN_OPTION && key !== 'outdir' && value !== undefined,
    ),
  );
}
