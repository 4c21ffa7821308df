/**
 * `npm run bench`: measures the operations that users wait for.
 *
 *   1. The time per service for 1, 10, 100, and 1,000 services in one process, compared with projen alone
 *   2. The size of the package
 *   3. Creating a project, compared with projen's `awscdk-app-ts`
 *   4. Regenerating an unchanged project, compared with `awscdk-app-ts`, with a breakdown
 *   5. Building and testing a project, compared with `awscdk-app-ts`
 *   6. Synthesizing the CDK app with one and with three environments, compared with an empty stack. Then 3 and 4 for the
 *      project types of the other targets
 *   7. Previewing 100 repositories with `delivery-fleet`, compared with regenerating each of them
 *
 * Parts 3 to 7 report the elapsed time and, because it depends less on the load of the machine, the CPU time.
 *
 * Compile this package first: parts 2 to 7 measure the result of `npm pack`. `--in-process` runs only part 1, and
 * `--fleet` only parts 2 and 7. They do not need the network. `BENCH_ROUNDS` sets the number of rounds of parts 3 to 7.
 * If the disk is busy, set `TMPDIR=/dev/shm` to exclude it from the measurement.
 */
import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join, resolve } from 'path';
import { LogLevel, Project, TextFile } from 'projen';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';
import { EcsDelivery } from '../src/ecs-delivery';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const TARGET_MS_PER_SERVICE = 5;
const MAX_PACKAGE = '900 KB and 100 files';
const repository = resolve(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const SERVICES_FOLDER = join(folder, 'services');

/** The duration of an action in seconds. */
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

/** The number of services and the number of rounds. */
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

/** The generated files of one service. Writing them as plain text measures projen alone. */
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

/** The measured operations, in the order of the columns. */
const WORK: readonly { readonly title: string; readonly run: (parent: string, name: string) => void }[] = [
  { title: 'empty projen project', run: (parent, name) => projectIn(`${parent}/bare`, name).synth() },
  {
    title: 'same files as plain text',
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
    title: 'regenerate, unchanged',
    run: (parent, name) => deliveryIn(projectIn(`${parent}/delivery`, name)).project.synth(),
  },
];

/** Milliseconds per service for each column. */
function measure(count: number): number[] {
  const parent = mkdtempSync(join(SERVICES_FOLDER, 'round-'));
  const names = Array.from({ length: count }, (_, i) => `service-${i}`);
  return WORK.map(({ run }) => (seconds(() => names.forEach((name) => run(parent, name))) / count) * 1000);
}

/** Heap usage in megabytes after garbage collection. */
function megabytesInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1e6;
}

