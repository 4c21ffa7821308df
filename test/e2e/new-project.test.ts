import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { temporaryFolder } from '../support/project';
import { type Outcome, PROJEN, pack, registryAnswers, run } from '../support/user';

/**
 * Creates and builds a project from the packed package, as a user does. This is the only test that needs the network,
 * because `projen new` installs packages.
 */
const packages = temporaryFolder();
const tarball = pack(packages);
const missing =
  tarball === undefined
    ? 'a build of this package (run: npx projen compile)'
    : registryAnswers()
      ? undefined
      : 'access to the npm registry';
if (missing) {
  process.stderr.write(`SKIPPED: test/e2e/new-project.test.ts needs ${missing}\n`);
}

/** The package specification in the form that npm requires. */
const NAMED = `projen-aws-delivery@file:${tarball}`;

interface Workflow {
  readonly jobs: Readonly<
    Record<'test', { readonly steps: readonly { readonly id?: string; readonly run?: string }[] }>
  >;
}

jest.setTimeout(300_000);

function emptyFolder(): string {
  const folder = join(temporaryFolder(), 'orders-api');
  mkdirSync(folder);
  run(folder, ['git', 'init', '--quiet', '--initial-branch', 'main']);
  return folder;
}

function create(folder: string, from: string, ...flags: string[]): Outcome {
  return run(folder, [
    ...PROJEN,
    'new',
    '--from',
    from,
    'ecs-service-ts',
    '--github-repository',
    'acme/orders-api',
    ...flags,
  ]);
}

function projen(folder: string, ...args: string[]): Outcome {
  return run(folder, ['npx', 'projen', ...args]);
}

function changedFiles(folder: string): string[] {
  return run(folder, ['git', 'status', '--porcelain']).lines.map((line) => line.slice(3));
}

function edit(folder: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf-8');
  expect(text).toContain(from);
  run(folder, ['chmod', 'u+w', path]);
  writeFileSync(join(folder, path), text.replace(from, to));
}

function revert(folder: string): void {
  run(folder, ['git', 'checkout', '--quiet', '.']);
  expect(changedFiles(folder)).toEqual([]);
}

const DEFAULT_TASK = '👾 default | run-projenrc .projenrc.ts';

