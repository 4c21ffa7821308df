import type { Project } from 'projen';
import { buildCommands, buildInfoOf } from './core/build-info';
import { javascript } from './core/projen';
import { INFRA_DEPENDENCIES, pluginDependencies } from './delivery/package-json';
import { INFRA_BUILD_INFO } from './delivery/tsconfig';
import type { CommonModel } from './model/common-model';

/** Adds the dependencies of the CDK app and the tasks that run it. */
export function addInfraTasks(project: Project, model: CommonModel): void {
  const { dir, ownPackage } = model.infra;
  const cwd = ownPackage ? dir : undefined;
  const install = ownPackage ? [{ exec: 'npm install --no-audit --no-fund', cwd }] : [];
  const npx = ownPackage ? 'npx ' : '';
  const tasks = [
    {
      name: 'synth',
      description: 'Synthesizes the CDK app. Needs AWS credentials only to look up an existing VPC',
      exec: `${npx}cdk synth --quiet`,
    },
    {
      name: 'diff',
      description: 'Shows what a deployment of the CDK app would change. Accepts stack names',
      exec: `${npx}cdk diff`,
    },
    {
      name: 'deploy',
      description: 'Deploys the CDK app. Accepts stack names or --all',
      exec: `${npx}cdk deploy`,
    },
  ];
  for (const { name, description, exec } of tasks) {
    // A CDK project already has tasks with these names for its own app.
    project.addTask(project.tasks.tryFind(name) ? `infra:${name}` : name, {
      description,
      steps: [...install, { exec, cwd, receiveArgs: true }],
    });
  }
  project.addTask('infra:check', {
    description: 'Type-checks the CDK app',
    steps: [
      ...install,
      ...buildCommands(
        [ownPackage ? 'tsconfig.json' : `${dir}/tsconfig.json`],
        [buildInfoOf(INFRA_BUILD_INFO)],
        npx,
      ).map((exec) => ({ exec, cwd })),
    ],
  });
  if (project instanceof javascript.NodeProject) {
    const declared = project.deps.all.map(({ name }) => name);
    const missing = Object.entries({ ...INFRA_DEPENDENCIES, ...pluginDependencies(model.infra) }).filter(
      ([name]) => !declared.includes(name) || name === 'constructs',
    );
    project.addDevDeps(...missing.map(([name, range]) => `${name}@${range}`));
  }
  project.addTask('preflight', {
    description: `Checks what must exist before the first release. Argument: optionally, the environment (${model.environments.map(({ name }) => name).join(', ')})`,
    exec: `bash ${model.files.preflight}`,
    receiveArgs: true,
  });
  project.addTask('rollback', {
    description: `Rolls back to an earlier revision. Arguments: the environment (${model.environments.map(({ name }) => name).join(', ')}) and, optionally, the revision to roll back to`,
    exec: `bash ${model.files.rollback}`,
    receiveArgs: true,
  });
  project.addGitIgnore('cdk.out/');
  if (ownPackage) {
    project.addGitIgnore(`/${dir}/node_modules/`);
  }
}