function measureServices(): void {
  mkdirSync(SERVICES_FOLDER);
  measure(100);
  const before = megabytesInUse();
  console.log(`Milliseconds per service in one process, after a warm-up (target: under ${TARGET_MS_PER_SERVICE} for "first synthesis", and linear).`);
  if (process.getuid?.() === 0) {
    console.log('As root, projen treats read-only files as changed, so "regenerate, unchanged" rewrites all of them.');
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
    // Do not delete between rounds: deleting keeps the disk busy for a while.
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
  console.log(`Memory in use at the end: ${kept.toFixed(1)} MB more than after the warm-up.`);
}

// ---- 2. to 6. Commands that a user runs

interface Case {
  readonly cwd: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Whether the command installs packages, and therefore needs the network. */
  readonly installs?: boolean;
}

/**
 * Runs a command without `CI`: with it, projen would run `npm ci`, which fails if there is no lock file yet. Commands
 * that do not install packages run without `NODE_EXTRA_CA_CERTS`: few users set it, and it slows down every start of
 * Node.js.
 */
function run({ command, args, cwd, installs }: Case): Duration {
  const { CI: _, NODE_EXTRA_CA_CERTS: certificates, ...rest } = process.env;
  const env = {
    ...rest,
    ...(installs && certificates ? { NODE_EXTRA_CA_CERTS: certificates } : {}),
    PATH: [join(cwd, 'node_modules/.bin'), rest.PATH].join(delimiter),
    npm_config_loglevel: 'error',
    TIMEFORMAT: '%R %U %S',
  };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', 'time "$@"', 'bash', command, ...args], { cwd, env, encoding: 'utf-8' });
  if (status !== 0) {
    throw new Error(`${[command, ...args].join(' ')} failed:\n${stdout}${stderr}`);
  }
  const [elapsed, user, system] = stderr.trimEnd().split('\n').at(-1)!.split(' ').map(Number) as [number, number, number];
  return { elapsed, cpu: user + system };
}

/** Seconds. */
interface Duration {
  readonly elapsed: number;
  /** The time of the command and its child processes. */
  readonly cpu: number;
}

/** Measures two commands alternately, so that a change in machine load affects both. */
function compare(what: string, ours: (round: number) => Case, theirs: (round: number) => Case, target?: number, rounds = ROUNDS): void {
  const all = Array.from({ length: rounds }, (_, round) => [ours(round), theirs(round)].map(run));
  const columns = (['elapsed', 'cpu'] as const).map((kind) => {
    const [a, b] = [0, 1].map((i) => median(all.map((durations) => durations[i]![kind]))) as [number, number];
    return `${a.toFixed(2).padStart(8)} s${b.toFixed(2).padStart(8)} s${(a / b).toFixed(2).padStart(6)}x`;
  });
  console.log(`${what.padEnd(38)}${columns.join('  |')}${target === undefined ? '' : `  (target: at most ${target}x)`}`);
}

function packedModule(): string {
  if (!existsSync(join(repository, '.jsii'))) {
    throw new Error('This package is not compiled. Run "npx projen compile" first.');
  }
  const args = ['pack', '--json', '--silent', '--pack-destination', folder];
  const [{ filename, size, entryCount }] = JSON.parse(execFileSync('npm', args, { cwd: repository, encoding: 'utf-8' }));
  console.log(`\nThe package has ${(size / 1000).toFixed(0)} KB and ${entryCount} files (target: at most ${MAX_PACKAGE}).`);
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
  return { cwd: emptyGitFolder(name), command: process.execPath, args: [projen, 'new', ...type], installs: true };
}

/** The command with which `npx projen` runs the config. */
function configOf(cwd: string): Case {
  const { tasks } = JSON.parse(readFileSync(join(cwd, '.projen/tasks.json'), 'utf-8'));
  const [{ exec, execArgs }] = tasks.default.steps;
  const [command, ...args] = (execArgs ?? exec.split(' ')) as [string, ...string[]];
  return { cwd, command, args };
}

type CompareIn = (what: string, caseIn: (cwd: string) => Case, target?: number, rounds?: number) => void;

function projen(...args: string[]): (cwd: string) => Case {
  return (cwd) => ({ cwd, command: 'npx', args: ['projen', ...args] });
}

function compareProjects(tarball: string): void {
  const ours = ['--from', `projen-aws-delivery@file:${tarball}`, 'ecs-service-ts', '--aws-account', '111122223333'];
  const titles = `${'ours'.padStart(8)}${'awscdk-app'.padStart(12)}${'ratio'.padStart(7)}`;
  console.log(`\n${`Seconds (median of ${ROUNDS})`.padEnd(38)}elapsed${' '.repeat(20)}  |  CPU`);
  console.log(`${' '.repeat(38)}${titles}  |${titles}`);
  compare(
    'create a project (projen new)',
    (round) => newProject(`ours-${round}`, [...ours, '--github-repository', 'acme/orders-api']),
    (round) => newProject(`theirs-${round}`, ['awscdk-app-ts']),
    0.38,
  );
  const compareIn: CompareIn = (what, caseIn, target, rounds) =>
    compare(
      what,
      () => caseIn(join(folder, 'ours-0')),
      () => caseIn(join(folder, 'theirs-0')),
      target,
      rounds,
    );
  compareIn('regenerate, unchanged (npx projen)', projen(), 0.3);
  console.log('of which');
  compareIn('  npx without a command', (cwd) => ({ cwd, command: 'npx', args: ['-c', 'true'] }));
  compareIn('  projen CLI startup', (cwd) => ({ cwd, command: 'projen', args: ['--version'] }));
  compareIn('  config (.projenrc.ts)', configOf);
  // Projects that `projen new` created have not been built yet.
  compareIn('build for the first time', projen('build'), 0.3, 1);
  compareIn('build, unchanged', projen('build'), 0.15);
  compareIn('test, unchanged', projen('test'));
  compareSynth(compareIn);
  compareTypes(tarball);
}

/** The project types for the other targets. */
const OTHER_TYPES = ['lambda-function-ts', 'static-site-ts', 'ec2-service-ts'];

function compareTypes(tarball: string): void {
  for (const type of OTHER_TYPES) {
    console.log(type);
    const flags = ['--aws-account', '111122223333', '--github-repository', 'acme/orders-api'];
    compare(
      '  create a project (projen new)',
      () => newProject(type, ['--from', `projen-aws-delivery@file:${tarball}`, type, ...flags]),
      () => newProject(`awscdk-app-for-${type}`, ['awscdk-app-ts']),
      0.38,
      1,
    );
    compare(
      '  regenerate, unchanged (npx projen)',
      () => projen()(join(folder, type)),
      () => projen()(join(folder, `awscdk-app-for-${type}`)),
      0.3,
    );
  }
}

const THREE_ENVIRONMENTS = "environments: [{ name: 'test' }, { name: 'staging' }, { name: 'production' }],";

/** Synthesizes the CDK app with one and with three environments, compared with an app that has an empty stack. */
function compareSynth(compareIn: CompareIn): void {
  const synth = (cwd: string): Case => ({ cwd, command: 'cdk', args: ['synth', '--quiet'] });
  console.log('the CDK app, compared with an empty stack');
  compareIn('  cdk synth, one environment', synth);
  const cwd = join(folder, 'ours-0');
  const config = join(cwd, '.projenrc.ts');
  writeFileSync(config, readFileSync(config, 'utf-8').replace('\n});', `\n  ${THREE_ENVIRONMENTS}\n});`));
  run(projen()(cwd));
  compareIn('  cdk synth, three environments', synth);
}

// ---- 7. Many repositories

const FLEET = 100;
const TARGET_FLEET_SECONDS = 10;

/** How many repositories are regenerated one after the other. */
const SAMPLE = 5;

/** The components, with the options that each of them needs. */
const COMPONENTS = [
  ['EcsDelivery', { imageBuild: { testCommands: ['make test'] } }],
  ['LambdaDelivery', { bundle: { testCommands: ['make'] } }],
  ['StaticSiteDelivery', { bundle: { testCommands: ['make'] } }],
  ['Ec2Delivery', { bundle: { testCommands: ['make'] }, startCommand: ['./server'] }],
] as const;

function writeConfig(repositories: string, index: number, awsRegion: string): void {
  const [component, needed] = COMPONENTS[index % COMPONENTS.length]!;
  const options = { awsAccount: '111122223333', awsRegion, githubRepository: `acme/service-${index}`, ...needed };
  const config = `import { ${component} } from 'projen-aws-delivery';
import { Project } from 'projen';
const project: Project = new Project({ name: 'service-${index}' });
new ${component}(project, ${JSON.stringify(options)});
project.synth();
`;
  const path = join(repositories, `service-${index}`);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, '.projenrc.ts'), config);
}

