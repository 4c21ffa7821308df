import { basename } from 'node:path';
import { Component, javascript, type ObjectFile, type Project, ProjenrcFile, typescript } from 'projen';
import type { GeneratedDocument } from './files/document';
import { Fingerprints } from './files/fingerprints';
import { JsonDocument } from './files/json-document';
import { backUpOriginals, rejectHandWrittenFiles } from './files/owner-guard';
import { PreservedFiles } from './files/preserved-files';
import { relativePath } from './files/relative-path';
import { TextDocument } from './files/text-document';
import { YamlDocument } from './files/yaml-document';
import { remoteOf } from './git-remote';
import { addGithubTasks } from './github-tasks';
import { addInfraTasks } from './infra-tasks';
import type { DeliveryModel } from './model/model';
import { type ResolveContext, resolveDelivery } from './model/resolve';
import type { EcsDeliveryOptions } from './options';
import { renderAppspec } from './render/appspec';
import { renderBuildspec } from './render/buildspec';
import { renderDeployWorkflow } from './render/deploy-workflow';
import { renderDockerfile } from './render/dockerfile';
import { renderDockerignore } from './render/dockerignore';
import { renderGuide } from './render/guide';
import { renderInfra } from './render/infra/infra';
import { renderOneOffTaskScript } from './render/one-off-task-script';
import { renderPullRequestWorkflow } from './render/pull-request-workflow';
import { renderRollbackScript } from './render/rollback-script';
import { renderRollbackWorkflow } from './render/rollback-workflow';
import { renderTaskDefinition } from './render/task-definition';
import { checkSync } from './sync/check';
import { targetOf } from './targets/targets';

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
  /** The TypeScript files of the CDK app by file name, for example `main.ts` and `registry-stack.ts`. */
  public readonly infra: { [fileName: string]: TextDocument };
  /** The JSON files of the CDK app by file name: `tsconfig.json` and, if the app has its own, `package.json`. */
  public readonly infraSettings: { [fileName: string]: ObjectFile };
  /** `cdk.json`. */
  public readonly cdkJson: ObjectFile;
  /** `DELIVERY.md`. */
  public readonly guide: TextDocument;

  private readonly model: DeliveryModel;
  private readonly documents: GeneratedDocument[] = [];
  private readonly fingerprints: Fingerprints;
  private readonly takeOver: readonly string[];
  private readonly preserved: PreservedFiles;
  private edited: readonly GeneratedDocument[] = [];

  /**
   * @param project the project that contains the service
   * @param options the delivery config
   * @throws ConfigError that lists every problem in the config
   */
  public constructor(project: Project, options: EcsDeliveryOptions) {
    super(project);
    const model = resolveDelivery(options, contextOf(project));
    const target = targetOf(model);
    this.model = model;
    this.takeOver = options.takeOver ?? [];

    if (model.build.dockerfile.generated) {
      this.dockerfile = this.text(model.build.dockerfile.path, renderDockerfile(model));
      this.dockerignore = this.text('.dockerignore', renderDockerignore());
    }
    this.taskDefinitions = Object.fromEntries(
      model.environments
        .filter(({ taskDefinition }) => taskDefinition.generated)
        .map((environment) => [
          environment.name,
          this.json(environment.taskDefinition.file, renderTaskDefinition(model, environment)),
        ]),
    );
    if (model.serviceKind === 'code-deploy') {
      this.appspec = this.yaml(model.files.appspec, renderAppspec(model));
    }
    if (model.github) {
      this.deployWorkflow = this.yaml(model.github.workflow, renderDeployWorkflow(model, model.github, target));
      this.rollbackWorkflow = this.yaml(model.github.rollbackWorkflow, renderRollbackWorkflow(model, model.github));
      this.pullRequestWorkflow = this.yaml(
        model.github.pullRequestWorkflow,
        renderPullRequestWorkflow(model, model.github),
      );
    }
    if (model.pipeline) {
      this.buildspec = this.yaml(model.pipeline.buildspec, renderBuildspec(model, model.pipeline, target));
    }
    this.rollbackScript = this.text(model.files.rollback, renderRollbackScript(model, target));
    if (model.environments.some(({ oneOffTask }) => oneOffTask)) {
      this.oneOffTaskScript = this.text(model.files.oneOffTask, renderOneOffTaskScript(model));
    }
    const infra = renderInfra(model, target);
    this.infra = Object.fromEntries(
      Object.entries(infra.sources).map(([name, source]) => [name, this.text(`${model.infra.dir}/${name}`, source)]),
    );
    this.cdkJson = this.json(infra.cdkJson.path, infra.cdkJson.data);
    this.infraSettings = Object.fromEntries(
      infra.settings.map(({ path, data }) => [basename(path), this.json(path, data)]),
    );
    this.guide = this.text(model.files.guide, renderGuide(model));
    this.fingerprints = new Fingerprints(this, this.documents);
    this.preserved = new PreservedFiles(
      project,
      model.build.dockerfile.generated ? [] : [model.build.dockerfile.path, '.dockerignore'],
    );

    addInfraTasks(project, model);
    addGithubTasks(project, model);
    for (const path of this.takeOver) {
      project.addGitIgnore(`/${path}.orig*`);
    }
  }

  /** Checks the final files before any file is written. */
  public preSynthesize(): void {
    const files = this.documents.map(({ path, content }) => ({ path, content }));
    checkSync(this.model, this.project.outdir, files);
    backUpOriginals(this.project, rejectHandWrittenFiles(this.project, files, this.takeOver));
    this.edited = this.fingerprints.manualEdits();
    this.preserved.read();
  }

  /** Restores files that are no longer generated and that you now own. */
  public synthesize(): void {
    this.preserved.restore();
  }

  /** Warns about manual edits that were overwritten. */
  public postSynthesize(): void {
    for (const document of this.edited.filter(({ changed }) => changed)) {
      const lines = document.diff() ?? [];
      const shown = lines.slice(0, MAX_DIFF_LINES);
      const rest = lines.length > shown.length ? [`... ${lines.length - shown.length} more lines`] : [];
      this.project.logger.warn(
        [
          `${document.path} was edited manually and has been regenerated. Change ${this.model.files.config} instead. Diff:`,
          ...shown,
          ...rest,
        ].join('\n'),
      );
    }
  }

  private text(path: string, body: string): TextDocument {
    return this.add(new TextDocument(this, path, body));
  }

  private json(path: string, data: object): ObjectFile {
    return this.add(new JsonDocument(this, path, data));
  }

  private yaml(path: string, content: ConstructorParameters<typeof YamlDocument>[2]): ObjectFile {
    return this.add(new YamlDocument(this, path, content));
  }

  private add<T extends GeneratedDocument>(document: T): T {
    this.documents.push(document);
    return document;
  }
}

const MAX_DIFF_LINES = 40;

function contextOf(project: Project): ResolveContext {
  const manager = project instanceof javascript.NodeProject ? project.package.packageManager : undefined;
  return {
    projectName: project.name,
    nodeProject: project instanceof javascript.NodeProject,
    esModules: project instanceof javascript.NodeProject && project.package.manifest.type === 'module',
    otherPackageManager: manager === javascript.NodePackageManager.NPM ? undefined : manager,
    plainJavaScript: project instanceof javascript.NodeProject && !(project instanceof typescript.TypeScriptProject),
    directory: project.parent ? relativePath(project.root.outdir, project.outdir) : undefined,
    ejected: project.ejected,
    configFile: ProjenrcFile.of(project.root)?.filePath ?? '.projenrc.js',
    gitRemote: () => remoteOf(project.outdir),
  };
}
