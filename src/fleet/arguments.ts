import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isFolder, readList } from './repositories';

export interface Arguments {
  readonly repositories: readonly string[];
  readonly packages: readonly string[];
  readonly installed?: string;
  readonly work: string;
  readonly html: string;
  readonly json: string;
  readonly jobs: number;
  readonly timeout: number;
  readonly apply: boolean;
  readonly pullRequest: boolean;
  readonly branch?: string;
  readonly restart: boolean;
  readonly allowPrograms: boolean;
}

/** An invalid command line. */
export class UsageError extends Error {}

export const HELP = `Usage: delivery-fleet --package <package> [options] <repository>...

Shows what a new version of a package changes in your repositories. A repository is a folder or a Git URL.

Packages:
  --package <package>     The package to preview: name@version, a tarball, or a folder. Repeat the option to add
                          packages that your configs import.
  --installed <folder>    Use the packages in node_modules of this folder instead of installing packages.

Repositories:
  --repositories <file>   Read repositories from a file, one on each line.

Results:
  --html <file>           The report for people (default: report.html in the work folder)
  --json <file>           The report for programs (default: report.json in the work folder)

Changes:
  --apply                 Write the changes to the folders. Without this option, no repository is changed.
  --pull-request          With --apply: push the changes to a branch of the remote origin instead, and open a pull
                          request with the GitHub CLI (gh).
  --branch <name>         The branch of the pull requests (default: delivery-fleet/<package>-<version>)

How to run:
  --work <folder>         The work folder (default: .delivery-fleet)
  --jobs <number>         The number of processes (default: one for each core)
  --timeout <seconds>     How long a config may run (default: 60)
  --restart               Do not continue an interrupted run.
  --allow-programs        Allow configs to start programs.
  --help                  Show this text.

Exit codes: 0 if every repository can be regenerated, 1 if a repository was refused or failed, 2 if the command line is
not valid. If a run is interrupted, run the same command again to continue.`;

/**
 * Reads the command line.
 *
 * @returns `undefined` if the user asks for help
 * @throws UsageError if an argument is not valid
 */
export function parseArguments(args: readonly string[]): Arguments | undefined {
  const { values, positionals } = parse(args);
  if (values.help) {
    return undefined;
  }
  const repositories = [...positionals, ...(values.repositories ?? []).flatMap(listIn)];
  const packages = values.package ?? [];
  const { installed, branch } = values;
  const pullRequest = values['pull-request'] ?? false;
  const apply = values.apply ?? false;
  if (repositories.length === 0) {
    throw new UsageError('Specify at least one repository: a folder or a Git URL.');
  }
  if (packages.length === 0 && installed === undefined) {
    throw new UsageError('Specify the package to preview with --package, for example --package acme-delivery@3.2.0.');
  }
  if (installed !== undefined && packages.length > 1) {
    throw new UsageError('With --installed, specify only the name of the package to preview with --package.');
  }
  if (installed !== undefined && !isFolder(installed)) {
    throw new UsageError(`--installed: ${installed} is not a folder.`);
  }
  if (pullRequest && !apply) {
    throw new UsageError('--pull-request changes repositories. Add --apply to confirm.');
  }
  if (branch !== undefined && !/^[A-Za-z0-9][\w./-]*$/.test(branch)) {
    throw new UsageError(`--branch: ${branch} is not a valid branch name.`);
  }
  const work = resolve(values.work ?? '.delivery-fleet');
  return {
    repositories,
    packages,
    installed,
    work,
    html: resolve(values.html ?? `${work}/report.html`),
    json: resolve(values.json ?? `${work}/report.json`),
    jobs: positive('--jobs', values.jobs) ?? availableParallelism(),
    timeout: positive('--timeout', values.timeout) ?? 60,
    apply,
    pullRequest,
    branch,
    restart: values.restart ?? false,
    allowPrograms: values['allow-programs'] ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        package: { type: 'string', multiple: true },
        installed: { type: 'string' },
        repositories: { type: 'string', multiple: true },
        html: { type: 'string' },
        json: { type: 'string' },
        apply: { type: 'boolean' },
        'pull-request': { type: 'boolean' },
        branch: { type: 'string' },
        work: { type: 'string' },
        jobs: { type: 'string' },
        timeout: { type: 'string' },
        restart: { type: 'boolean' },
        'allow-programs': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function listIn(file: string): string[] {
  try {
    return readList(file);
  } catch {
    throw new UsageError(`--repositories: cannot read ${file}.`);
  }
}

function positive(option: string, value: string | undefined): number | undefined {
  if (value !== undefined && !/^[1-9]\d{0,4}$/.test(value)) {
    throw new UsageError(`${option}: ${value} is not valid. Specify a whole number of at least 1.`);
  }
  return value === undefined ? undefined : Number(value);
}
