import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JsonFile, Project, typescript } from 'projen';
import { CpuArchitecture, EcsDelivery, EcsServiceProject, type EcsServiceProjectOptions } from '../../src';
import { ECS_DELIVERY } from '../../src/delivery/ecs';
import * as git from '../../src/git-remote';
import { RESERVED_OPTIONS } from '../../src/project/project-options';
import { MINIMAL_OPTIONS } from '../support/model';
import { filesIn, messageOf, serviceIn, temporaryFolder } from '../support/project';

process.env.PROJEN_DISABLE_POST = 'true';

function generate(options: Partial<EcsServiceProjectOptions> = {}): Record<string, string> {
  const folder = temporaryFolder();
  serviceIn(folder, options).synth();
  return filesIn(folder);
}

function packageOf(files: Record<string, string>): any {
  return JSON.parse(files['package.json']!);
}

/** The commands of a task. A step that starts another task is shown as `-> name`. */
function commandsOf(project: Project, task: string): string[] {
  return project.tasks
    .tryFind(task)!
    .steps.map(({ exec, execArgs, spawn }) => exec ?? execArgs?.join(' ') ?? `-> ${spawn}`);
}

describe('a new project', () => {
  const files = generate();

  test('contains only the service, its tests, its delivery files, and its tool configuration', () => {
    expect(Object.keys(files).filter((path) => !path.startsWith('.projen/'))).toEqual([
      '.dockerignore',
      '.gitattributes',
      '.github/workflows/deploy.yml',
      '.github/workflows/pull-request.yml',
      '.github/workflows/rollback.yml',
      '.gitignore',
      'DELIVERY.md',
      'Dockerfile',
      'README.md',
      'buildspec.yml',
      'cdk.json',
      'infra/base-stack.ts',
      'infra/main.ts',
      'infra/pipeline-stack.ts',
      'infra/preflight.sh',
      'infra/registry-stack.ts',
      'infra/release.sh',
      'infra/rollback.sh',
      'infra/service-stack.ts',
      'infra/tsconfig.json',
      'package.json',
      'projenrc/tsconfig.json',
      'src/logger.ts',
      'src/main.ts',
      'src/server.ts',
      'task-definition.json',
      'test/server.test.ts',
      'test/tsconfig.json',
      'tsconfig.json',
    ]);
  });

  test('cannot be published accidentally', () => {
    const manifest = packageOf(files);
    expect(manifest).toMatchObject({ name: 'orders-api', private: true, license: 'UNLICENSED', main: 'lib/main.js' });
    expect(manifest).not.toHaveProperty('publishConfig');
    expect(manifest).not.toHaveProperty('types');
  });

  test('installs few tools, each with a version range', () => {
    const { devDependencies, dependencies } = packageOf(files);
    expect(dependencies).toBeUndefined();
    expect(Object.keys(devDependencies)).toEqual([
      '@types/node',
      'aws-cdk',
      'aws-cdk-lib',
      'constructs',
      'oxlint',
      'projen',
      'ts-node',
      'typescript',
    ]);
    // The version of projen depends on the command that creates the project.
    expect(Object.values({ ...devDependencies, projen: '^0' })).not.toContain('*');
    expect(devDependencies.typescript).toBe('~6.0.0');
  });

  test('has a README whose commands exist', () => {
    expect(files['README.md']).toContain('# orders-api\n');
    expect(files['README.md']).toContain('| `npm run build` | Regenerates files, compiles, tests, and lints |');
    expect(packageOf(files).scripts).toMatchObject({ build: 'projen build', test: 'projen test' });
  });

  test('is byte-for-byte identical for the same config', () => {
    expect(generate()).toEqual(files);
  });
});

