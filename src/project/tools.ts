import type { javascript, typescript } from 'projen';
import { INFRA_DEPENDENCIES } from '../delivery/package-json';

/**
 * The tools that every project needs. Keep the list short: npm installs it whenever a project is created. ts-node needs
 * a version here because projen adds it without one, which would cause a second install.
 */
export const TOOL_DEPENDENCIES: readonly string[] = ['oxlint@~1.89.0', `ts-node@${INFRA_DEPENDENCIES['ts-node']}`];

/** The output folder for the compiled tests and the compiled service that they test. */
const TEST_OUTPUT = 'build-test';

export const TSCONFIG: javascript.TypescriptConfigOptions = {
  compilerOptions: { target: 'ES2022', lib: ['es2022'], declaration: false, skipLibCheck: true, noEmitOnError: true },
};

export const TEST_TSCONFIG: javascript.TypescriptConfigOptions = {
  include: ['../src/**/*.ts'],
  compilerOptions: { noEmit: false, outDir: `../${TEST_OUTPUT}` },
};

/** Adds the tasks of a TypeScript service: type checks, linter, and tests. */
export function addTools(project: typescript.TypeScriptProject): void {
  // projen's default calls npm each time a task runs, which is slow.
  project.tasks.addEnvironment('PATH', `$(node -p "${PATH_WITH_BINS}")`);

  const lint = project.addTask('lint', {
    description: 'Lints the service',
    exec: 'oxlint --deny-warnings src test',
  });
  // Remove old output so that deleted tests do not run.
  project.testTask.exec(`node -e "fs.rmSync('${TEST_OUTPUT}', { recursive: true, force: true })"`);
  project.testTask.exec('tsc --project test/tsconfig.json');
  // Do not pass a path: without one, Node.js 20, 22, and 24 find tests in the working directory by the same rules.
  project.testTask.exec('node --test --test-reporter=spec', { cwd: TEST_OUTPUT, receiveArgs: true });
  project.testTask.spawn(lint);
  project.addGitIgnore(`/${TEST_OUTPUT}/`);

  if (!project.ejected && !project.parent) {
    // For speed, `npx projen` does not type-check the config. The build does.
    project.preCompileTask.exec('tsc --project projenrc/tsconfig.json', { name: 'projenrc:check' });
  }
  project.postCompileTask.spawn(project.tasks.tryFind('infra:check')!);
}

/** The current PATH, preceded by `node_modules/.bin` of this folder and each parent folder, as npm sets it. */
const PATH_WITH_BINS = [
  "const p=require('path');",
  'const bins=[];',
  'for(let d=process.cwd(),u;;d=u){',
  "bins.push(p.join(d,'node_modules/.bin'));",
  'u=p.dirname(d);',
  'if(u===d)break',
  '}',
  '[...bins,process.env.PATH].join(p.delimiter)',
].join('');
