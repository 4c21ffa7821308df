/**
 * `npm run bench`: measures, in one run and side by side, what a user waits for.
 *
 *   1. creating a project, against projen's `awscdk-app-ts`
 *   2. regenerating an unchanged project, against the same
 *   3. the time for each service in one process, for 1, 10, 100 and 1,000 of them
 */
import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { Project } from 'projen';
import { EcsDelivery } from '../src/ecs-delivery';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SERVICES = [1, 10, 100, 1000];
const repository = resolve(__dirname, '..');
const projen = join(repository, 'node_modules/projen/bin/projen');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, CI: '1', npm_config_loglevel: 'error' } });
}

function seconds(action: () => void): number {
  const start = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Measures two actions in turn, so that a change of the machine's load meets both. */
function compare(what: string, aim: number, ours: (round: number) => void, theirs: (round: number) => void): void {
  const times = Array.from({ length: ROUNDS }, (_, round) => [seconds(() => ours(round)), seconds(() => theirs(round))] as const);
  const [a, b] = [median(times.map(([t]) => t)), median(times.map(([, t]) => t))];
  console.log(`${what.padEnd(44)} ${a.toFixed(2).padStart(7)} s ${b.toFixed(2).padStart(7)} s   ${(a / b).toFixed(2)}x (aim: at most ${aim}x)`);
}

function emptyGitFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  run('git', ['init', '--quiet'], path);
  return path;
}

function packedModule(): string {
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { cwd: repository, encoding: 'utf-8' }));
  return join(folder, filename);
}

function compareProjects(): void {
  const tarball = packedModule();
  console.log(`Medians of ${ROUNDS}:                                  ecs-service-ts  awscdk-app-ts   ratio`);
  compare(
    'create a project (projen new)',
    0.5,
    (round) =>
      run(
        process.execPath,
        [projen, 'new', '--from', `projen-aws-delivery@file:${tarball}`, 'ecs-service-ts', '--aws-account', '111122223333', '--github-repository', 'acme/orders-api'],
        emptyGitFolder(`ours-${round}`),
      ),
    (round) => run(process.execPath, [projen, 'new', 'awscdk-app-ts'], emptyGitFolder(`theirs-${round}`)),
  );
  compare(
    'regenerate an unchanged project (npx projen)',
    0.5,
    () => run('npx', ['projen'], join(folder, 'ours-0')),
    () => run('npx', ['projen'], join(folder, 'theirs-0')),
  );
}

/** Makes and writes the files of many services, each in a project of its own. */
function synthesizeServices(count: number): void {
  const parent = mkdtempSync(join(folder, 'services-'));
  for (let i = 0; i < count; i++) {
    const name = `service-${i}`;
    const project = new Project({ name, outdir: join(parent, name), logging: { level: 0 as never } });
    new EcsDelivery(project, { awsAccount: '111122223333', githubRepository: `acme/${name}`, build: { testCommands: ['npm test'] } });
    project.synth();
  }
  rmSync(parent, { recursive: true });
}

function measureServices(): void {
  process.env.PROJEN_DISABLE_POST = '1';
  synthesizeServices(20);
  console.log('\nIn one process, construct, check and write all files (aim: under 5 ms a service, linear):');
  let first: number | undefined;
  for (const count of SERVICES) {
    const each = (seconds(() => synthesizeServices(count)) / count) * 1000;
    first ??= each;
    console.log(`${String(count).padStart(6)} services ${each.toFixed(2).padStart(8)} ms a service   ${(each / first).toFixed(2)}x of one`);
  }
}

try {
  measureServices();
  if (!process.argv.includes('--in-process')) {
    console.log();
    compareProjects();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
