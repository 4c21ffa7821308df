import { writeFileSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Project } from 'projen';
import type { FactChange } from '../core/preview';
import { readIfThere } from '../files/owner-guard';
import { relativePath } from '../files/relative-path';
import { PROBLEM_CODES } from '../model/problem-codes';
import { ConfigError, type ConfigProblem } from '../model/problems';
import type { RenamedOption } from '../model/renamed-options';
import type { DeliveryWaiver } from '../options';
import { changesSince } from './changes';
import { type Command, commandOf, isCommand } from './command';
import { type ExplainedDelivery, explainOption } from './explain';
import { type CheckFinding, type CheckReport, type CodeDescription, countsOf } from './finding';
import { locateOption, locateText } from './locate';
import { describeMigration, migrateConfig } from './migrate';

/** A problem without the parts of its message. */
export type CheckedProblem = Pick<
  ConfigProblem,
  'code' | 'path' | 'message' | 'environments' | 'file' | 'line' | 'where'
>;

/** What is wrong with a delivery. */
export interface CheckedDelivery {
  readonly service: string;
  /** The names of the environments, in the order of the config. */
  readonly environments: readonly string[];
  readonly files: number;
  readonly standard?: string;
  readonly rules: readonly CodeDescription[];
  readonly errors: readonly CheckedProblem[];
  readonly warnings: readonly CheckedProblem[];
  readonly waived: readonly {
    readonly problem: CheckedProblem;
    readonly waiver: DeliveryWaiver;
    readonly severity: CheckFinding['severity'];
  }[];
}

/** A delivery in a project for which a command runs. */
export interface CommandDelivery {
  readonly project: Project;
  /** The config file, relative to the root project. */
  readonly configFile: string;
  /** The result of the checks. `undefined` until the project is about to be synthesized. */
  readonly checked?: CheckedDelivery;
  /** The old names of options that the config uses. */
  readonly renamed: readonly RenamedOption[];
  explained(): ExplainedDelivery;
  /**
   * The shared values that differ from earlier files.
   *
   * @param read returns the earlier content of a file, by its path in the project; `undefined` if there was none
   */
  changes(read: (path: string) => string | undefined): FactChange[];
  /** The generated files that were edited manually in an earlier version. */
  editedIn(read: (path: string) => string | undefined): string[];
  /** The generated files of an earlier version and of this one, without the guide. */
  generatedSince(read: (path: string) => string | undefined): string[];
}

const DELIVERIES = new WeakMap<Project, CommandDelivery[]>();

/**
 * Replaces the synthesis of a project, so that a command runs and nothing is written or deleted.
 *
 * @param folder the folder of the project in its Git repository. `undefined` if it is the root
 */
export function runCommandInstead(delivery: CommandDelivery, folder: string | undefined): void {
  const { root } = delivery.project;
  const known = DELIVERIES.get(root);
  if (known) {
    known.push(delivery);
    return;
  }
  const deliveries = [delivery];
  DELIVERIES.set(root, deliveries);
  root.synth = () => {
    run(root, deliveries, folder);
  };
}

function run(root: Project, deliveries: readonly CommandDelivery[], folder: string | undefined): void {
  const command = commandOrExit();
  if (command.name === 'explain') {
    explain(deliveries, command.option);
    return;
  }
  if (command.name === 'migrate') {
    migrate(root, deliveries, command.writes);
    return;
  }
  prepare(root);
  if (command.name === 'changes') {
    describeChanges(root, deliveries, command);
    return;
  }
  const report = reportOf(root, deliveries, folder);
  print(command.format(report));
  exitWith(report);
}

/** Runs what projen runs before it writes files. */
function prepare(project: Project): void {
  project.preSynthesize();
  for (const component of project.components) {
    component.preSynthesize();
  }
  for (const subproject of project.subprojects) {
    prepare(subproject);
  }
}

function explain(deliveries: readonly CommandDelivery[], option: string): void {
  const results = deliveries.map((delivery) => {
    try {
      return { text: explainOption(delivery.explained(), option) };
    } catch (error) {
      return { problem: (error as Error).message };
    }
  });
  const texts = results.flatMap(({ text }) => text ?? []);
  if (texts.length === 0) {
    process.stderr.write(`${results[0]!.problem}\n`);
    process.exitCode = 1;
  } else {
    print(texts.join('\n'));
  }
}

/** Only the config changes. The generated files stay the same, because the options keep their values. */
function migrate(root: Project, deliveries: readonly CommandDelivery[], writes: boolean): void {
  const [{ configFile }] = deliveries as [CommandDelivery];
  const path = join(root.outdir, configFile);
  const renamed = deliveries.flatMap((delivery) => delivery.renamed);
  const migration = migrateConfig(readIfThere(path) ?? '', renamed);
  if (writes && migration.changes.length > 0) {
    writeFileSync(path, migration.source);
  }
  print(describeMigration(migration, configFile, writes));
  process.exitCode = migration.missing.length > 0 || (!writes && migration.changes.length > 0) ? 1 : 0;
}

