/**
 * `npm run bench`: measures, in one run and side by side, what a user waits for.
 *
 *   1. the time for each service in one process, for 1, 10, 100 and 1,000 of them, beside what projen itself takes
 *   2. creating a project, against projen's `awscdk-app-ts`
 *   3. regenerating an unchanged project, against the same, and what that time consists of
 *   4. synthesizing its CDK app, with one environment and with three
 *
 * `--in-process` stops after the first part, which takes no network. `BENCH_ROUNDS` sets how often 2 to 4 are measured.
 * On a machine with a busy disk, `TMPDIR=/dev/shm` leaves the disk out.
 * Compile the module before: parts 2 to 4 measure what `npm pack` packs.
 */
import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join, resolve } from 'path';
import { LogLevel, Project, TextFile } from 'projen';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';
import { EcsDelivery } from '../src/ecs-delivery';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const AIM_OF_SERVICE = 5;
const AIM_OF_PROJECT = 0.5;
const repository = resolve(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const SERVICES_FOLDER = join(folder, 'services');

/** Seconds that an action takes. */
function seconds(action: () => void): number {
  const start = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

// ---- 1. In one process

/** How many services there are, and how often they are made. */
const SERVICES: readonly (readonly [count: number, rounds: number])[] = [
  [1, 51],
  [10, 11],
  [100, 3],
  [1000, 1],
];

function projectIn(parent: string, name: string): Project {
  return new Project({ name, outdir: join(parent, name), logging: { level: LogLevel.OFF } });
}

function deliveryIn(project: Project): EcsDelivery {
  return new EcsDelivery(project, {
    awsAccount: '111122223333',
    githubRepository: `acme/${project.name}`,
    imageBuild: { testCommands: ['npm test'] },
  });
}

/** The generated files of one service, by path: as text, they are what projen alone has to write. */
function generatedFiles(): readonly (readonly [path: string, lines: string[]])[] {
  const parent = join(folder, 'example');
  const project = projectIn(parent, 'service-0');
  const own = new Set(project.files.map(({ path }) => path));
  deliveryIn(project);
  project.synth();
  return project.files
    .filter(({ path }) => !own.has(path))
    .map(({ path, absolutePath }) => [path, readFileSync(absolutePath, 'utf-8').split('\n')]);
}

const FILES = generatedFiles();

/** What is measured for each service, in the order of the columns. */
const WORK: readonly { readonly title: string; readonly run: (parent: string, name: string) => void }[] = [
  { title: 'bare projen project', run: (parent, name) => projectIn(`${parent}/bare`, name).synth() },
  {
    title: 'the same files, as text',
    run: (parent, name) => {
      const project = projectIn(`${parent}/text`, name);
      FILES.forEach(([path, lines]) => new TextFile(project, path, { lines }));
      project.synth();
    },
  },
  {
    title: 'construct and check',
    run: (parent, name) => deliveryIn(projectIn(`${parent}/memory`, name)).preSynthesize(),
  },
  {
    title: 'first synthesis',
    run: (parent, name) => deliveryIn(projectIn(`${parent}/delivery`, name)).project.synth(),
  },
  {
    title: 'again, unchanged',
    run: (parent, name) => deliveryIn(projectIn(`${parent}/delivery`, name)).project.synth(),
  },
];

/** Milliseconds a service, by column. */
function measure(count: number): number[] {
  const parent = mkdtempSync(join(SERVICES_FOLDER, 'round-'));
  const names = Array.from({ length: count }, (_, i) => `service-${i}`);
  return WORK.map(({ run }) => (seconds(() => names.forEach((name) => run(parent, name))) / count) * 1000);
}

/** Megabytes in use after garbage collection. */
function megabytesInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1e6;
}

function measureServices(): void {
  mkdirSync(SERVICES_FOLDER);
  measure(100);
  const before = megabytesInUse();
  console.log(`Milliseconds a service, in one process after a warm-up (aim: under ${AIM_OF_SERVICE} for "first synthesis", and linear).`);
  if (process.getuid?.() === 0) {
    console.log('As root, projen takes its read-only files for changed ones: "again" writes them all once more.');
  }
  const row = (name: string, cells: readonly string[]) =>
    console.log(name.padEnd(10) + cells.map((cell, i) => cell.padStart(WORK[i]!.title.length + 2)).join(''));
  row(
    'services',
    WORK.map(({ title }) => title),
  );
  const measured = SERVICES.map(([count, rounds]) => {
    const all = Array.from({ length: rounds }, () => measure(count));
    const times = WORK.map((_, column) => median(all.map((round) => round[column]!)));
    // Not between the rounds: deleting keeps the disk busy for a while.
    rmSync(SERVICES_FOLDER, { recursive: true });
    mkdirSync(SERVICES_FOLDER);
    row(
      String(count),
      times.map((time) => time.toFixed(2)),
    );
    return times;
  });
  row(
    '1000 : 1',
    WORK.map((_, column) => `${(measured.at(-1)![column]! / measured[0]![column]!).toFixed(2)}x`),
  );
  const kept = megabytesInUse() - before;
  console.log(`Memory kept after all of them: ${kept.toFixed(1)} MB more than after the warm-up.`);
}

// ---- 2. to 4. As a user sees it

interface Case {
  readonly cwd: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Runs a command as on a developer's machine: with `CI`, projen would run `npm ci`, which a new project is not ready for. */
function run({ command, args, cwd }: Case): void {
  const { CI: _, ...rest } = process.env;
  const env = { ...rest, PATH: [join(cwd, 'node_modules/.bin'), rest.PATH].join(delimiter), npm_config_loglevel: 'error' };
  execFileSync(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Measures two commands in turn, so that a change of the machine's load meets both. */
function compare(what: string, ours: (round: number) => Case, theirs: (round: number) => Case, aim?: number): void {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => [ours(round), theirs(round)].map((one) => seconds(() => run(one))));
  const [a, b] = [0, 1].map((i) => median(rounds.map((times) => times[i]!))) as [number, number];
  const told = aim === undefined ? '' : ` (aim: at most ${aim}x)`;
  console.log(`${what.padEnd(40)}${a.toFixed(2).padStart(12)} s${b.toFixed(2).padStart(13)} s${(a / b).toFixed(2).padStart(8)}x${told}`);
}

function packedModule(): string {
  if (!existsSync(join(repository, '.jsii'))) {
    throw new Error('There is nothing to pack: run "npx projen compile" first.');
  }
  const args = ['pack', '--json', '--silent', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: repository, encoding: 'utf-8' }));
  return join(folder, filename);
}

function emptyGitFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  execFileSync('git', ['init', '--quiet'], { cwd: path });
  return path;
}