(missing ? describe.skip : describe)('projen new', () => {
  describe('with invalid flags', () => {
    const folder = emptyFolder();

    test.each([
      [['--aws-account', '123'], 'awsAccount: 123 is not valid (allowed: 12 digits). '],
      [
        ['--aws-account', '111122223333', '--container-port', 'abc'],
        'containerPort: null is not a whole number (allowed: 1024 to 65535). ',
      ],
      [
        ['--aws-account', '111122223333', '--cpu-architecture', 'ARM'],
        'cpuArchitecture: "ARM" is not a member of CpuArchitecture (allowed: CpuArchitecture.X86_64, CpuArchitecture.ARM64). ',
      ],
    ])('%j: reports the problem and writes no files', (flags, problem) => {
      const { code, lines } = create(folder, NAMED, ...flags);
      expect(code).toBe(1);
      const start = lines.indexOf('Found 1 problem in the delivery config of orders-api. No files were written.');
      expect(lines.slice(start)).toEqual([lines[start], expect.stringContaining(`  - ${problem}`)]);
      expect(lines.join('\n')).not.toMatch(/^\s+at |problems\.js|throw /m);
      // projen creates these two to install this package.
      expect(readdirSync(folder).filter((name) => name !== '.git')).toEqual(['node_modules', 'package.json']);
    });

    test('without an account: projen reports that it is required', () => {
      const { code, lines } = create(folder, NAMED);
      expect(code).toBe(1);
      expect(lines.slice(-2)).toEqual([
        expect.stringContaining('Missing required option:'),
        expect.stringContaining('--aws-account [string] The 12-digit ID of the delivery account'),
      ]);
    });

    test('succeeds in the same folder after the flags are corrected', () => {
      const flags = [
        '--aws-account',
        '012345678901',
        '--cpu-architecture',
        'arm64',
        '--node-version',
        '22',
        '--branch',
        '2026',
      ];
      expect(
        create(folder, NAMED, ...flags, '--code-pipeline.enabled=false', '--no-sample-code', '--no-post').code,
      ).toBe(0);
      const config = readFileSync(join(folder, '.projenrc.ts'), 'utf-8');
      expect(config).toContain(`  devDeps: ['${NAMED}'],\n`);
      expect(config).toContain("  awsAccount: '012345678901',\n");
      expect(config).toContain('  cpuArchitecture: CpuArchitecture.ARM64,\n');
      expect(existsSync(join(folder, 'buildspec.yml'))).toBe(false);
      expect(changedFiles(folder)).toEqual([]);
    });
  });

  describe('in an empty git repository', () => {
    const folder = emptyFolder();

    test('creates a project from the bare path of the package', () => {
      expect(create(folder, tarball!, '--aws-account', '111122223333').code).toBe(0);
      expect(readFileSync(join(folder, '.projenrc.ts'), 'utf-8')).toContain(`  devDeps: ['${NAMED}'],\n`);
      expect(existsSync(join(folder, 'LICENSE'))).toBe(false);
    });

    test('whose next npx projen changes and prints nothing', () => {
      expect(projen(folder)).toEqual({ code: 0, lines: [DEFAULT_TASK] });
      expect(changedFiles(folder)).toEqual([]);
    });

    test('that builds', () => {
      const { code, lines } = projen(folder, 'build');
      expect({
        code,
        failures: lines.filter((line) => /fail [^0]|error/i.test(line) && !line.includes('0 errors')),
      }).toEqual({ code: 0, failures: [] });
      expect(lines).toContain('ℹ pass 4');
      expect(changedFiles(folder)).toEqual([]);
    });

    test('whose CDK app synthesizes without an AWS account', () => {
      const offline = {
        HTTPS_PROXY: 'http://127.0.0.1:9',
        HTTP_PROXY: 'http://127.0.0.1:9',
        AWS_EC2_METADATA_DISABLED: 'true',
      };
      expect(run(folder, ['npx', 'projen', 'synth'], offline).code).toBe(0);
      expect(readdirSync(join(folder, 'cdk.out')).filter((name) => name.endsWith('.template.json'))).toEqual([
        'orders-api-pipeline.template.json',
        'orders-api-production-base.template.json',
        'orders-api-production-service.template.json',
        'orders-api-registry.template.json',
      ]);
      expect(changedFiles(folder)).toEqual([]);
    });

    test('whose release uses the version of the CDK CLI that synthesizes the app', () => {
      const { test: job } = (load(readFileSync(join(folder, '.github/workflows/deploy.yml'), 'utf-8')) as Workflow)
        .jobs;
      const { run: script } = job.steps.find(({ id }) => id === 'synth')!;
      const output = join(folder, '.git/output');
      expect(run(folder, ['bash', '-e', '-c', script!], { GITHUB_OUTPUT: output }).code).toBe(0);
      const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/aws-cdk/package.json'), 'utf-8'));
      expect(readFileSync(output, 'utf-8')).toBe(`cdk-version=${version}\n`);
    });

    test('whose files change with its config', () => {
      edit(folder, '.projenrc.ts', 'containerPort: 3000', 'containerPort: 8080');
      expect(projen(folder)).toEqual({ code: 0, lines: [DEFAULT_TASK] });
      expect(changedFiles(folder)).toEqual([
        '.projen/delivery.json',
        '.projenrc.ts',
        'DELIVERY.md',
        'Dockerfile',
        'infra/service-stack.ts',
        'task-definition.json',
      ]);
      expect(readFileSync(join(folder, 'Dockerfile'), 'utf-8')).toContain('EXPOSE 8080\n');
      revert(folder);
    });

    test('that reports only the problem if a value is invalid', () => {
      edit(folder, '.projenrc.ts', 'containerPort: 3000', 'containerPort: 80');
      const { code, lines } = projen(folder);
      expect(code).toBe(1);
      expect(lines).toEqual([
        DEFAULT_TASK,
        'Found 1 problem in the delivery config of orders-api. No files were written.',
        '  - containerPort: 80 is out of range (allowed: 1024 to 65535). Use a port that a non-root user can listen on. [out-of-range]',
        expect.stringMatching(/^👾 Synthesis failed: Task "default" failed when executing /),
      ]);
      expect(changedFiles(folder)).toEqual(['.projenrc.ts']);
      revert(folder);
    });

    test('whose build type-checks the config', () => {
      edit(folder, '.projenrc.ts', 'project.synth();', "project.synth();\nexport const port: number = 'text';");
      expect(projen(folder).code).toBe(0);
      const { code, lines } = projen(folder, 'build');
      expect(code).toBe(1);
      expect(lines.join('\n')).toContain('.projenrc.ts(');
      expect(lines.at(-1)).toContain('Task "build » compile" failed');
      revert(folder);
    });

    test('that reports manual edits of generated files', () => {
      edit(folder, 'buildspec.yml', 'nodejs: 24', 'nodejs: 18');
      const { code, lines } = projen(folder);
      expect({ code, lines: lines.slice(0, 2) }).toEqual({
        code: 0,
        lines: [
          DEFAULT_TASK,
          '👾 buildspec.yml was edited manually and has been regenerated. Change .projenrc.ts instead. Diff:',
        ],
      });
      expect(lines.filter((line) => /^[-+]\s/.test(line)).map((line) => line.replace(/\s+/g, ' '))).toEqual([
        '- nodejs: 18',
        '+ nodejs: 24',
      ]);
      expect(changedFiles(folder)).toEqual([]);
      expect(projen(folder)).toEqual({ code: 0, lines: [DEFAULT_TASK] });
    });

    // This test must be last: ejecting cannot be undone.
    test('that builds without this package after it is ejected', () => {
      expect(projen(folder, 'eject').code).toBe(0);
      expect(existsSync(join(folder, 'node_modules/projen-aws-delivery'))).toBe(false);
      const { code, lines } = run(folder, ['npm', 'run', 'build']);
      expect({ code, passed: lines.includes('ℹ pass 4') }).toEqual({ code: 0, passed: true });
      expect(
        run(folder, ['git', 'grep', '-lE', '~~ Generated by projen|^(#|//|<!--) undefined', '--', ':!scripts']).lines,
      ).toEqual([]);
    });
  });
});