describe('tasks', () => {
  const project = serviceIn(temporaryFolder());

  test('generate files without type-checking the config, for speed', () => {
    expect(commandsOf(project, 'default')).toEqual(['run-projenrc .projenrc.ts']);
  });

  test('type-check the config and the CDK app in a build', () => {
    expect(commandsOf(project, 'build')).toEqual(
      ['default', 'pre-compile', 'compile', 'post-compile', 'test', 'package'].map((task) => `-> ${task}`),
    );
    expect(commandsOf(project, 'pre-compile')).toEqual([]);
    expect(commandsOf(project, 'compile')).toEqual([
      expect.stringMatching(
        /^node -e ".*" projenrc\/tsconfig.json tsconfig.json infra\/tsconfig.json test\/tsconfig.json node_modules\/.cache\/tsc\/projenrc.tsbuildinfo tsconfig.tsbuildinfo node_modules\/.cache\/tsc\/infra.tsbuildinfo build-test\/test\/tsconfig.tsbuildinfo$/,
      ),
      'tsc --build projenrc/tsconfig.json tsconfig.json infra/tsconfig.json test/tsconfig.json',
    ]);
    expect(commandsOf(project, 'post-compile')).toEqual([]);
  });

  test('compile and run the current tests of the service, then lint', () => {
    expect(commandsOf(project, 'test')).toEqual([
      expect.stringMatching(/^node -e "const o='build-test';.*"$/),
      expect.stringMatching(/^node -e ".*" test\/tsconfig.json build-test\/test\/tsconfig.tsbuildinfo$/),
      'tsc --build test/tsconfig.json',
      'node --test --test-reporter=spec',
      '-> lint',
    ]);
    expect(commandsOf(project, 'lint')).toEqual(['oxlint --deny-warnings src test']);
  });

  test('find commands in this folder and its parent folders without calling npm', () => {
    const folder = temporaryFolder();
    serviceIn(folder).synth();
    const { PATH } = JSON.parse(filesIn(folder)['.projen/tasks.json']!).env;
    expect(PATH).not.toContain('npx');
    const [, command] = /^\$\((.*)\)$/.exec(PATH)!;
    const path = execFileSync('sh', ['-c', command!], { cwd: folder, encoding: 'utf-8' }).trim();
    expect(path.split(':').slice(0, 2)).toEqual([
      join(folder, 'node_modules/.bin'),
      join(dirname(folder), 'node_modules/.bin'),
    ]);
    expect(path.endsWith(process.env.PATH!)).toBe(true);
  });
});

describe('options of the project', () => {
  test('deps and devDeps become dependencies of the package', () => {
    const manifest = packageOf(generate({ deps: ['express@^5'], devDeps: ['projen-aws-delivery@^1', 'supertest@^7'] }));
    expect(manifest.dependencies).toEqual({ express: '^5' });
    expect(manifest.devDependencies).toMatchObject({ 'projen-aws-delivery': '^1', supertest: '^7' });
  });

  test('devDeps accepts the bare path that projen new passes', () => {
    expect(packageOf(generate({ devDeps: ['/tmp/x.tgz'] })).devDependencies).toMatchObject({
      'projen-aws-delivery': 'file:/tmp/x.tgz',
    });
  });

  test('nodeVersion determines the version of @types/node', () => {
    expect(packageOf(generate({ nodeVersion: '22' })).devDependencies['@types/node']).toBe('^22');
  });

  test('name can have an npm scope, which the service name omits', () => {
    const files = generate({ name: '@acme/orders-api' });
    expect(packageOf(files)).toMatchObject({ name: '@acme/orders-api', private: true });
    expect(JSON.parse(files['task-definition.json']!).family).toBe('orders-api');
  });

  test('sampleCode: false creates no files in src and no sample test', () => {
    expect(Object.keys(generate({ sampleCode: false })).filter((path) => /^(src|test)\//.test(path))).toEqual([
      'test/tsconfig.json',
    ]);
  });

  test('sampleCode does not change existing files', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/main.ts'), '// mine\n');
    serviceIn(folder).synth();
    expect(filesIn(folder)['src/main.ts']).toBe('// mine\n');
  });

  test('githubRepository defaults to the git remote', () => {
    const folder = temporaryFolder();
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    execFileSync('git', ['remote', 'add', 'origin', 'git@github.com:acme/billing.git'], { cwd: folder });
    serviceIn(folder, { githubRepository: undefined }).synth();
    expect(filesIn(folder)['infra/registry-stack.ts']).toContain('acme/billing');
  });
});

