import type { javascript, typescript } from 'projen';
import { buildCommands, buildInfoOf } from '../core/build-info';
import { INFRA_BUILD_INFO } from '../delivery/tsconfig';
import type { CommonModel } from '../model/common-model';
import { PROJENRC_FOLDER } from './starter-projenrc';

/** The tools that every project needs. Keep the list short: npm installs it whenever a project is created. */
export const TOOL_DEPENDENCIES: readonly string[] = ['oxlint@~1.89.0'];

/** The output folder for the compiled tests and the compiled service that they test. */
const TEST_OUTPUT = 'build-test';

export const TSCONFIG: javascript.TypescriptConfigOptions = {
  compilerOptions: { target: 'ES2022', lib: ['es2022'], declaration: false, skipLibCheck: true, noEmitOnError: true },
};

export const TEST_TSCONFIG: javascript.TypescriptConfigOptions = {
  include: ['../src/**/*.ts'],
  compilerOptions: { noEmit: false, outDir: `../${TEST_OUTPUT}` },
};

/** The same, for code that runs in browsers. */
export function withBrowserTypes(config: javascript.TypescriptConfigOptions): javascript.TypescriptConfigOptions {
  return { ...config, compilerOptions: { ...config.compilerOptions, lib: ['es2022', 'dom', 'dom.iterable'] } };
}

/** The build info that TypeScript writes into this folder when it compiles the tests. */
const TEST_BUILD_INFO = `${TEST_OUTPUT}/test/tsconfig.tsbuildinfo`;

/** Adds the tasks of a TypeScript service: type checks, linter, and tests. */
export function addTools(project: typescript.TypeScriptProject, { infra }: CommonModel): void {
  // projen's default calls npm each time a task runs, which is slow.
  project.tasks.addEnvironment('PATH', `$(node -p "${PATH_WITH_BINS}")`);

  const lint = project.addTask('lint', {
    description: 'Lints the service',
    exec: 'oxlint --deny-warnings src test',
  });
  project.testTask.exec(`node -e "${DELETE_OLD_TESTS}"`);
  for (const command of buildCommands(['test/tsconfig.json'], [TEST_BUILD_INFO])) {
    project.testTask.exec(command);
  }
  // Do not pass a path: without one, Node.js 20, 22, and 24 find tests in the working directory by the same rules.
  project.testTask.exec('node --test --test-reporter=spec', { cwd: TEST_OUTPUT, receiveArgs: true });
  project.testTask.spawn(lint);
  project.addGitIgnore(`/${TEST_OUTPUT}/`);

  // For speed, `npx projen` does not type-check the config. The build does.
  const config = project.ejected || project.parent ? [] : [PROJENRC_FOLDER];
  // One command, so that TypeScript reads the types of packages only once.
  const commands = buildCommands(
    [
      ...config.map((folder) => `${folder}/tsconfig.json`),
      'tsconfig.json',
      `${infra.dir}/tsconfig.json`,
      'test/tsconfig.json',
    ],
    [...config.map(buildInfoOf), 'tsconfig.tsbuildinfo', buildInfoOf(INFRA_BUILD_INFO), TEST_BUILD_INFO],
  );
  project.compileTask.reset();
  for (const command of commands) {
    project.compileTask.exec(command);
  }
}

/** Deletes the compiled tests if the source of one of them was deleted, because Node.js would still run it. */
const DELETE_OLD_TESTS = [
  `const o='${TEST_OUTPUT}';`,
  'const files=fs.existsSync(o)?fs.readdirSync(o,{recursive:true}):[];',
  "const isOld=f=>f.endsWith('.js')&&!fs.existsSync(f.slice(0,-2)+'ts');",
  'if(files.some(isOld))fs.rmSync(o,{recursive:true})',
].join('');

/** The current PATH, preceded by `node_modules/.bin` of this folder and each parent folder, as npm sets it. */
export const PATH_WITH_BINS = [
  "const p=require('path');",
  'const bins=[];',
  'for(let d=process.cwd(),u;;d=u){',
  "bins.push(p.join(d,'node_modules/.bin'));",
  'u=p.dirname(d);',
  'if(u===d)break',
  '}',
  '[...bins,process.env.PATH].join(p.delimiter)',
].join('');
