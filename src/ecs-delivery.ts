import { basename, join } from 'node:path';
import { Component, javascript, type ObjectFile, type Project, ProjenrcFile, typescript } from 'projen';
import type { FinalFile, OwnFile } from './facts/contradictions';
import { Decided } from './facts/fact';
import { checkSync, type Config } from './facts/sync-check';
import type { GeneratedDocument } from './files/document';
import { Documents } from './files/documents';
import { Fingerprints } from './files/fingerprints';
import { HandOver } from './files/hand-over';
import { keepOriginals, readIfThere, refuseForeignFiles } from './files/owner-guard';
import { relativePath } from './files/relative-path';
import { TextDocument } from './files/text-document';
import { remoteOf } from './git-remote';
import { addGithubTasks } from './github-tasks';
import { addInfraTasks } from './infra-tasks';
import type { DeliveryModel } from './model/model';
import { type ResolveContext, resolveDelivery } from './model/resolve';
import type { EcsDeliveryOptions } from './options';
import { renderFiles } from './delivery/files';
import { renderGuide } from './delivery/guide';
import { SYNC_RULES } from './delivery/sync-rules';

/**
 * Delivers a service to ECS on Fargate: generates its Dockerfile, `buildspec.yml`, GitHub Actions workflows,
 * `task-definition.json` and CDK app from one config, and keeps them in sync. For a project of any type; a
 * TypeScript service has `EcsServiceProject`.
 *
 * Every generated file is a property. Change one with projen's `addOverride` and `patch`, or `replace` for text. What
 * the files say in the end is compared: where two disagree on a fact, synthesis fails and nothing is written.
 */
export class EcsDelivery extends Component {
  /** `Dockerfile`. `undefined` where `imageBuild.dockerfile` names your own. */
  public readonly dockerfile?: TextDocument;
  /** `.dockerignore`. `undefined` where `imageBuild.dockerfile` names your own Dockerfile. */
  public readonly dockerignore?: TextDocument;
  /** `.github/workflows/rollback.yml`. `undefined` where the GitHub Actions engine is off. */
  public readonly rollbackWorkflow?: ObjectFile;
  /** `infra/release.sh`. `undefined` if the engines run all steps of a release natively. */
  public readonly releaseScript?: TextDocument;
  /** `infra/rollback.sh`. */
  public readonly rollbackScript: TextDocument;
  /** `infra/one-off-task.sh`. `undefined` where no environment has a one-off task. */
  public readonly oneOffTaskScript?: TextDocument;
  /** `buildspec.yml`. `undefined` where the CodePipeline engine is off. */
  public readonly buildspec?: ObjectFile;
  /**
   * `task-definition.json`, or one for each of several environments, by the name of the environment. None where the
   * service owns its task definition.
   */
  public readonly taskDefinitions: { [environment: string]: ObjectFile };
  /** `appspec.yaml`. `undefined` where CodeDeploy does not deploy the service. */
  public readonly appspec?: ObjectFile;
  /** `.github/workflows/deploy.yml`. `undefined` where the GitHub Actions engine is off. */
  public readonly deployWorkflow?: ObjectFile;
  /** `.github/workflows/pull-request.yml`. `undefined` where the GitHub Actions engine is off. */
  public readonly pullRequestWorkflow?: ObjectFile;
  /** The TypeScript files of the CDK app, by file name: `main.ts`, `registry-stack.ts`, ... */
  public readonly infra: { [fileName: string]: TextDocument };
  /** The JSON files in the folder of the CDK app, by file name: `tsconfig.json`, and `package.json` where it has one. */
  public readonly infraSettings: { [fileName: string]: ObjectFile };
  /** `cdk.json`. */
  public readonly cdkJson: ObjectFile;
  /** `DELIVERY.md`. */
  public readonly guide: TextDocument;

  private readonly config: Config<DeliveryModel>;
  private readonly documents: readonly GeneratedDocument[];
  private readonly fingerprints: Fingerprints;
  private readonly takeOver: readonly string[];
  private readonly handOver: HandOver;
  private edited: readonly GeneratedDocument[] = [];

  /**
   * @param project the project that holds the service
   * @param options the config
   * @throws ConfigError naming every problem of the config
   */
  public constructor(project: Project, options: EcsDeliveryOptions) {
    super(project);
    const context = contextOf(project);
    const decided = new Decided();
    const model = resolveDelivery(options, context, undefined, decided);
    const files = renderFiles(model);
    this.config = {
      service: model.service,
      path: model.files.config,
      model,
      decided,
      files,
      rules: SYNC_RULES,
      resolve: (facts) => resolveDelivery(options, context, undefined, facts),
      render: renderFiles,
    };
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
      app.filter((path) => path.endsWith('.ts')).map((path) => [basename(path), path] as const),
    );
    this.cdkJson = documents.object(files.map(({ path }) => path).find((path) => basename(path) === 'cdk.json'))!;
    this.infraSettings = documents.objects(
      app
        .filter((path) => path.endsWith('.json') && basename(path) !== 'cdk.json')
        .map((path) => [basename(path), path] as const),
    );
    this.guide = new TextDocument(this, model.files.guide, renderGuide(
        model,
        documents.all.map(({ path }) => path),
      ));
    this.documents = [...documents.all, this.guide];
    this.fingerprints = new Fingerprints(this, this.documents);
    this.handOver = new HandOver(
      project,
      model.build.dockerfile.generated ? [] : [model.build.dockerfile.path, '.dockerignore'],
    );

    addInfraTasks(project, model);
    addGithubTasks(project, model);
    for (const path of this.takeOver) {
      project.addGitIgnore(`/${path}.orig*`);
    }
  }

  /** Checks everything while nothing is written yet. */
  public preSynthesize(): void {
    const files = this.documents.map(({ path, content }) => ({ path, content }));
    checkSync(this.config, this.finalFiles(), this.ownDockerfile());
    keepOriginals(this.project, refuseForeignFiles(this.project, files, this.takeOver));
    this.edited = this.fingerprints.editedByHand();
    this.handOver.read();
  }

  /** Writes what belongs to the user from now on. */
  public synthesize(): void {
    this.handOver.write();
  }

  /** Says which hand edits were replaced. */
  public postSynthesize(): void {
    for (const document of this.edited.filter(({ changed }) => changed)) {
      const lines = document.diff() ?? [];
      const shown = lines.slice(0, MAX_DIFF_LINES);
      const rest = lines.length > shown.length ? [`... ${lines.length - shown.length} more lines`] : [];
      this.project.logger.warn(
        [
          `${document.path} was edited by hand and is generated again. Change ${this.config.path} instead. What changed:`,
          ...shown,
          ...rest,
        ].join('\n'),
      );
    }
  }

  /** Without the files that the user removed from the project. */
  private finalFiles(): FinalFile[] {
    return this.documents.filter((document) => this.project.tryFindFile(document.path) === document).map(finalOf);
  }

  private ownDockerfile(): OwnFile | undefined {
    const { path, generated } = this.config.model.build.dockerfile;
    const body = generated ? undefined : readIfThere(join(this.project.outdir, path));
    return body === undefined ? undefined : { path, body };
  }
}

function finalOf(document: GeneratedDocument): FinalFile {
  return document instanceof TextDocument
    ? { path: document.path, body: document._text }
    : { path: document.path, data: document.data };
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
