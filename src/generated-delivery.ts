import { basename, join } from 'node:path';
import type { Component, ObjectFile, Project } from 'projen';
import { isCommand } from './commands/command';
import type { ExplainedDelivery } from './commands/explain';
import { outdatedFiles } from './commands/generated-files';
import { locateText } from './commands/locate';
import {
  type CheckedDelivery,
  type CheckedProblem,
  type CommandDelivery,
  reportUncaughtErrors,
  runCommandInstead,
} from './commands/run';
import { addCommandTasks, completeCommandTasks } from './commands/tasks';
import { type FactChange, previews } from './core/preview';
import { javascript, typescript } from './core/projen';
import type { ComposedDelivery } from './delivery/compose';
import { renderFiles } from './delivery/files';
import { renderGuide } from './delivery/guide';
import { guideStandard } from './delivery/guide-standard';
import type { DeliveryKind } from './delivery/kind';
import { type DeliveryConfig, resolveKind } from './delivery/resolve-kind';
import { viewOf } from './delivery/view';
import type { FinalFile, OwnFile } from './facts/contradictions';
import { factChanges } from './facts/fact-changes';
import { type Config, checkSync, rehearse } from './facts/sync-check';
import { configFileOf } from './files/config-file';
import type { GeneratedDocument } from './files/document';
import { Documents } from './files/documents';
import { Fingerprints } from './files/fingerprints';
import { ModificationTimes } from './files/modification-times';
import { backUpOriginals, readIfThere, rejectHandWrittenFiles } from './files/owner-guard';
import { PreservedFiles } from './files/preserved-files';
import { previousFile } from './files/previous-file';
import { relativePath } from './files/relative-path';
import { TextDocument } from './files/text-document';
import { gitPlaceOf, remoteOf } from './git-remote';
import { addGithubSettingsTask, runGithubSettings } from './github-settings';
import { addGithubTasks } from './github-tasks';
import { addInfraTasks } from './infra-tasks';
import type { CommonModel } from './model/common-model';
import { ConfigError, configErrorOf, messageOf, type Problem } from './model/problems';
import { type RenamedOption, renamedProblem } from './model/renamed-options';
import type { ResolveContext } from './model/resolve-common';
import { resolvedOf } from './model/resolved-config';
import { checkPackageJson } from './package-json-check';
import { packageManagerOf } from './package-manager';
import { hasEsModules, rejectLateModuleType } from './package-type';
import { type RuleReport, type RuleResult, runRules, waiversOf } from './rules/run-rules';
import { now } from './rules/waivers';
import type { AppliedStandard } from './standard/apply-standard';
import type { RawOptions } from './standard/paths';
import { labelOf, renamedInStandard } from './standard/standard-data';
import { workspaceRootOf } from './workspaces';

reportUncaughtErrors();

/** The options that every delivery component reads itself. */
interface ComponentOptions {
  readonly branch?: string;
  readonly takeOver?: readonly string[];
}

/**
 * Resolves the options of a delivery component. Called before the component becomes part of the project, so that an
 * invalid config leaves the project unchanged.
 *
 * @throws ConfigError that lists every problem in the config
 */
export function resolvedFor<M extends CommonModel>(
  kind: DeliveryKind<M>,
  project: Project,
  options: object,
): DeliveryConfig<M> {
  return resolvedOf<DeliveryConfig<M>>(options) ?? resolveKind(kind, options, contextOf(project));
}

/** The generated files of a delivery component: how they are created, checked, and written. */
export class GeneratedDelivery<M extends CommonModel> implements CommandDelivery {
  public readonly model: M;
  /** The files by path. */
  public readonly documents: Documents;
  public readonly buildspec?: ObjectFile;
  public readonly deployWorkflow?: ObjectFile;
  public readonly pullRequestWorkflow?: ObjectFile;
  public readonly rollbackWorkflow?: ObjectFile;
  public readonly releaseScript?: TextDocument;
  public readonly preflightScript: TextDocument;
  public readonly rollbackScript: TextDocument;
  public readonly infra: { [name: string]: TextDocument };
  public readonly infraSettings: { [fileName: string]: ObjectFile };
  public readonly cdkJson: ObjectFile;
  public readonly guide: TextDocument;

