import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JsonFile, Project } from 'projen';
import { CpuArchitecture, EcsServiceProject, type EcsServiceProjectOptions } from '../../src';
import { DECIDED_OPTIONS } from '../../src/project/project-options';
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

/** The commands of a task, those of tasks that it starts as `-> name`. */
function commandsOf(project: Project, task: string): string[] {
  return project.tasks
    .tryFind(task)!
    .steps.map(({ exec, execArgs, spawn }) => exec ?? execArgs?.join(' ') ?? `-> ${spawn}`);
}

describe('a new project', () => {
  const files = generate();

  test('has a service, its tests, its delivery and nothing that a private service has no use for', () => {
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

  test('cannot be published by mistake', () => {
    const manifest = packageOf(files);
    expect(manifest).toMatchObject({ name: 'orders-api', private: true, license: 'UNLICENSED', main: 'lib/main.js' });
    expect(manifest).not.toHaveProperty('publishConfig');
    expect(manifest).not.toHaveProperty('types');
  });

  test('installs few tools, each with a version', () => {
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
    // projen's own is decided by who runs it.
    expect(Object.values({ ...devDependencies, projen: '^0' })).not.toContain('*');
    expect(devDependencies.typescript).toBe('~6.0.0');
  });

  test('has a README whose commands exist', () => {
    expect(files['README.md']).toContain('# orders-api\n');
    expect(files['README.md']).toContain('| `npm run build` | generate, compile, lint, test |');
    expect(packageOf(files).scripts).toMatchObject({ build: 'projen build', test: 'projen test' });
  });

  test('is the same, byte for byte, for the same config', () => {
    expect(generate()).toEqual(files);
  });
});

describe('tasks', () => {
  const project = serviceIn(temporaryFolder());

  test('generate without a check of types, to be quick', () => {
    expect(commandsOf(project, 'default')).toEqual([
      'ts-node --transpileOnly --project projenrc/tsconfig.json .projenrc.ts',
    ]);
  });

  test('check the types of config and CDK app in a build', () => {
    expect(commandsOf(project, 'build')).toEqual(
      ['default', 'pre-compile', 'compile', 'post-compile', 'test', 'package'].map((task) => `-> ${task}`),
    );
    expect(commandsOf(project, 'pre-compile')).toEqual(['tsc --project projenrc/tsconfig.json']);
    expect(commandsOf(project, 'compile')).toEqual(['tsc --build']);
    expect(commandsOf(project, 'post-compile')).toEqual(['-> infra:check']);
  });

  test('run the tests of the service as they are now, then lint', () => {
    expect(commandsOf(project, 'test')).toEqual([
      `node -e "fs.rmSync('build-test', { recursive: true, force: true })"`,
      'tsc --project test/tsconfig.json',
      'node --test --test-reporter=spec',
      '-> lint',
    ]);
    expect(commandsOf(project, 'lint')).toEqual(['oxlint --deny-warnings src test']);
  });

  test('find their commands without asking npm, in parent folders too', () => {
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
  test('deps and devDeps', () => {
    const manifest = packageOf(generate({ deps: ['express@^5'], devDeps: ['projen-aws-delivery@^1', 'supertest@^7'] }));
    expect(manifest.dependencies).toEqual({ express: '^5' });
    expect(manifest.devDependencies).toMatchObject({ 'projen-aws-delivery': '^1', supertest: '^7' });
  });

  test('devDeps with the bare path that projen new gives', () => {
    expect(packageOf(generate({ devDeps: ['/tmp/x.tgz'] })).devDependencies).toMatchObject({
      'projen-aws-delivery': 'file:/tmp/x.tgz',
    });
  });

  test('nodeVersion decides the types of Node.js', () => {
    expect(packageOf(generate({ nodeVersion: '22' })).devDependencies['@types/node']).toBe('^22');
  });

  test('a name with a scope', () => {
    const files = generate({ name: '@acme/orders-api' });
    expect(packageOf(files)).toMatchObject({ name: '@acme/orders-api', private: true });
    expect(JSON.parse(files['task-definition.json']!).family).toBe('orders-api');
  });

  test('sampleCode: false leaves src and test to you', () => {
    expect(Object.keys(generate({ sampleCode: false })).filter((path) => /^(src|test)\//.test(path))).toEqual([
      'test/tsconfig.json',
    ]);
  });

  test('sampleCode does not touch files of yours', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/main.ts'), '// mine\n');
    serviceIn(folder).synth();
    expect(filesIn(folder)['src/main.ts']).toBe('// mine\n');
  });

  test('githubRepository comes from the git remote', () => {
    const folder = temporaryFolder();
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    execFileSync('git', ['remote', 'add', 'origin', 'git@github.com:acme/billing.git'], { cwd: folder });
    serviceIn(folder, { githubRepository: undefined }).synth();
    expect(filesIn(folder)['infra/registry-stack.ts']).toContain('acme/billing');
  });
});

describe('options of the project that are wrong', () => {
  const ALL = 'nothing was written.';

  test.each<[string, object, string]>([
    [
      'no name',
      { name: undefined },
      'name: undefined is missing (allowed: a name for an npm package: lower case letters, digits and . _ -). Name the project.',
    ],
    [
      'upper case',
      { name: 'Orders', serviceName: 'orders' },
      'name: "Orders" does not have the form (allowed: a name for an npm package: lower case letters, digits and . _ -). Correct the name, or start in a folder with such a name.',
    ],
    [
      'a dependency with a space',
      { deps: ['express ^5'] },
      'deps[0]: "express ^5" does not have the form (allowed: a package, or package@range). Correct the value.',
    ],
    [
      'one dependency',
      { devDeps: 'express' },
      `devDeps: "express" is not a list (allowed: a list of strings). Write it as ['...', '...'].`,
    ],
    [
      'sampleCode as text',
      { sampleCode: 'no' },
      'sampleCode: "no" is not a boolean (allowed: true, false). Correct the value.',
    ],
    ['a misspelt option', { devDepz: [] }, 'devDepz: [] belongs to no option. Did you mean devDeps?'],
    [
      'a member that an enum does not have',
      { cpuArchitecture: (CpuArchitecture as any).ARM },
      'cpuArchitecture: undefined is no member of CpuArchitecture (allowed: CpuArchitecture.X86_64, CpuArchitecture.ARM64). Take one of these, or remove the option for the default.',
    ],
    [
      'another language',
      { imageBuild: { runtime: 'python', dockerfile: 'Dockerfile' } },
      'imageBuild.runtime: "python" is not the runtime of a TypeScript service (allowed: nodejs). Remove it, or add EcsDelivery to a project of that language.',
    ],
  ])('%s', (_what, options, problem) => {
    const folder = temporaryFolder();
    expect(messageOf(() => serviceIn(folder, options))).toContain(`\n  - ${problem}`);
    expect(filesIn(folder)).toEqual({});
  });

  test('are told together with those of the delivery, without a stack trace', () => {
    const folder = temporaryFolder();
    let error: Error | undefined;
    try {
      serviceIn(folder, { name: 'orders api', serviceName: 'orders', containerPort: 80 });
    } catch (thrown) {
      error = thrown as Error;
    }
    expect(error!.message).toMatch(
      new RegExp(`^2 problems in the delivery config of orders; ${ALL}\n {2}- name: .*\n {2}- containerPort: 80 .*$`),
    );
    expect(error!.stack).toBe(error!.message);
    expect(filesIn(folder)).toEqual({});
  });

  test('no options at all', () => {
    expect(messageOf(() => new EcsServiceProject(undefined as never))).toContain('\n  - awsAccount: is missing');
  });
});

describe('typescriptProjectOptions', () => {
  test('passes on what projen knows', () => {
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
      'typescriptProjectOptions.jest: true is decided elsewhere. Use no option: tests run on the test runner of Node.js.',
    ],
    [
      'defaultReleaseBranch',
      'trunk',
      'typescriptProjectOptions.defaultReleaseBranch: "trunk" is decided elsewhere. Use branch.',
    ],
    [
      'licence',
      'MIT',
      `typescriptProjectOptions.licence: "MIT" is no option of projen's TypeScriptProject. Remove it, or correct its name.`,
    ],
  ])('refuses %s', (name, value, problem) => {
    const folder = temporaryFolder();
    expect(messageOf(() => serviceIn(folder, { typescriptProjectOptions: { [name]: value } }))).toBe(
      `1 problem in the delivery config of orders-api; nothing was written.\n  - ${problem}`,
    );
    expect(filesIn(folder)).toEqual({});
  });

  test('refuses all that is decided here: none is overruled in silence', () => {
    const all = Object.fromEntries(Object.keys(DECIDED_OPTIONS).map((name) => [name, 'x']));
    const message = messageOf(() => serviceIn(temporaryFolder(), { typescriptProjectOptions: all }));
    expect(
      message
        .split('\n')
        .slice(1)
        .map((line) => / {2}- typescriptProjectOptions\.(\w+): "x" is decided elsewhere\. Use .+\.$/.exec(line)?.[1]),
    ).toEqual(Object.keys(DECIDED_OPTIONS));
  });
});

describe('a file that was there before', () => {
  test('is never overwritten, whether the delivery or the project generates it', () => {
    const folder = temporaryFolder();
    for (const path of ['Dockerfile', 'tsconfig.json', '.gitignore']) {
      writeFileSync(join(folder, path), 'mine\n');
    }
    const before = filesIn(folder);
    expect(messageOf(() => serviceIn(folder).synth())).toBe(
      [
        '3 files are in the way of generated ones; nothing was written.',
        ...['Dockerfile', '.gitignore', 'tsconfig.json'].map(
          (path) =>
            `  - ${path}: holds a file that was not generated. Add "${path}" to takeOver; the old content is then kept as ${path}.orig.`,
        ),
      ].join('\n'),
    );
    expect(filesIn(folder)).toEqual(before);
  });

  test('is kept beside the generated one where the user says to take it over', () => {
    const folder = temporaryFolder();
    const takeOver = ['Dockerfile', 'tsconfig.json', '.gitignore'];
    for (const path of takeOver) {
      writeFileSync(join(folder, path), 'mine\n');
    }
    const project = serviceIn(folder, { takeOver });
    const told: string[] = [];
    project.logger.info = (...text) => void told.push(text.join(' '));
    project.synth();
    const files = filesIn(folder);
    for (const path of takeOver) {
      expect(files[`${path}.orig`]).toBe('mine\n');
      expect(files[path]).toContain('~~ Generated by projen');
      expect(files['.gitignore']).toContain(`/${path}.orig*\n`);
      expect(told).toContain(`${path} is generated from now on. What it said before is kept in ${path}.orig.`);
    }
    expect(told.length).toBe(3);

    serviceIn(folder, { takeOver }).synth();
    expect(filesIn(folder)).toEqual(files);
  });

  test('package.json is merged instead', () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'orders-api', version: '1.2.3', dependencies: { express: '^5' } }),
    );
    serviceIn(folder, { deps: ['express'] }).synth();
    expect(packageOf(filesIn(folder)).dependencies).toEqual({ express: '^5' });
  });

  test('takeOver names generated files only', () => {
    expect(messageOf(() => serviceIn(temporaryFolder(), { takeOver: ['Makefile'] }).synth())).toMatch(
      /^takeOver names what is not generated; nothing was written\.\n {2}- takeOver: "Makefile" is no generated file \(allowed: .*\btask-definition\.json, .*\btsconfig\.json\)\. Remove it, or correct the path\.$/,
    );
  });

  test('is the file of another component that says that it may be edited', () => {
    const folder = temporaryFolder();
    const synth = (obj: object, takeOver: string[] = []) => {
      const project = serviceIn(folder, { takeOver });
      new JsonFile(project, 'settings.json', { obj, marker: false, readonly: false });
      project.synth();
    };
    writeFileSync(join(folder, 'settings.json'), '{"mine":true}\n');
    expect(messageOf(() => synth({ a: 1 }))).toContain('  - settings.json: holds a file that was not generated.');
    synth({ a: 1 }, ['settings.json']);
    synth({ a: 2 });
    expect(filesIn(folder)).toMatchObject({
      'settings.json': '{\n  "a": 2\n}\n',
      'settings.json.orig': '{"mine":true}\n',
    });
  });
});

describe('a project inside another one', () => {
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

  test('is generated by the config of the root', () => {
    const { folder, root, project } = subproject({ githubActions: { enabled: false } });
    root.synth();
    const paths = Object.keys(filesIn(folder));
    expect(paths).toEqual(expect.arrayContaining(['services/orders/Dockerfile', 'services/orders/src/main.ts']));
    expect(paths).not.toContain('services/orders/projenrc/tsconfig.json');
    expect(commandsOf(project, 'default')).toEqual([expect.stringMatching(/projen(@\S+)? default$/)]);
    expect(commandsOf(project, 'pre-compile')).toEqual([]);
  });

  test('cannot have GitHub Actions', () => {
    expect(messageOf(() => subproject({}))).toContain(
      "  - githubActions.enabled: true cannot work in a subproject: GitHub reads workflows from the repository's root only",
    );
  });

  test('needs a folder of its own', () => {
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

  test('does not need this package or projen', () => {
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

  test('has no file that says it is generated', () => {
    const marked = Object.entries(files).filter(
      ([path, text]) => path !== 'scripts/run-task.cjs' && /~~ Generated|^(#|\/\/|<!--) undefined/m.test(text),
    );
    expect(marked.map(([path]) => path)).toEqual([]);
  });
});
