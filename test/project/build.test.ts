import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliveryIn, filesIn, serviceIn, temporaryFolder } from '../support/project';

process.env.PROJEN_DISABLE_POST = 'true';

const ROOT = join(__dirname, '../..');

/** Commands of a task, without the tools that these tests do not install. */
class Service {
  public readonly folder = temporaryFolder();

  public constructor() {
    this.regenerate();
    mkdirSync(join(this.folder, 'node_modules'));
    for (const name of ['@types', 'typescript', 'undici-types']) {
      symlinkSync(join(ROOT, 'node_modules', name), this.path('node_modules', name));
    }
    // Reading the types of the CDK would take most of the time.
    this.write('infra/main.ts', 'export const account: string = "111122223333";\n');
    for (const file of ['base-stack', 'pipeline-stack', 'registry-stack', 'service-stack']) {
      rmSync(this.path('infra', `${file}.ts`));
    }
    this.write('.projenrc.ts', 'export const port: number = 3000;\n');
    this.write('node_modules/.package-lock.json', '{}');
    this.date('node_modules/.package-lock.json', new Date(0));
  }

  public regenerate(): void {
    serviceIn(this.folder).synth();
  }

  public path(...segments: string[]): string {
    return join(this.folder, ...segments);
  }

  public write(path: string, content: string): void {
    rmSync(this.path(path), { force: true });
    writeFileSync(this.path(path), content);
  }

  public date(path: string, time: Date): void {
    utimesSync(this.path(path), time, time);
  }

  /** Runs the commands of a task that compile, and returns the errors. */
  public compile(task: 'compile' | 'test' | 'infra:check'): string[] {
    const { steps } = JSON.parse(readFileSync(this.path('.projen/tasks.json'), 'utf-8')).tasks[task];
    const commands: string[] = steps.map(({ exec }: { exec?: string }) => exec).filter(isCompilation);
    const bin = join(ROOT, 'node_modules/.bin');
    const output = commands.map(
      (command) =>
        spawnSync('sh', ['-c', command.replace('tsc --build', 'tsc --build --verbose')], {
          cwd: this.folder,
          encoding: 'utf-8',
          env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
        }).stdout,
    );
    this.checked = [...output.join('').matchAll(/Building project '(.*)'/g)].map(([, path]) =>
      path!.slice(path!.indexOf(this.folder) + this.folder.length + 1),
    );
    return output
      .join('')
      .split('\n')
      .filter((line) => line.includes('error TS'));
  }

  /** The configurations that the last compilation did not skip. */
  public checked: string[] = [];
}

function isCompilation(command: string | undefined): boolean {
  return command !== undefined && /tsc --build|tsbuildinfo|build-test/.test(command);
}

const ALL = ['projenrc/tsconfig.json', 'tsconfig.json', 'infra/tsconfig.json', 'test/tsconfig.json'];

describe('compiling', () => {
  const service = new Service();

  beforeEach(() => {
    expect(service.compile('compile')).toEqual([]);
  });

  test('skips everything if nothing has changed', () => {
    service.compile('compile');
    expect(service.checked).toEqual([]);
  });

  test('writes build info only to folders that git ignores', () => {
    const ignored = /^(node_modules|build-test)\/|^tsconfig.tsbuildinfo$/;
    const written = execFileSync('find', ['.', '-name', '*.tsbuildinfo'], { cwd: service.folder, encoding: 'utf-8' });
    for (const path of written.trim().split('\n')) {
      expect(path.replace('./', '')).toMatch(ignored);
    }
  });

  test('finds an error in any file, until it is corrected', () => {
    const paths = ['.projenrc.ts', 'infra/main.ts', 'src/logger.ts', 'test/server.test.ts'];
    const texts = paths.map((path) => readFileSync(service.path(path), 'utf-8'));
    for (const [i, path] of paths.entries()) {
      service.write(path, `${texts[i]}export const wrong: number = 'text';\n`);
    }
    for (let round = 0; round < 2; round++) {
      const errors = service.compile('compile');
      expect([...new Set(errors.map((error) => error.split('(')[0]))].sort()).toEqual(paths);
    }
    for (const [i, path] of paths.entries()) {
      service.write(path, texts[i]!);
    }
  });

  test('checks everything after packages are installed', () => {
    service.write('node_modules/.package-lock.json', '{}');
    service.compile('compile');
    expect(service.checked).toEqual(ALL);
  });

  test('notices a changed date of a tsconfig.json only once', () => {
    service.date('infra/tsconfig.json', new Date());
    service.compile('compile');
    expect(service.checked).toContain('infra/tsconfig.json');
    service.compile('compile');
    expect(service.checked).toEqual([]);
  });

  test('compiles again if the output is deleted', () => {
    rmSync(service.path('lib'), { recursive: true });
    rmSync(service.path('build-test'), { recursive: true });
    service.compile('compile');
    expect(existsSync(service.path('lib/main.js'))).toBe(true);
    expect(existsSync(service.path('build-test/test/server.test.js'))).toBe(true);
  });

  test('of the tests removes those whose source was deleted', () => {
    service.write('test/old.test.ts', 'export {};\n');
    service.compile('test');
    expect(existsSync(service.path('build-test/test/old.test.js'))).toBe(true);
    rmSync(service.path('test/old.test.ts'));
    service.compile('test');
    expect(Object.keys(filesIn(service.path('build-test/test')))).toEqual(['server.test.js', 'tsconfig.tsbuildinfo']);
  });

  test('of the CDK app is a task of its own', () => {
    service.write('infra/main.ts', 'export const account: string = 1;\n');
    expect(service.compile('infra:check')).toHaveLength(1);
    service.write('infra/main.ts', 'export const account: string = "111122223333";\n');
  });
});

test('generating the same files again does not change their dates', () => {
  // A project without packages, because this step also installs packages.
  delete process.env.PROJEN_DISABLE_POST;
  const folder = temporaryFolder();
  const dates = () =>
    ['infra/tsconfig.json', 'infra/main.ts', 'Dockerfile'].map((path) => statSync(join(folder, path)).mtimeMs);
  deliveryIn(folder).project.synth();
  const before = new Date('2026-01-01');
  for (const path of Object.keys(filesIn(folder))) {
    utimesSync(join(folder, path), before, before);
  }
  deliveryIn(folder).project.synth();
  expect(dates()).toEqual([before.getTime(), before.getTime(), before.getTime()]);
  deliveryIn(folder, { containerPort: 8080 }).project.synth();
  expect(dates()).toEqual([before.getTime(), before.getTime(), expect.any(Number)]);
  expect(dates()[2]).toBeGreaterThan(before.getTime());
});
