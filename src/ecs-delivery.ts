import { basename, join } from 'node:path';
import type { ObjectFile, Project } from 'projen';
import { Component, javascript, typescript } from './core/projen';
import { renderFiles } from './delivery/files';
import { renderGuide } from './delivery/guide';
import { SYNC_RULES } from './delivery/sync-rules';
import type { FinalFile, OwnFile } from './facts/contradictions';
import { type Config, checkSync } from './facts/sync-check';
import { configFileOf } from './files/config-file';
import { upToStage } from './files/dockerfile-stage';
import type { GeneratedDocument } from './files/document';
import { Documents } from './files/documents';
import { Fingerprints } from './files/fingerprints';
import { ModificationTimes } from './files/modification-times';
import { backUpOriginals, readIfThere, rejectHandWrittenFiles } from './files/owner-guard';
import { PreservedFiles } from './files/preserved-files';
import { relativePath } from './files/relative-path';
import { TextDocument } from './files/text-document';
import { gitPlaceOf, remoteOf } from './git-remote';
import { addGithubTasks } from './github-tasks';
import { addInfraTasks } from './infra-tasks';
import type { DeliveryModel } from './model/model';
import type { ResolveContext } from './model/resolve';
import { resolveConfig, resolvedOf } from './model/resolved-config';
import type { EcsDeliveryOptions } from './options';
import { hasEsModules, rejectLateModuleType } from './package-type';

/**
 * Delivers a service to Amazon ECS on Fargate. Generates its Dockerfile, `buildspec.yml`, GitHub Actions workflows,
 * `task-definition.json`, and CDK app from one config, and keeps them in sync. Works in any projen project. For a
 * TypeScript service, use `EcsServiceProject`.
 *
 * Each generated file is a property. To change a YAML or JSON file, use projen's `addOverride` and `patch`; to change a
 * text file, use `replace` and `append`. Synthesis compares the final files. If they contradict each other, synthesis
 * fails before it writes any file.
 */
export class EcsDelivery extends Component {
  /** `Dockerfile`. `undefined` if `imageBuild.dockerfile` specifies your own Dockerfile. */
  public readonly dockerfile?: TextDocument;
  /** `.dockerignore`. `undefined` if `imageBuild.dockerfile` specifies your own Dockerfile. */
  public readonly dockerignore?: TextDocument;
  /** `.github/workflows/rollback.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly rollbackWorkflow?: ObjectFile;
  /** `infra/release.sh`. `undefined` if the engines run all steps of a release natively. */
  public readonly releaseScript?: TextDocument;
  /** `infra/rollback.sh`. */
  public readonly rollbackScript: TextDocument;
  /** `infra/one-off-task.sh`. `undefined` if no environment has a one-off task. */
  public readonly oneOffTaskScript?: TextDocument;
  /** `buildspec.yml`. `undefined` if CodePipeline is disabled. */
  public readonly buildspec?: ObjectFile;
  /**
   * The task definition files by environment name. With one environment, the file is `task-definition.json`. Empty if
   * `taskDefinitionOwner` is `SERVICE`.
   */
  public readonly taskDefinitions: { [environment: string]: ObjectFile };
  /** `appspec.yaml`. `undefined` if CodeDeploy does not deploy the service. */
  public readonly appspec?: ObjectFile;
  /** `.github/workflows/deploy.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly deployWorkflow?: ObjectFile;
  /** `.github/workflows/pull-request.yml`. `undefined` if GitHub Actions is disabled. */
  public readonly pullRequestWorkflow?: ObjectFile;
  /**
   * The TypeScript files of the CDK app: `main`, `registry`, `pipeline`, and for each environment `<environment>-base`
   * and `<environment>-service`. These keys do not
   * change if you add an environment, although the file names do.
   */
  public readonly infra: { [name: string]: TextDocument };
  /** The JSON files of the CDK app by file name: `tsconfig.json` and, if the app has its own, `package.json`. */
  public readonly infraSettings: { [fileName: string]: ObjectFile };
  /** `cdk.json`. */
  public readonly cdkJson: ObjectFile;
  /** `DELIVERY.md`. */
  public readonly guide: TextDocument;