  public readonly project: Project;
  /** The config file, relative to the root project. */
  public readonly configFile: string;
  /** What is wrong, if a command checks the project. */
  public checked?: CheckedDelivery;

  /** The old names of options that the config uses. */
  public readonly renamed: readonly RenamedOption[];

  private readonly applied?: AppliedStandard;
  private readonly options: RawOptions;
  private readonly config: Config<M>;
  private readonly all: readonly GeneratedDocument[];
  private readonly fingerprints: Fingerprints;
  /** Whether the config specifies the release branch. */
  private readonly asksForBranch: boolean;
  private readonly takeOver: readonly string[];
  private readonly preserved: PreservedFiles;
  private readonly modificationTimes: ModificationTimes;
  private edited: readonly GeneratedDocument[] = [];

  public constructor(
    component: Component,
    private readonly kind: DeliveryKind<M>,
    { model, decided, resolve, applied, options, renamed }: DeliveryConfig<M>,
  ) {
    const project = component.project;
    this.project = project;
    this.model = model;
    const render = (of: M) => renderFiles(of, kind.compose(of));
    const composed = kind.compose(model);
    const files = renderFiles(model, composed);
    this.config = {
      service: model.service,
      path: model.files.config,
      model,
      decided,
      files,
      rules: kind.rules,
      resolve,
      render,
    };
    this.applied = applied;
    this.options = options;
    this.renamed = renamed;
    this.asksForBranch = options.branch !== undefined;
    this.takeOver = (options as ComponentOptions).takeOver ?? [];

    const documents = new Documents(component, files);
    this.documents = documents;
    this.deployWorkflow = documents.object(model.github?.workflow);
    this.rollbackWorkflow = documents.object(model.github?.rollbackWorkflow);
    this.pullRequestWorkflow = documents.object(model.github?.pullRequestWorkflow);
    this.buildspec = documents.object(model.pipeline?.buildspec);
    this.releaseScript = documents.text(model.files.release);
    this.preflightScript = documents.text(model.files.preflight)!;
    this.rollbackScript = documents.text(model.files.rollback)!;
    const app = files.map(({ path }) => path).filter((path) => path.startsWith(`${model.infra.dir}/`));
    this.infra = documents.texts(
      app.filter((path) => path.endsWith('.ts')).map((path) => [infraName(composed, basename(path)), path] as const),
    );
    this.cdkJson = documents.object(files.map(({ path }) => path).find((path) => basename(path) === 'cdk.json'))!;
    this.infraSettings = documents.objects(
      app
        .filter((path) => path.endsWith('.json') && basename(path) !== 'cdk.json')
        .map((path) => [basename(path), path] as const),
    );
    this.guide = new TextDocument(
      component,
      model.files.guide,
      renderGuide(
        model,
        composed,
        [...decided.all, ...decided.choices],
        applied && guideStandard(applied, model.files.config),
      ),
    );
    this.all = [...documents.all, this.guide];
    this.fingerprints = new Fingerprints(component, this.all);
    this.preserved = new PreservedFiles(project, kind.ownFile(model)?.handedOver ?? []);
    this.modificationTimes = new ModificationTimes(project);

    addInfraTasks(project, model);
    addGithubTasks(project, model);
    addGithubSettingsTask(project, model);
    addCommandTasks(project);
    this.configFile = configFileOf(project);
    if (isCommand()) {
      runCommandInstead(this, gitPlaceOf(project.root.outdir)?.folder);
    }
    for (const path of this.takeOver) {
      project.addGitIgnore(`/${path}.orig*`);
    }
  }

  /** Checks the final files before any file is written. */
  public preSynthesize(): void {
    completeCommandTasks(this.project);
    if (isCommand()) {
      this.checked = this.check();
      return;
    }
    this.checkProject();
    checkSync(this.config, this.finalFiles(), this.ownFile());
    this.warnAboutOldNames();
    const { results, warnings } = this.checkRules();
    runGithubSettings(this.model);
    this.warnAboutRepository();
    backUpOriginals(this.project, this.handWrittenFiles());
    this.edited = this.fingerprints.manualEdits();
    this.preserved.read();
    this.modificationTimes.read();
    this.preview(results, [...this.oldNames(), ...warnings]);
  }

