import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EcsServiceProject, type EcsServiceProjectOptions, PipelineSource } from '../../src';
import { fromCommandLine } from '../../src/project/command-line';
import { repairPackageSpec } from '../../src/project/project-options';
import { filesIn, messageOf, serviceIn, temporaryFolder } from '../support/project';

process.env.PROJEN_DISABLE_POST = 'true';

/** The options as `projen new` passes them. */
function commandLine(options: object, args: object = options): object {
  return {
    ...options,
    __new__: { args, fqn: 'projen.typescript.TypeScriptProject', comments: 'featured', synth: true, post: false },
  };
}

/** The `.projenrc.ts` of a new project. */
function created(options: object): string {
  const folder = temporaryFolder();
  serviceIn(folder, commandLine(options)).synth();
  return filesIn(folder)['.projenrc.ts']!;
}

describe('projen new', () => {
  test('writes a config with the options that most users change', () => {
    const config = created({});
    expect(config).toContain("import { CpuArchitecture, EcsServiceProject } from 'projen-aws-delivery';\n");
    expect(config).toContain("  awsAccount: '111122223333',\n  awsRegion: 'us-east-1',\n");
    expect(config).toContain('  cpu: 256,\n  memory: 512,\n  cpuArchitecture: CpuArchitecture.X86_64,\n');
  });

  test('does not change an existing config', () => {
    const folder = temporaryFolder();
    const options = commandLine({});
    serviceIn(folder, options).synth();
    const config = filesIn(folder)['.projenrc.ts'];
    serviceIn(folder, { ...options, containerPort: 8080 }).synth();
    expect(filesIn(folder)['.projenrc.ts']).toBe(config);
  });

  test.each([
    ['an account', { awsAccount: 111122223333 }, "awsAccount: '111122223333',"],
    ['a Node.js version', { nodeVersion: 22 }, "nodeVersion: '22',"],
    ['a branch', { branch: 2026 }, "branch: '2026',"],
    ['an ECS service', { ecsService: 42 }, "ecsService: '42',"],
    ['an ECR repository', { ecrRepository: 42 }, "ecrRepository: '42',"],
    ['an owner ID', { githubActions: { ownerId: 4242 } }, "githubActions: { ownerId: '4242' },"],
  ])('treats %s that consists of digits as a string', (_what, options, line) => {
    expect(created(options)).toContain(`  ${line}\n`);
  });

  test('keeps the values of numeric options as numbers', () => {
    expect(created({ registry: { keepImages: 30 }, stopTimeout: 60 })).toMatch(
      /registry: \{ keepImages: 30 \},\n {2}stopTimeout: 60,|stopTimeout: 60,\n {2}registry: \{ keepImages: 30 \},/,
    );
  });

  test('supports takeOver', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '.gitignore'), '.env\n');
    serviceIn(folder, commandLine({ takeOver: ['.gitignore'] })).synth();
    expect(filesIn(folder)).toMatchObject({
      '.gitignore.orig': '.env\n',
      '.projenrc.ts': expect.stringContaining("  takeOver: ['.gitignore'],\n"),
    });
  });

  test('reads true and false inside a group as booleans', () => {
    expect(created({ codePipeline: { enabled: 'false' } })).toContain('  codePipeline: { enabled: false },\n');
  });

  test('shows the original text of an unknown enum member', () => {
    expect(
      messageOf(() =>
        serviceIn(temporaryFolder(), commandLine({ cpuArchitecture: undefined }, { cpuArchitecture: 'ARM' })),
      ),
    ).toBe(
      [
        'Found 1 problem in the delivery config of orders-api. No files were written.',
        '  - cpuArchitecture: "ARM" is not a member of CpuArchitecture (allowed: CpuArchitecture.X86_64, CpuArchitecture.ARM64). Use one of these values, or remove the option to use the default.',
      ].join('\n'),
    );
  });

  test('rejects text for a numeric option', () => {
    // projen parses `--container-port abc` as null.
    expect(messageOf(() => serviceIn(temporaryFolder(), commandLine({ containerPort: null })))).toContain(
      '  - containerPort: null is not a whole number (allowed: 1024 to 65535). Correct the value.',
    );
  });
});

test('options from a config file are not changed', () => {
  const options = {
    name: 'orders-api',
    awsAccount: '111122223333',
    branch: 2 as never,
    codePipeline: { source: PipelineSource.GITHUB },
  };
  expect(fromCommandLine(options)).toBe(options);
});

describe('projen new with a project type that extends EcsServiceProject', () => {
  class AcmeService extends EcsServiceProject {
    public constructor(options: EcsServiceProjectOptions) {
      super({ ...options, awsRegion: 'eu-central-1', githubActions: { existingOidcProvider: true } });
    }
  }

  test('writes the options from the command line and the package of the derived type', () => {
    const folder = temporaryFolder();
    const options = {
      name: 'orders-api',
      outdir: folder,
      awsAccount: '111122223333',
      githubRepository: 'acme/orders-api',
    };
    const args = { name: 'orders-api', description: 2026, devDeps: ['./acme-delivery-1.0.0.tgz'] };
    const all = {
      ...options,
      ...commandLine({ devDeps: args.devDeps }, args),
    } as unknown as EcsServiceProjectOptions;
    new AcmeService(all).synth();
    const files = filesIn(folder);
    // commandLine() uses projen as the package of the derived type.
    expect(files['.projenrc.ts']).toContain('projen@file:./acme-delivery-1.0.0.tgz');
    // A string option of the type in commandLine(): a number would not compile.
    expect(files['.projenrc.ts']).toContain('description: "2026"');
    expect(files['.projenrc.ts']).not.toMatch(/existingOidcProvider|EcsServiceProject/);
    expect(files['infra/main.ts']).toContain("region: 'eu-central-1'");
  });
});

describe('the package in devDeps', () => {
  test.each([
    ['./x.tgz', 'projen-aws-delivery@file:./x.tgz'],
    ['../x.tgz', 'projen-aws-delivery@file:../x.tgz'],
    ['/tmp/x.tgz', 'projen-aws-delivery@file:/tmp/x.tgz'],
    ['x.tgz', 'projen-aws-delivery@file:x.tgz'],
    ['C:\\x.tgz', 'projen-aws-delivery@file:C:\\x.tgz'],
    ['file:./x.tgz', 'projen-aws-delivery@file:./x.tgz'],
    ['../projen-aws-delivery', 'projen-aws-delivery@file:../projen-aws-delivery'],
    ['https://acme.example/x.tgz', 'projen-aws-delivery@https://acme.example/x.tgz'],
    ['github:acme/projen-aws-delivery', 'projen-aws-delivery@github:acme/projen-aws-delivery'],
  ])('gets the package name if projen passes only a path or URL: %s', (spec, repaired) => {
    expect(repairPackageSpec(spec, 'projen-aws-delivery')).toBe(repaired);
  });

  test.each([
    'projen-aws-delivery',
    'projen-aws-delivery@^1.2',
    'projen-aws-delivery@file:./x.tgz',
    '@acme/delivery',
    '@acme/delivery@^1',
    '@acme/delivery@file:/tmp/x.tgz',
    'acme@https://acme.example/x.tgz',
  ])('is not changed if it contains the package name: %s', (spec) => {
    expect(repairPackageSpec(spec, 'projen-aws-delivery')).toBe(spec);
  });
});