describe('the config', () => {
  test('is resolved once', () => {
    const resolve = jest.spyOn(ECS_DELIVERY, 'resolve');
    const remoteOf = jest.spyOn(git, 'remoteOf').mockReturnValue('git@github.com:acme/orders-api.git');
    try {
      const project = serviceIn(temporaryFolder(), { githubRepository: undefined });
      expect(resolve).toHaveBeenCalledTimes(1);
      // The sync check of changed files resolves the config with other values, but never queries git again.
      project.delivery.buildspec!.addOverride('version', 0.3);
      project.synth();
      expect(resolve.mock.calls.length).toBeGreaterThan(1);
      expect(remoteOf).toHaveBeenCalledTimes(1);
    } finally {
      resolve.mockRestore();
      remoteOf.mockRestore();
    }
  });

  test('is not reused for a delivery in another project', () => {
    const options = { name: 'orders-api', ...MINIMAL_OPTIONS, outdir: temporaryFolder() };
    new EcsServiceProject(options);
    const other = new Project({ name: 'billing-api', outdir: temporaryFolder() });
    expect(messageOf(() => new EcsDelivery(other, options))).toContain('name: is not a known option');
    const { name, outdir, ...delivery } = options;
    new EcsDelivery(other, delivery);
    other.synth();
    expect(JSON.parse(filesIn(other.outdir)['task-definition.json']!).family).toBe('billing-api');
  });

  test('file of a subproject is that of the root project', () => {
    const outdir = temporaryFolder();
    const root = new typescript.TypeScriptProject({
      name: 'shop',
      defaultReleaseBranch: 'main',
      projenrcTs: true,
      outdir,
    });
    const options = { parent: root, outdir: 'services/orders', githubActions: { enabled: false } };
    new EcsServiceProject({ name: 'orders-api', ...MINIMAL_OPTIONS, ...options });
    root.synth();
    expect(filesIn(outdir)['services/orders/DELIVERY.md']).toContain('.projenrc.ts');
  });
});

describe('invalid project options', () => {
  test.each<[string, object, string]>([
    [
      'a missing name',
      { name: undefined },
      'name: is missing (allowed: an npm package name with lowercase letters, digits, and . _ -). Specify the name of the project. [missing-option]',
    ],
    [
      'a name in upper case',
      { name: 'Orders', serviceName: 'orders' },
      'name: "Orders" is not valid (allowed: an npm package name with lowercase letters, digits, and . _ -). Specify a valid name, or run the command in a folder with a valid name. [invalid-format]',
    ],
    [
      'a dependency with a space',
      { deps: ['express ^5'] },
      'deps[0]: "express ^5" is not valid (allowed: package or package@range). Correct the value. [invalid-format]',
    ],
    [
      'a string instead of a list of dependencies',
      { devDeps: 'express' },
      `devDeps: "express" is not a list (allowed: a list of strings). Write it as ['...', '...']. [wrong-type]`,
    ],
    [
      'a string instead of a boolean',
      { sampleCode: 'no' },
      'sampleCode: "no" is not a boolean (allowed: true, false). Correct the value. [wrong-type]',
    ],
    ['a misspelled option', { devDepz: [] }, 'devDepz: is not a known option. Did you mean devDeps? [unknown-option]'],
    [
      'an unknown enum member',
      { cpuArchitecture: (CpuArchitecture as any).ARM },
      'cpuArchitecture: undefined is not a member of CpuArchitecture (allowed: CpuArchitecture.X86_64, CpuArchitecture.ARM64). Use one of these values, or remove the option to use the default. [unsupported-value]',
    ],
    [
      'an image that is built elsewhere',
      { imageBuild: { image: 'nginx:1.29' } },
      'imageBuild.image: "nginx:1.29" has no effect in EcsServiceProject, which always builds the image from the source code in the project. Remove it, or use another project type and add EcsDelivery to it. [runtime-of-project]',
    ],
    [
      'another runtime',
      { imageBuild: { runtime: 'python', dockerfile: 'Dockerfile' } },
      'imageBuild.runtime: "python" is not supported by EcsServiceProject (allowed: nodejs). Remove it, or add EcsDelivery to a project in that language. [runtime-of-project]',
    ],
  ])('%s', (_what, options, problem) => {
    const folder = temporaryFolder();
    expect(messageOf(() => serviceIn(folder, options))).toContain(`\n  - ${problem}`);
    expect(filesIn(folder)).toEqual({});
  });

  test('are reported together with invalid delivery options, without a stack trace', () => {
    const folder = temporaryFolder();
    let error: Error | undefined;
    try {
      serviceIn(folder, { name: 'orders api', serviceName: 'orders', containerPort: 80 });
    } catch (thrown) {
      error = thrown as Error;
    }
    expect(error!.message).toMatch(
      /^Found 2 problems in the delivery config of orders\. No files were written\.\n {2}- name: .*\n {2}- containerPort: 80 .*$/,
    );
    expect(error!.stack).toBe(error!.message);
    expect(filesIn(folder)).toEqual({});
  });

  test.each([
    [{ name: 'Orders API' }, 'name'],
    [{ imageBuild: { runtime: 'python' } }, 'imageBuild.runtime'],
    [{ imageBuild: { runtime: 'deno', runtimeVersion: '2' } }, 'imageBuild.runtime'],
  ])('%j are reported as one problem', (options, path) => {
    const lines = messageOf(() => serviceIn(temporaryFolder(), options as object)).split('\n');
    expect(lines.slice(1)).toEqual([expect.stringContaining(`  - ${path}: `)]);
  });

  test('include missing options', () => {
    expect(messageOf(() => new EcsServiceProject(undefined as never))).toContain('\n  - awsAccount: is missing');
  });
});