  /** What `delivery:explain` needs to know. */
  public explained(): ExplainedDelivery {
    const { applied, model } = this;
    return {
      service: model.service,
      target: this.kind.target,
      options: this.options,
      environments: model.environments.map(({ name }) => name),
      config: this.configFile,
      standard: applied?.standard,
      provenance: applied?.provenance,
    };
  }

  public changes(read: (path: string) => string | undefined): FactChange[] {
    const previous = this.all.flatMap((document) => previousFile(document, read(document.path)) ?? []);
    return factChanges(rehearse(this.config), byPath(this.finalFiles()), byPath(previous));
  }

  public editedIn(read: (path: string) => string | undefined): string[] {
    return this.fingerprints.manualEditsIn(read);
  }

  public generatedSince(read: (path: string) => string | undefined): string[] {
    const now = this.documentsInProject().map(({ path }) => path);
    const all = new Set([...now, ...this.fingerprints.generatedIn(read)]);
    return [...all].filter((path) => path !== this.guide.path);
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

  /** Runs all checks, even if one of them finds problems. */
  private check(): CheckedDelivery {
    const { applied, model } = this;
    const documents = this.documentsInProject();
    const report = this.rulesReport();
    const problems = [
      () => this.checkProject(),
      () => checkSync(this.config, this.finalFiles(), this.ownFile()),
      () => this.handWrittenFiles(),
    ].flatMap(problemsOf);
    const waived = (report?.results ?? []).flatMap(({ rule, problem, waiver }) =>
      waiver ? [{ problem: asChecked(problem), waiver, severity: rule.severity }] : [],
    );
    const outdated = outdatedFiles(this.project, documents, this.fingerprints, {
      config: this.configFile,
      kept: this.kind.ownFile(model)?.handedOver ?? [],
    });
    return {
      service: model.service,
      environments: model.environments.map(({ name }) => name),
      files: documents.length,
      ...(applied ? { standard: labelOf(applied.standard) } : {}),
      rules: applied?.standard.rules ?? [],
      errors: [
        ...problems.map((problem) => withLine(problem, documents)),
        ...[...(report?.errors ?? []), ...outdated].map(asChecked),
      ],
      warnings: [...this.oldNames(), ...(report?.warnings ?? [])].map(asChecked),
      waived,
    };
  }

  private checkProject(): void {
    rejectLateModuleType(
      this.project,
      this.config.model.infra.insideEsModules,
      this.kind.component,
      lateModuleType(this.kind),
    );
    checkPackageJson(this.project, this.config.model.build);
  }

  /** Old names of options in the config and in its standard. */
  private oldNames(): Problem[] {
    const { applied, renamed, model } = this;
    return [
      ...renamed.map((option) => renamedProblem(option, model.files.config)),
      ...(applied ? renamedInStandard(applied.standard) : []),
    ];
  }

  private warnAboutOldNames(): void {
    for (const problem of this.oldNames()) {
      this.project.logger.warn(messageOf(problem));
    }
  }

  private handWrittenFiles(): string[] {
    const files = this.all.map(({ path, content }) => ({ path, content }));
    return rejectHandWrittenFiles(this.project, files, this.takeOver);
  }

  /** Checks the delivery against the rules of its standard. */
  private checkRules(): Pick<RuleReport, 'results' | 'warnings'> {
    const { applied, model } = this;
    const { results = [], errors = [], warnings = [] } = this.rulesReport() ?? {};
    for (const warning of warnings) {
      this.project.logger.warn(messageOf(warning));
    }
    if (!applied && errors.length > 0) {
      const count = errors.length === 1 ? '1 problem' : `${errors.length} problems`;
      throw configErrorOf(`Found ${count} in the waivers of ${model.service}`, errors);
    }
    if (applied && errors.length > 0) {
      const count = errors.length === 1 ? '1 violation' : `${errors.length} violations`;
      throw configErrorOf(`Found ${count} of ${labelOf(applied.standard)} in the delivery of ${model.service}`, errors);
    }
    return { results, warnings };
  }

  private rulesReport(): RuleReport | undefined {
    const { applied, model } = this;
    const waivers = waiversOf(this.options);
    if (!applied && waivers.length === 0) {
      return undefined;
    }
    const files = this.documentsInProject().map(({ path, content }) => ({ path, text: content }));
    const { decided } = this.config;
    const view = viewOf(this.kind, model, [...decided.all, ...decided.choices], files);
    return runRules(applied?.standard, view, waivers, now());
  }

  /** The generated files, without those that the user removed from the project. */
  private documentsInProject(): GeneratedDocument[] {
    return this.all.filter((document) => this.project.tryFindFile(document.path) === document);
  }

  /** The final files, without those that the user removed from the project. */
  private finalFiles(): FinalFile[] {
    return this.documentsInProject().map(finalOf);
  }

  /** Tells `delivery-fleet` about this delivery. */
  private preview(results: readonly RuleResult[], warnings: readonly Problem[]): void {
    const { project, config } = this;
    previews()?.push({
      outdir: project.outdir,
      service: config.service,
      waived: results.flatMap(({ waiver }) => waiver ?? []),
      warnings: warnings.map(messageOf),
      edited: () => this.edited.map(({ path }) => path),
      changes: (read) => this.changes(read),
    });
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

  private ownFile(): OwnFile | undefined {
    const own = this.kind.ownFile(this.model);
    if (!own) {
      return undefined;
    }
    const { path, stage } = own;
    const body = readIfThere(join(this.project.outdir, path));
    if (body === undefined) {
      this.project.logger.warn(`${path} does not exist, so it was not compared with ${this.config.path}.`);
      return undefined;
    }
    return { path, body, stage };
  }
}

/** The problems of a check. */
function problemsOf(check: () => void): CheckedProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return [...error.problems];
    }
    throw error;
  }
}

