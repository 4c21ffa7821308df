import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applyChanges } from './apply';
import { type Arguments, HELP, parseArguments, UsageError } from './arguments';
import { compare } from './compare';
import { copiedFiles } from './copy';
import { clone, originOf } from './git';
import { renderHtml } from './html';
import {
  type InstalledPackage,
  identityOf,
  installAdditional,
  installPackages,
  rangeOf,
  usePackagesOf,
} from './install';
import { failed, NOTHING, type Outcome, type Regenerated } from './outcome';
import { type FinalReply, Lane } from './pool';
import { openPullRequest } from './pull-request';
import { renderJson, reportOf } from './report';
import { isFolder, type Repository, repositoriesOf } from './repositories';
import { State } from './state';
import { progressLine, summary } from './terminal';
import { upgrade } from './upgrade';
import type { Job } from './worker';

/** How many repositories are cloned at the same time. */
const CLONES = 8;

/** How many packages that are not installed a config may import. */
const MAX_ADDITIONAL = 10;

/**
 * Runs the command.
 *
 * @param script the script to start for each core
 * @returns the exit code
 */
export async function runFleet(args: readonly string[], script: string): Promise<number> {
  try {
    const parsed = parseArguments(args);
    if (!parsed) {
      console.log(HELP);
      return 0;
    }
    return await new Fleet(parsed, script).run();
  } catch (error) {
    const isUsage = error instanceof UsageError;
    console.error(`${(error as Error).message}${isUsage ? '\nRun delivery-fleet --help for all options.' : ''}`);
    return isUsage ? 2 : 1;
  }
}

class Fleet {
  private readonly work: string;
  private readonly repositories: readonly Repository[];
  private readonly outcomes = new Map<string, Outcome>();
  private readonly cloning = limit(CLONES);

  public constructor(
    private readonly args: Arguments,
    private readonly script: string,
  ) {
    mkdirSync(args.work, { recursive: true });
    this.work = realpathSync(args.work);
    this.repositories = repositoriesOf(args.repositories);
    // The work folder contains a .gitignore file and many other files.
    if (this.repositories.some(({ folder }) => folder && isFolder(folder) && realpathSync(folder) === this.work)) {
      throw new UsageError(`--work: ${args.work} is a repository. Choose another folder.`);
    }
  }

  public async run(): Promise<number> {
    const { args, work } = this;
    writeFileSync(join(work, '.gitignore'), '*\n');
    const file = join(work, 'state.jsonl');
    if (args.restart) {
      rmSync(file, { force: true });
    }
    const installed = await this.install();
    const state = new State(file, this.keyOf(installed));
    if (state.outcomes.length === 0) {
      for (const folder of ['repositories', 'clones']) {
        rmSync(join(work, folder), { recursive: true, force: true });
      }
    } else {
      console.error(`Continuing: ${state.outcomes.length} of ${this.repositories.length} repositories are done.`);
    }
    mkdirSync(join(work, 'repositories'), { recursive: true });
    for (const outcome of state.outcomes) {
      this.outcomes.set(outcome.id, outcome);
    }
    await this.regenerateAll(installed, state);
    const code = this.report(installed);
    state.finish();
    return code;
  }

  private async install(): Promise<InstalledPackage> {
    const { work, args } = this;
    if (args.installed !== undefined) {
      return usePackagesOf(work, args.installed, args.packages[0]);
    }
    this.show(`Installing ${args.packages.join(', ')} once for all repositories`);
    return installPackages(work, args.packages);
  }

  private keyOf(installed: InstalledPackage): string {
    const { packages, installed: folder, apply, pullRequest, branch, allowPrograms } = this.args;
    const names = this.repositories.map(({ name }) => name);
    const identities = folder === undefined ? packages.map(identityOf) : [folder, ...packages];
    return JSON.stringify([installed, names, identities, apply, pullRequest, branch, allowPrograms]);
  }