describe('typescriptProjectOptions', () => {
  test('passes options to projen', () => {
    const files = generate({
      typescriptProjectOptions: { licensed: true, license: 'MIT', copyrightOwner: 'Acme', keywords: ['orders'] },
    });
    expect(files.LICENSE).toContain('Acme');
    expect(packageOf(files)).toMatchObject({ license: 'MIT', keywords: ['orders'] });
  });

  test.each([
    [
      'jest',
      true,
      'typescriptProjectOptions.jest: cannot be set here. Remove it; tests use the Node.js test runner. [reserved-project-option]',
    ],
    [
      'defaultReleaseBranch',
      'trunk',
      'typescriptProjectOptions.defaultReleaseBranch: cannot be set here. Use the top-level branch option instead. [reserved-project-option]',
    ],
    [
      'licence',
      'MIT',
      `typescriptProjectOptions.licence: is not an option of projen's TypeScriptProject. Remove it, or correct the name. [unknown-option]`,
    ],
  ])('rejects %s', (name, value, problem) => {
    const folder = temporaryFolder();
    expect(messageOf(() => serviceIn(folder, { typescriptProjectOptions: { [name]: value } }))).toBe(
      `Found 1 problem in the delivery config of orders-api. No files were written.\n  - ${problem}`,
    );
    expect(filesIn(folder)).toEqual({});
  });

  test('rejects every option that the project type sets, instead of silently ignoring it', () => {
    const all = Object.fromEntries(Object.keys(RESERVED_OPTIONS).map((name) => [name, 'x']));
    const message = messageOf(() => serviceIn(temporaryFolder(), { typescriptProjectOptions: all }));
    expect(
      message
        .split('\n')
        .slice(1)
        .map(
          (line) =>
            / {2}- typescriptProjectOptions\.(\w+): cannot be set here\. (?:Add|Edit|Remove|Use) .+\. \[reserved-project-option\]$/.exec(
              line,
            )?.[1],
        ),
    ).toEqual(Object.keys(RESERVED_OPTIONS));
  });
});

describe('an existing file', () => {
  test('is never overwritten, neither by the delivery nor by the project', () => {
    const folder = temporaryFolder();
    for (const path of ['Dockerfile', 'tsconfig.json', '.gitignore']) {
      writeFileSync(join(folder, path), 'mine\n');
    }
    const before = filesIn(folder);
    expect(messageOf(() => serviceIn(folder).synth())).toBe(
      [
        '3 existing files would be overwritten. No files were written.',
        ...['Dockerfile', '.gitignore', 'tsconfig.json'].map(
          (path) =>
            `  - ${path}: already exists and is not a generated file. To replace it, add "${path}" to takeOver; the original is kept as ${path}.orig. [existing-file]`,
        ),
      ].join('\n'),
    );
    expect(filesIn(folder)).toEqual(before);
  });

  test('is renamed if takeOver lists it', () => {
    const folder = temporaryFolder();
    const takeOver = ['Dockerfile', 'tsconfig.json', '.gitignore'];
    for (const path of takeOver) {
      writeFileSync(join(folder, path), 'mine\n');
    }
    const project = serviceIn(folder, { takeOver });
    const messages: string[] = [];
    project.logger.info = (...text) => void messages.push(text.join(' '));
    project.synth();
    const files = filesIn(folder);
    for (const path of takeOver) {
      expect(files[`${path}.orig`]).toBe('mine\n');
      expect(files[path]).toContain('~~ Generated by projen');
      expect(files['.gitignore']).toContain(`/${path}.orig*\n`);
      expect(messages).toContain(`${path} is now generated. The original was renamed to ${path}.orig.`);
    }
    expect(messages.length).toBe(3);

    serviceIn(folder, { takeOver }).synth();
    expect(filesIn(folder)).toEqual(files);
  });

  test('is merged if it is package.json', () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'orders-api', version: '1.2.3', dependencies: { express: '^5' } }),
    );
    serviceIn(folder, { deps: ['express'] }).synth();
    expect(packageOf(filesIn(folder)).dependencies).toEqual({ express: '^5' });
  });

  test('must be a generated file if takeOver lists it', () => {
    expect(messageOf(() => serviceIn(temporaryFolder(), { takeOver: ['Makefile'] }).synth())).toMatch(
      /^takeOver lists files that are not generated\. No files were written\.\n {2}- takeOver: "Makefile" is not a generated file \(allowed: .*\btask-definition\.json, .*\btsconfig\.json\)\. Remove it, or correct the path\. \[not-generated\]$/,
    );
  });

  test('is protected from a component that generates an editable file', () => {
    const folder = temporaryFolder();
    const synth = (obj: object, takeOver: string[] = []) => {
      const project = serviceIn(folder, { takeOver });
      new JsonFile(project, 'settings.json', { obj, marker: false, readonly: false });
      project.synth();
    };
    writeFileSync(join(folder, 'settings.json'), '{"mine":true}\n');
    expect(messageOf(() => synth({ a: 1 }))).toContain(
      '  - settings.json: already exists and is not a generated file.',
    );
    synth({ a: 1 }, ['settings.json']);
    synth({ a: 2 });
    expect(filesIn(folder)).toMatchObject({
      'settings.json': '{\n  "a": 2\n}\n',
      'settings.json.orig': '{"mine":true}\n',
    });
  });
});