  private readonly config: Config<DeliveryModel>;
  private readonly documents: readonly GeneratedDocument[];
  private readonly fingerprints: Fingerprints;
  /** Whether the config specifies the release branch. */
  private readonly asksForBranch: boolean;
  private readonly takeOver: readonly string[];
  private readonly preserved: PreservedFiles;
  private readonly modificationTimes: ModificationTimes;
  private edited: readonly GeneratedDocument[] = [];

  /**
   * @param project the project that contains the service
   * @param options the delivery config
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(project: Project, options: EcsDeliveryOptions) {
    // Before the component becomes part of the project, so that an invalid config leaves the project unchanged.
    const { model, decided, resolve } = resolvedOf(options) ?? resolveConfig(options, contextOf(project));
    super(project);
    const files = renderFiles(model);
    this.config = {
      service: model.service,
      path: model.files.config,
      model,
      decided,
      files,
      rules: SYNC_RULES,
      resolve,
      render: renderFiles,
    };
    this.asksForBranch = options.branch !== undefined;
    this.takeOver = options.takeOver ?? [];

    const documents = new Documents(this, files);
    this.dockerfile = documents.text(model.build.dockerfile.path);
    this.dockerignore = documents.text('.dockerignore');
    this.taskDefinitions = documents.objects(
      model.environments.map(({ name, taskDefinition }) => [name, taskDefinition.file] as const),
    );
    this.appspec = documents.object(model.files.appspec);
    this.deployWorkflow = documents.object(model.github?.workflow);
    this.rollbackWorkflow = documents.object(model.github?.rollbackWorkflow);
    this.pullRequestWorkflow = documents.object(model.github?.pullRequestWorkflow);
    this.buildspec = documents.object(model.pipeline?.buildspec);
    this.releaseScript = documents.text(model.files.release);
    this.rollbackScript = documents.text(model.files.rollback)!;
    this.oneOffTaskScript = documents.text(model.files.oneOffTask);
    const app = files.map(({ path }) => path).filter((path) => path.startsWith(`${model.infra.dir}/`));
    this.infra = documents.texts(
      app.filter((path) => path.endsWith('.ts')).map((path) => [infraName(model, basename(path)), path] as const),
    );
    this.cdkJson = documents.object(files.map(({ path }) => path).find((path) => basename(path) === 'cdk.json'))!;
    this.infraSettings = documents.objects(
      app
        .filter((path) => path.endsWith('.json') && basename(path) !== 'cdk.json')
        .map((path) => [basename(path), path] as const),
    );
    this.guide = new TextDocument(this, model.files.guide, renderGuide(model, [...decided.all, ...decided.choices]));
    this.documents = [...documents.all, this.guide];
    this.fingerprints = new Fingerprints(this, this.documents);
    this.preserved = new PreservedFiles(
      project,
      model.build.dockerfile.generated ? [] : [model.build.dockerfile.path, '.dockerignore'],
    );
    this.modificationTimes = new ModificationTimes(project);

    addInfraTasks(project, model);
    addGithubTasks(project, model);
    for (const path of this.takeOver) {
      project.addGitIgnore(`/${path}.orig*`);
    }
  }

  /** Checks the final files before any file is written. */
  public preSynthesize(): void {
    const files = this.documents.map(({ path, content }) => ({ path, content }));
    rejectLateModuleType(this.project, this.config.model.infra.insideEsModules, 'EcsDelivery', LATE_MODULE_TYPE);
    checkSync(this.config, this.finalFiles(), this.ownDockerfile());
    this.warnAboutRepository();
    backUpOriginals(this.project, rejectHandWrittenFiles(this.project, files, this.takeOver));
    this.edited = this.fingerprints.manualEdits();
    this.preserved.read();
    this.modificationTimes.read();
  }

