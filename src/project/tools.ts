import type { javascript, typescript } from 'projen';
import { INFRA_DEPENDENCIES } from '../delivery/package-json';

/**
 * Few and small, since npm installs them whenever a project is created. projen asks for ts-node without a version, and
 * would have to install twice.
 */
export const TOOL_DEPENDENCIES: readonly string[] = ['oxlint@~1.89.0', `ts-node@${INFRA_DEPENDENCIES['ts-node']}`];

/** Where the compiled tests go, and with them the compiled service that they test. */
const TEST_OUTPUT = 'build-test';

export const TSCONFIG: javascript.TypescriptConfigOptions = {
  compilerOptions: { target: 'ES2022', lib: ['es2022'], declaration: false, skipLibCheck: true, noEmitOnError: true },
};

export const TEST_TSCONFIG: javascript.TypescriptConfigOptions = {
  include: ['../src/**/*.ts'],
  compilerOptions: { noEmit: false, outDir: `../${TEST_OUTPUT}` },
};

/** Tasks of a TypeScript service: type checks, lint, tests. */
export function addTools(project: typescript.TypeScriptProject): void {
  // projen's own value asks npm for it, each time a task runs.
  project.tasks.addEnvironment('PATH', `$(node -p "${PATH_WITH_BINS}")`);

  const lint = project.addTask('lint', {
    description: 'Lints the service',
    exec: 'oxlint --deny-warnings src test',
  });
  // A test that was deleted must not run on.
  project.testTask.exec(`node -e "fs.rmSync('${TEST_OUTPUT}', { recursive: true, force: true })"`);
  project.testTask.exec('tsc --project test/tsconfig.json');
  // Without a path, Node.js 20, 22 and 24 look for tests by the same rules, below the working directory.
  project.testTask.exec('node --test --test-reporter=spec', { cwd: TEST_OUTPUT, receiveArgs: true });
  project.testTask.spawn(lint);
  project.addGitIgnore(`/${TEST_OUTPUT}/`);

  if (!project.ejected && !project.parent) {
    // `npx projen` does not check the types of the config, to be quick; the build does.
    project.preCompileTask.exec('tsc --project projenrc/tsconfig.json', { name: 'projenrc:check' });
  }
  project.postCompileTask.spawn(project.tasks.tryFind('infra:check')!);
}

/** The folders of commands from here up to the root, as npm has them, in front of the PATH that there is. */
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