describe('a subproject', () => {
  function subproject(options: Partial<EcsServiceProjectOptions>): {
    folder: string;
    root: Project;
    project: EcsServiceProject;
  } {
    const folder = temporaryFolder();
    const root = new Project({ name: 'shop', outdir: folder });
    const project = new EcsServiceProject({
      name: 'orders-api',
      ...MINIMAL_OPTIONS,
      parent: root,
      outdir: 'services/orders',
      ...options,
    });
    return { folder, root, project };
  }

  test('is generated by the config of the root project', () => {
    const { folder, root, project } = subproject({ githubActions: { enabled: false } });
    root.synth();
    const paths = Object.keys(filesIn(folder));
    expect(paths).toEqual(expect.arrayContaining(['services/orders/Dockerfile', 'services/orders/src/main.ts']));
    expect(paths).not.toContain('services/orders/projenrc/tsconfig.json');
    expect(commandsOf(project, 'default')).toEqual([expect.stringMatching(/projen(@\S+)? default$/)]);
    expect(commandsOf(project, 'pre-compile')).toEqual([]);
  });

  test('cannot use GitHub Actions', () => {
    expect(messageOf(() => subproject({}))).toContain(
      '  - githubActions.enabled: true is not supported in a subproject, because GitHub runs workflows only from the root of the repository',
    );
  });

  test('requires its own folder', () => {
    expect(messageOf(() => subproject({ githubActions: { enabled: false }, outdir: undefined }))).toContain(
      '"outdir" must be specified for subprojects',
    );
  });
});

describe('an ejected project', () => {
  let files: Record<string, string>;

  beforeAll(() => {
    process.env.PROJEN_EJECTING = 'true';
    try {
      files = generate({ devDeps: ['projen-aws-delivery@^1'] });
    } finally {
      delete process.env.PROJEN_EJECTING;
    }
  });

  test('does not depend on this package or projen', () => {
    const { devDependencies, scripts } = packageOf(files);
    expect(Object.keys(devDependencies)).toEqual([
      '@types/node',
      'aws-cdk',
      'aws-cdk-lib',
      'constructs',
      'oxlint',
      'ts-node',
      'typescript',
    ]);
    expect(scripts).toMatchObject({ build: 'node scripts/run-task.cjs build', test: 'node scripts/run-task.cjs test' });
    expect(JSON.stringify(JSON.parse(files['.projen/tasks.json']!))).not.toMatch(/npx projen|projenrc/);
    expect(files['DELIVERY.md']).not.toMatch(/npx projen|projenrc/);
    expect(files['DELIVERY.md']).toContain('node scripts/run-task.cjs deploy orders-api-registry');
  });

  test('has no file that is marked as generated', () => {
    const marked = Object.entries(files).filter(
      ([path, text]) => path !== 'scripts/run-task.cjs' && /~~ Generated|^(#|\/\/|<!--) undefined/m.test(text),
    );
    expect(marked.map(([path]) => path)).toEqual([]);
  });
});
