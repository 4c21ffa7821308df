import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { GITHUB_ACTIONS } from '../../src/data/github-actions';
import type { EcsDeliveryOptions } from '../../src/options';
import { renderBuildspec } from '../../src/render/buildspec';
import { renderDeployWorkflow } from '../../src/render/deploy-workflow';
import { renderRollbackScript } from '../../src/render/rollback-script';
import { printYaml } from '../../src/render/yaml-content';
import { EcsServiceMode, TaskDefinitionOwner } from '../../src/service-options';
import { IMAGE_ONLY_ECS_SERVICE } from '../../src/targets/image-only-ecs-service';
import { targetOf } from '../../src/targets/targets';
import { lintWorkflows } from '../support/actionlint';
import { modelOf } from '../support/model';
import { temporaryFolder } from '../support/project';
import { Shell } from '../support/shell';

const EXECUTION_ROLE = 'arn:aws:iam::111122223333:role/terraform/execution';
const TASK_ROLE = 'arn:aws:iam::111122223333:role/terraform/task';
const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders';
/** The revisions of the service: not those of its task definition. */
const RUN = 'arn:aws:ecs:us-east-1:111122223333:service-revision/production/orders-api';
const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:0123456';
const OPTIONS: Partial<EcsDeliveryOptions> = {
  serviceMode: EcsServiceMode.EXISTING,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  taskDefinitionFamily: 'orders',
  containerName: 'web',
  executionRoleArn: EXECUTION_ROLE,
  deploymentTimeout: 1,
};

const model = modelOf(OPTIONS);
const environment = model.environments[0]!;
const workflow = printYaml(renderDeployWorkflow(model, model.github!, IMAGE_ONLY_ECS_SERVICE), undefined);

test('is what the options ask for', () => {
  expect(targetOf(model)).toBe(IMAGE_ONLY_ECS_SERVICE);
});

test('neither role nor log group is ours', () => {
  expect(environment).toMatchObject({ executionRole: { arn: EXECUTION_ROLE }, taskDefinition: { generated: false } });
  expect([environment.executionRole.createAs, environment.taskRole, environment.logGroup]).toEqual(
    Array(3).fill(undefined),
  );
});

