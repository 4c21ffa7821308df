import { relative } from 'node:path';
import type { Project } from 'projen';
import { configFileOf } from '../files/config-file';
import { COMMAND_VARIABLE } from './command';

const DESCRIPTIONS = {
  check:
    'Checks the delivery config, the rules of its standard, and the generated files, without writing any. Argument: --format text, github, sarif, or json',
  explain: 'Explains an option of the delivery: its value, where the value comes from, and what the standard allows',
  migrate: 'Replaces old names of options in the config. Argument: --check shows what it would change',
  changes:
    'Describes what changed since the last commit, including the shared values, for a pull request. Arguments: --base <commit>, --format markdown or json',
};

/** Adds the tasks to a project, and to its root, which contains the config. */
export function addCommandTasks(project: Project): void {
  if (project.ejected) {
    return;
  }
  for (const [name, description] of Object.entries(DESCRIPTIONS)) {
    const task = `delivery:${name}`;
    if (!project.root.tasks.tryFind(task)) {
      project.root.addTask(task, { description, env: { [COMMAND_VARIABLE]: name } });
    }
    if (project.parent && !project.tasks.tryFind(task)) {
      project.addTask(task, {
        description,
        exec: `${project.projenCommand} ${task}`,
        cwd: relative(project.outdir, project.root.outdir),
        receiveArgs: true,
      });
    }
  }
}

/** Lets the tasks run the config. Call when the task that runs it is complete. */
export function completeCommandTasks({ root }: Project): void {
  for (const name of Object.keys(DESCRIPTIONS)) {
    const task = root.tasks.tryFind(`delivery:${name}`);
    if (task?.steps.length === 0) {
      const steps = root.defaultTask?.steps ?? [];
      const [last = { exec: `node ${configFileOf(root)}` }] = steps.slice(-1);
      task.addSteps(...steps.slice(0, -1), { ...last, receiveArgs: true });
    }
  }
}
