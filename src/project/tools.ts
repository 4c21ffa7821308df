import type { typescript } from 'projen';

/** Few and small, since npm installs them whenever a project is created. */
export const TOOL_DEPENDENCIES: readonly string[] = ['oxlint@^1'];

/** Where the compiled tests go. */
const TEST_OUTPUT = 'build-test';

/** Tasks of a TypeScript service: type checks, lint, tests. */
export function addTools(project: typescript.TypeScriptProject): void {
  // projen's own value asks npm for it, each time a task runs.
  project.tasks.addEnvironment('PATH', `$(node -p "${PATH_WITH_BINS}")`);

  const lint = project.addTask('lint', {
    description: 'Lints the service',
    exec: 'oxlint --deny-warnings src test',
  });
  project.testTask.exec(`tsc --project test/tsconfig.json --noEmit false --outDir ${TEST_OUTPUT}`);
  project.testTask.exec(`node --test ${TEST_OUTPUT}/test/`, { receiveArgs: true });
  project.testTask.spawn(lint);
  project.addGitIgnore(`/${TEST_OUTPUT}/`);

  if (!project.ejected) {
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