test('a release may do nothing but what it does', () => {
  expect(IMAGE_ONLY_ECS_SERVICE.releaseStatements(model, environment)).toEqual([
    expect.objectContaining({ actions: ['ecs:DescribeTaskDefinition'], resources: ['*'] }),
    expect.objectContaining({ actions: ['ecs:RegisterTaskDefinition'], resources: [`${FAMILY}:*`] }),
    expect.objectContaining({
      actions: ['ecs:TagResource'],
      resources: [`${FAMILY}:*`],
      conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
    }),
    {
      why: 'Hand the execution role of the task to ECS, and to nobody else.',
      actions: ['iam:PassRole'],
      resources: [EXECUTION_ROLE],
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    expect.objectContaining({
      actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
      resources: ['arn:aws:ecs:us-east-1:111122223333:service/production/orders-api'],
    }),
  ]);
});

test('a task role is handed over too, where the task definition names one', () => {
  const both = modelOf({ ...OPTIONS, taskRoleArn: TASK_ROLE });
  const passed = IMAGE_ONLY_ECS_SERVICE.releaseStatements(both, both.environments[0]!).find(({ actions }) =>
    actions.includes('iam:PassRole'),
  );
  expect(passed?.resources).toEqual([EXECUTION_ROLE, TASK_ROLE]);
});

describe('on GitHub', () => {
  const steps: any[] = parse(workflow).jobs['deploy-production'].steps;

  test('a release starts from the revision that the service runs', () => {
    expect(steps.map(({ id, uses }) => id ?? uses?.replace(/@.*/, ''))).toEqual([
      'actions/checkout',
      'aws-actions/configure-aws-credentials',
      'current',
      'render',
      'release',
      undefined,
    ]);
    expect(steps[3].with).toEqual({
      'task-definition-arn': '${{ steps.current.outputs.task-definition-arn }}',
      'container-name': 'web',
      image: '${{ env.IMAGE_URI }}',
    });
    expect(steps[4].with).toEqual({
      'task-definition': '${{ steps.render.outputs.task-definition }}',
      cluster: 'production',
      service: 'orders-api',
      'wait-for-service-stability': true,
      'wait-for-minutes': 1,
      'wait-max-delay-seconds': 15,
    });
  });

  test('actionlint finds nothing, and the actions know their inputs', () => {
    expect(lintWorkflows([workflow])).toEqual([[]]);
    for (const { uses, with: inputs } of steps.filter((step) => step.uses)) {
      const { inputs: known } = GITHUB_ACTIONS[uses.replace(/@.*/, '') as keyof typeof GITHUB_ACTIONS];
      expect(known).toEqual(expect.arrayContaining(Object.keys(inputs)));
    }
  });

  /** Runs the step where the service runs this. */
  function ask(current: string) {
    const shell = new Shell(temporaryFolder());
    shell.program('aws', `echo ${current}`);
    writeFileSync(join(shell.folder, 'step.sh'), steps[2].run);
    const result = shell.run(['bash -e step.sh'], { GITHUB_OUTPUT: join(shell.folder, 'output') });
    return { ...result, shell };
  }

  test('the service is asked', () => {
    const { status, calls, shell } = ask(`${FAMILY}:7`);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'aws ecs describe-services --cluster production --services orders-api --query services[0].taskDefinition --output text',
    ]);
    expect(readFileSync(join(shell.folder, 'output'), 'utf-8')).toBe(`task-definition-arn=${FAMILY}:7\n`);
  });

  test.each([
    ['there is no such service', 'None'],
    ['it runs another family, for which the role has no rights', `${FAMILY}-old:7`],
  ])('a release stops where %s', (_name, current) => {
    const { status, output } = ask(current);
    expect(status).toBe(1);
    expect(output).toContain(`orders-api in production runs ${current}, which is not of ${FAMILY}\n`);
  });
});

describe('the action of CodePipeline', () => {
  const { statements } = IMAGE_ONLY_ECS_SERVICE.pipelineAction(model, environment, {
    id: 'ReleaseProduction',
    variable: 'releaseProduction',
  });
  const released = IMAGE_ONLY_ECS_SERVICE.releaseStatements(model, environment);

  test('may do what a release may', () => {
    expect(statements.slice(0, released.length)).toEqual(released);
  });

  test('may watch the tasks of this cluster besides, as its documentation asks for', () => {
    expect(statements.slice(released.length)).toEqual([
      {
        why: 'List the tasks of the cluster.',
        actions: ['ecs:ListTasks'],
        resources: ['*'],
        wildcard: 'The action takes no resource for tasks on Fargate.',
        conditions: { ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:111122223333:cluster/production' } },
      },
      {
        why: 'See how they do.',
        actions: ['ecs:DescribeTasks'],
        resources: ['arn:aws:ecs:us-east-1:111122223333:task/production/*'],
        wildcard: 'ECS names the tasks of the cluster.',
      },
    ]);
  });
});

describe('the build', () => {
  test('names container and image for the action of CodePipeline', () => {
    const shell = new Shell(temporaryFolder());
    const { status } = shell.run(IMAGE_ONLY_ECS_SERVICE.buildCommands!(model), { IMAGE_URI: IMAGE });
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(join(shell.folder, 'imagedefinitions.json'), 'utf-8'))).toEqual([
      { name: 'web', imageUri: IMAGE },
    ]);
  });

  test('hands on this file only', () => {
    const { artifacts, phases } = renderBuildspec(model, model.pipeline!, IMAGE_ONLY_ECS_SERVICE).data as any;
    expect(artifacts.files).toEqual(['imagedefinitions.json']);
    expect(phases.build.commands.at(-1)).toBe(
      `printf '[{"name":"%s","imageUri":"%s"}]' web "$IMAGE_URI" > imagedefinitions.json`,
    );
  });
});