  /** Keeps files that were generated before and now belong to you. */
  public synthesize(): void {
    this.preserved.restore();
  }

  /** Warns about manual edits that were overwritten. */
  public postSynthesize(): void {
    this.modificationTimes.restore();
    for (const document of this.edited.filter(({ changed }) => changed)) {
      const lines = document.diff() ?? [];
      const shown = lines.slice(0, MAX_DIFF_LINES);
      const rest = lines.length > shown.length ? [`... ${lines.length - shown.length} more lines`] : [];
      this.project.logger.warn(
        [
          `${document.path} was edited manually and has been regenerated. Change ${this.config.path} instead. Diff:`,
          ...shown,
          ...rest,
        ].join('\n'),
      );
    }
  }

  /** The final files, without those that the user removed from the project. */
  private finalFiles(): FinalFile[] {
    return this.documents.filter((document) => this.project.tryFindFile(document.path) === document).map(finalOf);
  }

  /** What would otherwise show only as workflows and pipelines that never start. */
  private warnAboutRepository(): void {
    const { project, config, asksForBranch } = this;
    const { folder, defaultBranch } = gitPlaceOf(project.outdir) ?? {};
    const { branch } = config.model.source;
    if (folder !== undefined && !project.parent) {
      project.logger.warn(
        `This project is in the folder ${folder} of its Git repository. GitHub runs workflows only from the root of the repository, and CodeBuild reads buildspec.yml from there. Move the project to the root, or make it a subproject of a projen project in the root.`,
      );
    }
    if (defaultBranch !== undefined && defaultBranch !== branch && !asksForBranch) {
      project.logger.warn(
        `The release branch is ${branch}, but the default branch of the repository is ${defaultBranch}. Set branch in ${config.path} to the branch that you release from.`,
      );
    }
  }

  private ownDockerfile(): OwnFile | undefined {
    const { dockerfile, target } = this.config.model.build;
    const { path, generated } = dockerfile;
    if (generated) {
      return undefined;
    }
    const body = readIfThere(join(this.project.outdir, path));
    if (body === undefined) {
      this.project.logger.warn(`${path} does not exist, so it was not compared with ${this.config.path}.`);
      return undefined;
    }
    return { path, body: upToStage(body, target) };
  }
}

/** The name of a file of the CDK app in `infra`. With one environment, file names do not contain its name. */
function infraName({ environments }: DeliveryModel, file: string): string {
  const name = file.replace(/(-stack)?\.ts$/, '');
  return ['base', 'service'].includes(name) ? `${environments[0]!.name}-${name}` : name;
}

function finalOf(document: GeneratedDocument): FinalFile {
  return document instanceof TextDocument
    ? { path: document.path, body: document._text }
    : { path: document.path, data: document.data };
}

const MAX_DIFF_LINES = 40;

const LATE_MODULE_TYPE =
  "Call project.package.addField('type', ...) before you add EcsDelivery. In an EcsServiceProject, remove the field " +
  'instead, because EcsServiceProject supports only CommonJS.';

function contextOf(project: Project): ResolveContext {
  const manager = project instanceof javascript.NodeProject ? project.package.packageManager : undefined;
  return {
    projectName: project.name,
    nodeProject: project instanceof javascript.NodeProject,
    esModules: hasEsModules(project),
    otherPackageManager: manager === javascript.NodePackageManager.NPM ? undefined : manager,
    plainJavaScript: project instanceof javascript.NodeProject && !(project instanceof typescript.TypeScriptProject),
    directory: project.parent ? relativePath(project.root.outdir, project.outdir) : undefined,
    ejected: project.ejected,
    configFile: configFileOf(project),
    gitRemote: () => remoteOf(project.outdir),
  };
}
