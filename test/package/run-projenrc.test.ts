import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../projenrc/bundle';
import { temporaryFolder } from '../support/project';

const ROOT = join(__dirname, '../..');
const COMMAND = join(temporaryFolder(), 'run-projenrc.js');
writeFileSync(COMMAND, bundle(join(ROOT, 'src/run-projenrc.ts')).code);

/** A project with TypeScript and a config. The file `loads` in `node_modules/typescript` counts how often it is loaded. */
class ConfigProject {
  public readonly folder = temporaryFolder();
  private readonly typescript = join(this.folder, 'node_modules/typescript');

  public constructor(config: string, files: Readonly<Record<string, string>> = {}) {
    mkdirSync(this.typescript, { recursive: true });
    mkdirSync(join(this.folder, 'projenrc'));
    this.useTypescript('6.0.3');
    const real = JSON.stringify(join(ROOT, 'node_modules/typescript'));
    this.write(
      'node_modules/typescript/index.js',
      `require('fs').appendFileSync(__dirname + '/loads', 'x'); module.exports = require(${real});`,
    );
    this.write('node_modules/typescript/loads', '');
    for (const [path, content] of Object.entries({ '.projenrc.ts': config, ...files })) {
      this.write(path, content);
    }
  }

  public useTypescript(version: string): void {
    this.write(
      'node_modules/typescript/package.json',
      JSON.stringify({ name: 'typescript', version, main: 'index.js' }),
    );
  }

  public write(path: string, content: string): void {
    writeFileSync(join(this.folder, path), content);
  }

  public run(...args: string[]): { code: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, '.projenrc.ts', ...args], {
      cwd: this.folder,
      encoding: 'utf-8',
    });
    return { code: status, stdout, stderr };
  }

  public get loads(): number {
    return readFileSync(join(this.typescript, 'loads'), 'utf-8').length;
  }

  public get cache(): string[] {
    const folder = join(this.folder, 'node_modules/.cache/projenrc');
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name));
  }
}

const GREETING = { 'projenrc/greeting.ts': "export enum Greeting { HELLO = 'Hello' }\n" };
const CONFIG =
  "import { Greeting } from './projenrc/greeting';\nconst name: string = 'Ada';\nconsole.log(Greeting.HELLO, name);\n";

describe('run-projenrc', () => {
  test('runs a config that imports TypeScript files', () => {
    expect(new ConfigProject(CONFIG, GREETING).run()).toEqual({ code: 0, stdout: 'Hello Ada\n', stderr: '' });
  });

  test('does not load TypeScript again until a file changes', () => {
    const project = new ConfigProject(CONFIG, GREETING);
    project.run();
    expect(project.loads).toBe(1);
    expect(project.run().stdout).toBe('Hello Ada\n');
    expect(project.loads).toBe(1);
  });

  test.each([['.projenrc.ts'], ['projenrc/greeting.ts']])(
    'notices a change of %s, even if its date stays the same',
    (path) => {
      const project = new ConfigProject(CONFIG, GREETING);
      project.run();
      const file = join(project.folder, path);
      project.write(path, readFileSync(file, 'utf-8').replace('Ada', 'Bob').replace("'Hello'", "'Goodbye'"));
      utimesSync(file, new Date(0), new Date(0));
      expect(project.run().stdout).toBe(path === '.projenrc.ts' ? 'Hello Bob\n' : 'Goodbye Ada\n');
    },
  );

  test('compiles again with another version of TypeScript', () => {
    const project = new ConfigProject(CONFIG, GREETING);
    project.run();
    project.useTypescript('6.0.4');
    project.run();
    expect(project.loads).toBe(2);
  });

  test('keeps one file for each source, and ignores a damaged one', () => {
    const project = new ConfigProject(CONFIG, GREETING);
    project.run();
    expect(project.cache).toHaveLength(2);
    for (const file of project.cache) {
      writeFileSync(file, '{ "key": ');
    }
    expect(project.run().stdout).toBe('Hello Ada\n');
    project.write('.projenrc.ts', `${CONFIG}// Changed.\n`);
    project.run();
    expect(project.cache).toHaveLength(2);
  });

  test('works if nothing can be written to node_modules', () => {
    const project = new ConfigProject(CONFIG, GREETING);
    // A file in place of the folder also blocks root.
    project.write('node_modules/.cache', '');
    chmodSync(join(project.folder, 'node_modules/.cache'), 0o444);
    expect(project.run().stdout).toBe('Hello Ada\n');
  });

  test('passes arguments to the config, which is the main module', () => {
    const project = new ConfigProject(
      "console.log(process.argv[1] === __filename, require.main === module, process.argv.slice(2).join(' '));",
    );
    expect(project.run('--verbose').stdout).toBe('true true --verbose\n');
  });

  test('runs a config in a project of ES modules', () => {
    const project = new ConfigProject(CONFIG, GREETING);
    project.write('package.json', '{ "type": "module" }');
    expect(project.run().stdout).toBe('Hello Ada\n');
  });

  describe('if the config fails', () => {
    const INTERFACE = 'interface Removed {\n  readonly a: string;\n}\n\n';

    test.each([1, 2])('the stack trace has the positions of the sources (run %i)', () => {
      const project = new ConfigProject(`${INTERFACE}import { fail } from './projenrc/fail';\nfail();\n`, {
        'projenrc/fail.ts': `${INTERFACE}export function fail(): void {\n  throw new TypeError('Oh no');\n}\n`,
      });
      project.run();
      const { code, stderr } = project.run();
      expect(code).toBe(1);
      const [message, ...frames] = stderr.split('\n');
      expect(message).toBe('TypeError: Oh no');
      expect(frames[0]).toBe(`    at fail (${join(project.folder, 'projenrc/fail.ts')}:6:9)`);
      expect(frames[1]).toContain(`${join(project.folder, '.projenrc.ts')}:6:`);
    });

    test('an error without a stack prints only its message', () => {
      const project = new ConfigProject(
        "const error = new Error('Just this'); error.stack = error.message; throw error;",
      );
      expect(project.run()).toEqual({ code: 1, stdout: '', stderr: 'Just this\n' });
    });

    test('a rejected promise fails', () => {
      const project = new ConfigProject("void Promise.reject(new Error('Too late'));");
      expect(project.run()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Error: Too late\n/) });
    });

    test('a syntax error is reported with its position, each time', () => {
      const project = new ConfigProject('const a = 1;\nconst b = ;\n');
      for (let i = 0; i < 2; i++) {
        expect(project.run()).toEqual({
          code: 1,
          stdout: '',
          stderr: '.projenrc.ts(2,11): error TS1109: Expression expected.\n',
        });
      }
    });
  });

  test('uses the TypeScript of a parent folder', () => {
    const project = new ConfigProject(CONFIG, GREETING);
    const nested = join(project.folder, 'packages/orders');
    mkdirSync(nested, { recursive: true });
    symlinkSync(join(project.folder, 'projenrc'), join(nested, 'projenrc'));
    writeFileSync(join(nested, '.projenrc.ts'), CONFIG);
    const { stdout } = spawnSync(process.execPath, [COMMAND, '.projenrc.ts'], { cwd: nested, encoding: 'utf-8' });
    expect(stdout).toBe('Hello Ada\n');
    expect(project.cache).toHaveLength(2);
  });
});