describe('the rollback script', () => {
  interface World {
    /** How the deployment ends. */
    readonly state?: string;
    /** Revisions that were deployed with success, newest first. */
    readonly deployed?: readonly number[];
  }

  /** Runs it where the service runs revision 7, and 7, 6 and 5 are active. */
  function rollback(args: string, { state = 'COMPLETED', deployed = [] }: World = {}) {
    const shell = new Shell(temporaryFolder());
    writeFileSync(join(shell.folder, 'rollback.sh'), renderRollbackScript(model, IMAGE_ONLY_ECS_SERVICE));
    shell.program('sleep');
    shell.program(
      'aws',
      [
        'case "$*" in',
        `  *describe-services*taskDefinition*) echo ${FAMILY}:7 ;;`,
        `  *list-task-definitions*) echo "${FAMILY}:7 ${FAMILY}:6 ${FAMILY}:5" ;;`,
        `  *list-service-deployments*) echo "${deployed.map((revision) => `${RUN}/${revision}`).join('\t')}" ;;`,
        ...deployed.map(
          (revision) => `  *describe-service-revisions*${RUN}/${revision}\\ *) echo ${FAMILY}:${revision} ;;`,
        ),
        '  *update-service*) echo ecs-svc/1 ;;',
        `  *rolloutState*) echo ${state} ;;`,
        'esac',
      ].join('\n'),
    );
    return shell.run([`bash rollback.sh ${args}`], {});
  }

  test('goes back in the family that the service runs', () => {
    const { status, calls } = rollback('production');
    expect(status).toBe(0);
    expect(calls.map((call) => call.replace(/ --query.*/, ''))).toEqual([
      'aws ecs describe-services --cluster production --services orders-api',
      'aws ecs list-service-deployments --cluster production --service orders-api --status SUCCESSFUL',
      'aws ecs list-task-definitions --family-prefix orders --status ACTIVE --sort DESC',
      `aws ecs update-service --cluster production --service orders-api --task-definition ${FAMILY}:6`,
      'aws ecs describe-services --cluster production --services orders-api',
    ]);
  });

  test('passes over a revision that was registered and never deployed with success', () => {
    const { status, calls } = rollback('production', { deployed: [7, 5] });
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes('service-revisions'))).toEqual(
      [7, 5].map(
        (revision) =>
          `aws ecs describe-service-revisions --service-revision-arns ${RUN}/${revision} --query serviceRevisions[0].taskDefinition --output text`,
      ),
    );
    expect(calls.filter((call) => call.includes('update-service'))).toEqual([
      expect.stringContaining(` --task-definition ${FAMILY}:5 `),
    ]);
  });

  test('fails where the deployment fails', () => {
    expect(rollback('production', { state: 'FAILED' }).status).toBe(1);
  });

  test('waits as long as the config gives a deployment', () => {
    const { status, output, calls } = rollback('production', { state: 'IN_PROGRESS' });
    expect(status).toBe(1);
    expect(output).toContain('The deployment failed, was rolled back or took too long: IN_PROGRESS');
    expect(calls.filter((call) => call === 'sleep 15')).toHaveLength(4);
  });

  test('may list revisions and what the service has run, besides what a release may', () => {
    expect(IMAGE_ONLY_ECS_SERVICE.rollbackStatements(model, environment)).toEqual([
      expect.objectContaining({ actions: ['ecs:ListTaskDefinitions'], resources: ['*'] }),
      {
        why: 'List the deployments of the service, to know what it has run.',
        actions: ['ecs:ListServiceDeployments'],
        resources: ['arn:aws:ecs:us-east-1:111122223333:service/production/orders-api'],
      },
      {
        why: 'Read the revisions that the service has run.',
        actions: ['ecs:DescribeServiceRevisions'],
        resources: ['arn:aws:ecs:us-east-1:111122223333:service-revision/production/orders-api/*'],
        wildcard: 'ECS numbers the revisions of the service.',
      },
    ]);
  });
});