  private async regenerateAll(installed: InstalledPackage, state: State): Promise<void> {
    const waiting = this.repositories.filter(({ id }) => !this.outcomes.has(id));
    const clones = new Map(waiting.map((repository) => [repository, this.prepare(repository)]));
    const settings = {
      script: this.script,
      writable: [join(this.work, 'repositories')],
      allowPrograms: this.args.allowPrograms,
      timeout: this.args.timeout,
    };
    const lanes = Array.from({ length: Math.min(this.args.jobs, waiting.length) }, () => new Lane(settings));
    this.showProgress();
    await Promise.all(
      lanes.map(async (lane) => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const outcome = await this.outcomeOf(next, clones.get(next)!, lane, installed);
          this.outcomes.set(outcome.id, outcome);
          state.add(outcome);
          this.showProgress();
        }
        lane.stop();
      }),
    );
    this.show('');
  }

  /** Clones a repository. A folder is used directly, unless a pull request is opened. */
  private async prepare({ id, name, url, folder }: Repository): Promise<Prepared | Error> {
    try {
      if (folder !== undefined && !isFolder(folder)) {
        throw new Error(`${name} is not a folder.`);
      }
      const origin = url ?? (await originOf(folder!));
      if (folder !== undefined && !this.args.pullRequest) {
        return { source: folder, origin };
      }
      if (origin === undefined) {
        throw new Error(`${name} has no remote origin, so no pull request can be opened.`);
      }
      const source = join(this.work, 'clones', id);
      await this.cloning(() => clone(origin, source));
      return { source, origin };
    } catch (error) {
      return error as Error;
    }
  }

  private async outcomeOf(
    repository: Repository,
    preparing: Promise<Prepared | Error>,
    lane: Lane,
    installed: InstalledPackage,
  ): Promise<Outcome> {
    const start = Date.now();
    const prepared = await preparing;
    const { name, id } = repository;
    const result =
      prepared instanceof Error
        ? failed(prepared.message)
        : await this.regenerate(repository, prepared, lane, installed);
    return { repository: name, id, ...result, seconds: (Date.now() - start) / 1000 };
  }

  private async regenerate(
    { id, folder }: Repository,
    { source, origin }: Prepared,
    lane: Lane,
    installed: InstalledPackage,
  ): Promise<Regenerated & Partial<Outcome>> {
    try {
      const { work } = this;
      const job = { repository: source, copy: join(work, 'repositories', id), work, remote: origin };
      const reported = await this.withAdditionalPackages(await lane.regenerate(job), job, lane);
      if (!this.args.apply || reported.result !== 'changed') {
        return reported;
      }
      // The config runs in the process that reports. What is written depends on the copy alone.
      const files = compare(source, job.copy, copiedFiles(source, work));
      if (files.length === 0) {
        return { ...NOTHING, result: 'unchanged', notes: reported.notes };
      }
      const result = { ...reported, files };
      if (this.args.pullRequest) {
        const settings = { package: installed, branch: this.args.branch };
        const { pullRequest, notes } = await openPullRequest(result, job.copy, source, settings);
        return { ...result, pullRequest, notes: [...result.notes, ...notes] };
      }
      if (folder === undefined) {
        return failed('A repository that is specified by its URL can be changed only with --pull-request.');
      }
      applyChanges(result.files, job.copy, folder);
      const { notes } = await upgrade(folder, installed);
      return { ...result, written: true, notes: [...result.notes, ...notes] };
    } catch (error) {
      return failed((error as Error).message);
    }
  }

  private async withAdditionalPackages(first: FinalReply, job: Omit<Job, 'alone'>, lane: Lane): Promise<Regenerated> {
    let reply = first;
    const packages: Record<string, string> = {};
    while (reply.result === 'missing') {
      const { name, message } = reply;
      const range = rangeOf(job.repository, name);
      if (range === undefined || name in packages || Object.keys(packages).length >= MAX_ADDITIONAL) {
        return failed(`The config imports ${name}, which is not installed. Add --package ${name}.\n\n${message}`);
      }
      packages[name] = range;
      reply = await lane.regenerateAlone(job, await this.additional({ ...packages }));
    }
    return reply;
  }

  private readonly installing = new Map<string, Promise<string>>();

  private additional(packages: Readonly<Record<string, string>>): Promise<string> {
    const key = JSON.stringify(packages);
    const running = this.installing.get(key) ?? installAdditional(this.work, packages);
    this.installing.set(key, running);
    return running;
  }

  private report(installed: InstalledPackage): number {
    const { html, json } = this.args;
    const outcomes = this.repositories.map(({ id }) => this.outcomes.get(id)!);
    const report = reportOf(outcomes, installed);
    for (const [file, content] of [
      [html, renderHtml(report)],
      [json, renderJson(report)],
    ] as const) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    console.log(summary(outcomes, installed, process.stdout.columns || 160));
    console.log(`\nReport: ${html}`);
    return report.totals.refused + report.totals.failed > 0 ? 1 : 0;
  }

  private showProgress(): void {
    this.show(progressLine([...this.outcomes.values()], this.repositories.length, process.stderr.columns || 80));
  }

  /** Replaces the last line of a terminal. */
  private show(line: string): void {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[K${line}`);
    }
  }
}

interface Prepared {
  readonly source: string;
  readonly origin?: string;
}

/** Runs a limited number of actions at the same time. */
function limit(number: number): (action: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = [];
  let free = number;
  return async (action) => {
    if (free > 0) {
      free--;
    } else {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      await action();
    } finally {
      const next = waiting.shift();
      if (next) {
        next();
      } else {
        free++;
      }
    }
  };
}