/** Adds the line of the final file, which is not written. */
function withLine(problem: CheckedProblem, documents: readonly GeneratedDocument[]): CheckedProblem {
  const { file, where, line } = problem;
  const document = documents.find(({ path }) => path === file);
  const found = document && where !== undefined ? locateText(document.path, document.content, where) : undefined;
  return line === undefined && found !== undefined ? { ...problem, line: found } : problem;
}

function asChecked(problem: Problem): CheckedProblem {
  return { ...problem, message: messageOf(problem) };
}

/** The name of a file of the CDK app in `infra`. With one environment, file names do not contain its name. */
function infraName({ delivery, stacks }: ComposedDelivery, file: string): string {
  const name = file.replace(/(-stack)?\.ts$/, '');
  const [only, ...others] = delivery.target.environments;
  const ofEnvironment = stacks.flat().some((stack) => stack.file === file && stack.tags.environment !== undefined);
  return others.length === 0 && ofEnvironment ? `${only!.name}-${name}` : name;
}

function finalOf(document: GeneratedDocument): FinalFile {
  return document instanceof TextDocument
    ? { path: document.path, body: document._text }
    : { path: document.path, data: document.data };
}

function byPath(files: readonly FinalFile[]): Map<string, FinalFile> {
  return new Map(files.map((file) => [file.path, file]));
}

const MAX_DIFF_LINES = 40;

function lateModuleType({
  component,
  projectType,
}: {
  readonly component: string;
  readonly projectType: string;
}): string {
  return (
    `Call project.package.addField('type', ...) before you add ${component}. In an ${projectType}, remove the field ` +
    `instead, because ${projectType} supports only CommonJS.`
  );
}

function contextOf(project: Project): ResolveContext {
  return {
    projectName: project.name,
    nodeProject: project instanceof javascript.NodeProject,
    esModules: hasEsModules(project),
    ...packageManagerOf(project),
    workspaceRoot: workspaceRootOf(project),
    plainJavaScript: project instanceof javascript.NodeProject && !(project instanceof typescript.TypeScriptProject),
    directory: project.parent ? relativePath(project.root.outdir, project.outdir) : undefined,
    ejected: project.ejected,
    configFile: configFileOf(project),
    gitRemote: () => remoteOf(project.outdir),
  };
}