function newProject(name: string, type: readonly string[]): Case {
  const projen = join(repository, 'node_modules/projen/bin/projen');
  return { cwd: emptyGitFolder(name), command: process.execPath, args: [projen, 'new', ...type] };
}

/** The step of `npx projen` that runs the config. */
function configOf(cwd: string): Case {
  const { tasks } = JSON.parse(readFileSync(join(cwd, '.projen/tasks.json'), 'utf-8'));
  const [{ exec, execArgs }] = tasks.default.steps;
  const [command, ...args] = (execArgs ?? exec.split(' ')) as [string, ...string[]];
  return { cwd, command, args };
}

function compareProjects(): void {
  const ours = ['--from', `projen-aws-delivery@file:${packedModule()}`, 'ecs-service-ts', '--aws-account', '111122223333'];
  console.log(`\nSeconds, medians of ${ROUNDS}:`.padEnd(41) + 'ecs-service-ts  awscdk-app-ts   ratio');
  compare(
    'create a project (projen new)',
    (round) => newProject(`ours-${round}`, [...ours, '--github-repository', 'acme/orders-api']),
    (round) => newProject(`theirs-${round}`, ['awscdk-app-ts']),
    AIM_OF_PROJECT,
  );
  const compareIn = (what: string, caseIn: (cwd: string) => Case, aim?: number) =>
    compare(
      what,
      () => caseIn(join(folder, 'ours-0')),
      () => caseIn(join(folder, 'theirs-0')),
      aim,
    );
  compareIn('regenerate, unchanged (npx projen)', (cwd) => ({ cwd, command: 'npx', args: ['projen'] }), AIM_OF_PROJECT);
  console.log('of which');
  compareIn('  npx, with nothing to run', (cwd) => ({ cwd, command: 'npx', args: ['-c', 'true'] }));
  compareIn("  projen's command line", (cwd) => ({ cwd, command: 'projen', args: ['--version'] }));
  compareIn('  the config (ts-node .projenrc.ts)', configOf);
  compareSynth(compareIn);
}

const THREE_ENVIRONMENTS = "environments: [{ name: 'test' }, { name: 'staging' }, { name: 'production' }],";

/** The CDK app: of a new project, then of one with three environments, beside one with an empty stack. */
function compareSynth(compareIn: (what: string, caseIn: (cwd: string) => Case) => void): void {
  const synth = (cwd: string): Case => ({ cwd, command: 'cdk', args: ['synth', '--quiet'] });
  console.log('the CDK app, against an empty stack');
  compareIn('  cdk synth, one environment', synth);
  const cwd = join(folder, 'ours-0');
  const config = join(cwd, '.projenrc.ts');
  writeFileSync(config, readFileSync(config, 'utf-8').replace('\n});', `\n  ${THREE_ENVIRONMENTS}\n});`));
  run({ cwd, command: 'npx', args: ['projen'] });
  compareIn('  cdk synth, three environments', synth);
}

try {
  measureServices();
  if (!process.argv.includes('--in-process')) {
    compareProjects();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