/** A folder in which this package and what it needs are installed. */
function installedModule(tarball: string): string {
  const installed = join(folder, 'installed');
  const modules = join(installed, 'node_modules');
  mkdirSync(join(modules, 'projen-aws-delivery'), { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'projen-aws-delivery')]);
  for (const name of ['projen', 'constructs', 'typescript']) {
    symlinkSync(join(repository, 'node_modules', name), join(modules, name));
  }
  return installed;
}

/** Previews a change of the Region in half of the repositories. */
function measureFleet(tarball: string): void {
  const installed = installedModule(tarball);
  const cwd = join(folder, 'fleet');
  const names = Array.from({ length: FLEET }, (_, i) => `service-${i}`);
  const module = join(installed, 'node_modules/projen-aws-delivery/lib');
  const fleet = (...args: string[]): Case => ({
    cwd,
    command: process.execPath,
    args: [join(module, 'delivery-fleet.js'), '--installed', installed, ...args, ...names],
  });
  names.forEach((_, i) => writeConfig(cwd, i, 'us-east-1'));
  run(fleet('--apply'));
  names.slice(0, FLEET / 2).forEach((_, i) => writeConfig(cwd, i, 'eu-central-1'));
  symlinkSync(join(installed, 'node_modules'), join(cwd, 'node_modules'));
  const regenerate = (name: string): Case => ({
    cwd: join(cwd, name),
    command: process.execPath,
    args: [join(module, 'run-projenrc.js'), '.projenrc.ts'],
  });
  const previews = Array.from({ length: ROUNDS }, () => run(fleet()));
  const alone = names.slice(-SAMPLE).map((name) => run(regenerate(name)));
  const { totals } = JSON.parse(readFileSync(join(cwd, '.delivery-fleet/report.json'), 'utf-8'));
  if (totals.changed !== FLEET / 2 || totals.unchanged !== FLEET / 2) {
    throw new Error(`The preview reports ${JSON.stringify(totals)}.`);
  }
  console.log(`\nSeconds for ${FLEET} repositories, with packages installed once`.padEnd(64) + 'elapsed       CPU');
  const row = (what: string, of: (kind: keyof Duration) => number, note: string) =>
    console.log(`${what.padEnd(62)}${of('elapsed').toFixed(2).padStart(8)} s${of('cpu').toFixed(2).padStart(8)} s${note}`);
  row(
    'delivery-fleet',
    (kind) => median(previews.map((one) => one[kind])),
    `  (target: under ${TARGET_FLEET_SECONDS} s on two cores)`,
  );
  row(
    `run-projenrc in each repository, from ${SAMPLE} of them`,
    (kind) => median(alone.map((one) => one[kind])) * FLEET,
    '',
  );
}

try {
  if (process.argv.includes('--fleet')) {
    measureFleet(packedModule());
  } else {
    measureServices();
  }
  if (!process.argv.includes('--in-process') && !process.argv.includes('--fleet')) {
    const tarball = packedModule();
    compareProjects(tarball);
    measureFleet(tarball);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
