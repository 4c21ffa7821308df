import type { DeliveryEngine } from '../options';
import type {
  ArchitectureModel,
  BuildSecretModel,
  GithubModel,
  InfraModel,
  PackageManagerModel,
  PipelineModel,
  Runtime,
  SourceModel,
} from './model';

/** What every delivery consists of, whatever it releases and wherever it runs. */
export interface CommonModel {
  /** Name of the service. Names of other resources are derived from it. */
  readonly service: string;
  readonly source: SourceModel;
  readonly build: BuildCommandsModel;
  /** In promotion order. */
  readonly environments: readonly CommonEnvironmentModel[];
  /** `undefined` if the engine is disabled. */
  readonly github?: GithubModel;
  /** `undefined` if the engine is disabled. */
  readonly pipeline?: PipelineModel;
  /** The engine that a push starts. */
  readonly trigger: DeliveryEngine;
  /** Patterns of the files whose changes start a release. Empty: all files. */
  readonly triggerPaths: readonly string[];
  readonly infra: InfraModel;
  readonly files: CommonFilesModel;
}

/** The commands that run before the artifact is built, and where they run. */
export interface BuildCommandsModel {
  /** `undefined` if the build does not install dependencies with a known package manager. */
  readonly packageManager?: PackageManagerModel;
  /** `undefined` if the commands need no language runtime. */
  readonly runtime?: Runtime;
  readonly installCommands: readonly string[];
  readonly testCommands: readonly string[];
  /** Secret variables of the commands. */
  readonly secretVariables?: readonly BuildSecretModel[];
  /** Paths that the commands create and the build of the artifact reads. A name can contain `*`. */
  readonly artifacts: readonly string[];
  readonly cachePaths: readonly string[];
  /** Folder of the project in the repository; `undefined` if it is the root of the repository. */
  readonly directory?: string;
  readonly architecture: ArchitectureModel;
  /** Whether releases build nothing, so that whoever starts a release specifies an existing artifact. */
  readonly builtElsewhere?: boolean;
}

export interface CommonEnvironmentModel {
  readonly name: string;
  /** The name as an argument of the generated scripts. */
  readonly argument: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Whether a release to this environment requires approval. */
  readonly approval: boolean;
  /** Whether a release makes a preview available, and waits for its approval. */
  readonly approvePreview?: boolean;
  /** Minutes within which the deployment must complete. */
  readonly deploymentTimeoutMinutes: number;
  /** Maximum minutes that a release waits in total, for the deployment and everything before it. */
  readonly releaseTimeout: number;
  /** Maximum minutes that a rollback waits in total. Set if this can be longer than a release waits. */
  readonly rollbackTimeout?: number;
}

/** Paths that are the same for every target and engine. */
export interface CommonFilesModel {
  /** Config file that generated files reference as their source. */
  readonly config: string;
  /** Whether the project is ejected, so that generated files no longer depend on the config. */
  readonly ejected: boolean;
  /** Command that runs a projen task. */
  readonly runTask: string;
  readonly guide: string;
  /** Script that runs the steps of a release. */
  readonly release: string;
  /** Script that checks what must exist before the first release. */
  readonly preflight: string;
  /** Script that rolls back to an earlier revision. */
  readonly rollback: string;
}