function describeChanges(
  root: Project,
  deliveries: readonly CommandDelivery[],
  { base, format }: Extract<Command, { name: 'changes' }>,
): void {
  const outdated = reportOf(root, deliveries).findings.find(({ code }) => OUTDATED.includes(code));
  if (outdated) {
    process.stderr.write(`${outdated.file} is not up to date. Run npx projen first.\n`);
    process.exitCode = 1;
    return;
  }
  try {
    const report = changesSince(base, root.outdir, (read) => {
      const found = deliveries.map((delivery) => {
        const inRoot = (path: string) => `${folderIn(root, delivery.project)}${path}`;
        const readOwn = (path: string) => read(inRoot(path));
        return {
          facts: delivery.changes(readOwn).map((change) => ({ ...change, files: change.files.map(inRoot) })),
          edited: delivery.editedIn(readOwn).map(inRoot),
          generated: delivery.generatedSince(readOwn).map(inRoot),
        };
      });
      return {
        facts: found.flatMap(({ facts }) => facts),
        edited: found.flatMap(({ edited }) => edited),
        generated: found.flatMap(({ generated }) => generated),
      };
    });
    print(format(report));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

/** What `delivery:check` finds if the files were not regenerated. */
const OUTDATED = ['missing-file', 'outdated-file', 'edited-file', 'orphaned-file'];

/** Empty for the root project. */
function folderIn(root: Project, project: Project): string {
  return project === root ? '' : `${relativePath(root.outdir, project.outdir)}/`;
}

export function reportOf(root: Project, deliveries: readonly CommandDelivery[], folder?: string): CheckReport {
  const checked = deliveries.flatMap((delivery) =>
    delivery.checked ? [{ ...delivery, ...delivery.checked, project: delivery.project }] : [],
  );
  const findings = checked.flatMap(({ project, configFile, errors, warnings, waived, ...delivery }) => {
    const config = { path: configFile, source: readIfThere(join(root.outdir, configFile)) ?? '' };
    const place = { config, folder: folderIn(root, project), root };
    const found = (problem: CheckedProblem, severity: CheckFinding['severity'], waiver?: DeliveryWaiver) =>
      findingOf(problem, { ...delivery, ...place }, severity, waiver);
    return [
      ...errors.map((problem) => found(problem, 'error')),
      ...warnings.map((problem) => found(problem, 'warning')),
      ...waived.map(({ problem, waiver, severity }) => found(problem, severity, waiver)),
    ];
  });
  return {
    deliveries: checked.map(({ service, files, standard }) => ({ service, files, standard })),
    findings,
    codes: codesOf(
      findings,
      checked.flatMap(({ rules }) => rules),
    ),
    folder,
  };
}

interface Place {
  readonly service: string;
  readonly environments: readonly string[];
  readonly config: { readonly path: string; readonly source: string };
  readonly folder: string;
  readonly root: Project;
}

function findingOf(
  { code, path, message, environments = [], file, line, where }: CheckedProblem,
  { service, environments: all, config, folder, root }: Place,
  severity: CheckFinding['severity'],
  waiver?: DeliveryWaiver,
): CheckFinding {
  const base = { code, severity, message, ...(waiver ? { waiver } : {}) };
  if (file !== undefined) {
    const inRoot = `${folder}${file}`;
    const text = where === undefined || line !== undefined ? undefined : readIfThere(join(root.outdir, inRoot));
    return withLine({ ...base, file: inRoot }, line ?? (text && locateText(file, text, where!)) ?? undefined);
  }
  const index = environments.length === 0 ? -1 : all.indexOf(environments[0]!);
  const option = locateOption(config.source, { option: path, service, environment: index < 0 ? undefined : index });
  return withLine({ ...base, file: config.path }, option);
}

function withLine(finding: CheckFinding, line: number | string | undefined): CheckFinding {
  return typeof line === 'number' ? { ...finding, line } : finding;
}

/** The rules, and what the other codes mean. */
function codesOf(findings: readonly CheckFinding[], rules: readonly CodeDescription[]): CodeDescription[] {
  const known = { ...PROBLEM_CODES.values, ...PROBLEM_CODES.rules };
  const others = findings.flatMap(({ code }) => {
    const description = Object.hasOwn(known, code) ? known[code] : undefined;
    return description
      ? [{ code, title: description.title, description: description.explanation, url: description.link }]
      : [];
  });
  const all = [...rules, ...others];
  return all.filter(({ code }, i) => all.findIndex((other) => other.code === code) === i);
}

function commandOrExit(): Command {
  try {
    return commandOf(process.env, process.argv.slice(2))!;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return process.exit(1);
  }
}

/** Writes everything at once, also to a pipe that is full. */
function print(text: string): void {
  process.stdout.write(text);
}

function exitWith(report: CheckReport): void {
  process.exitCode = countsOf(report).errors > 0 ? 1 : 0;
}

/** A config that is not valid ends with an error, so there is no project. */
export function reportUncaughtErrors(): void {
  if (!isCommand()) {
    return;
  }
  process.on('uncaughtExceptionMonitor', (error) => {
    const command = error instanceof ConfigError ? commandOrExit() : undefined;
    if (command?.name === 'check') {
      writeSync(process.stdout.fd, command.format(reportOfError(error as ConfigError)));
      process.exit(1);
    }
  });
}

export function reportOfError({ problems }: ConfigError, script = process.argv[1]!): CheckReport {
  const path = relative(process.cwd(), script).replace(/\\/g, '/');
  const source = readIfThere(script) ?? '';
  const findings = problems.map(({ code, message, path: option, file }): CheckFinding => {
    const line = file === undefined ? locateOption(source, { option, service: '' }) : undefined;
    return withLine({ code, severity: 'error', message, file: file ?? path }, line);
  });
  return { deliveries: [], findings, codes: codesOf(findings, []) };
}
