import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { statementsFor } from '../../../src/core/release';
import { GITHUB_ACTIONS } from '../../../src/data/github-actions';
import type { EcsDeliveryOptions } from '../../../src/options';
import { EcsServiceMode, TaskDefinitionOwner } from '../../../src/options';
import { lintWorkflows } from '../../support/actionlint';
import {
  buildspecOf,
  deployWorkflowOf,
  pipelineNativeOf,
  releaseOf,
  releaseScriptOf,
  rollbackOf,
  rollbackScriptOf,
} from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { isInstalled, Shell } from '../../support/shell';

const EXECUTION_ROLE = 'arn:aws:iam::111122223333:role/terraform/execution';
const TASK_ROLE = 'arn:aws:iam::111122223333:role/terraform/task';
const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders';
/** Service revisions, not task definition revisions. */
const SERVICE_REVISION = 'arn:aws:ecs:us-east-1:111122223333:service-revision/production/orders-api';
const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:0123456';
const OPTIONS: Partial<EcsDeliveryOptions> = {
  serviceMode: EcsServiceMode.EXISTING,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  taskDefinitionFamily: 'orders',
  containerName: 'web',
  executionRoleArn: EXECUTION_ROLE,
  deploymentTimeoutMinutes: 1,
};

/** CodeBuild images include jq. If it is not installed here, the tests are reported as skipped. */
const testWithJq = isInstalled('jq') ? test : test.skip;
if (!isInstalled('jq')) {
  console.warn('jq is not installed. Tests that run the release commands are skipped.');
}

const model = modelOf(OPTIONS);
const environment = model.environments[0]!;
const workflow = deployWorkflowOf(model);

test('the options select the image-only target', () => {
  expect(releaseOf(model).steps.map(({ title }) => title)).toEqual([
    'Get the current task definition',
    'Register a copy of the task definition with the new image',
    'Update the service',
    'Tag the released image, so that it does not expire',
  ]);
});

test('does not create roles or a log group', () => {
  expect(environment).toMatchObject({ executionRole: { arn: EXECUTION_ROLE }, taskDefinition: { generated: false } });
  expect([environment.executionRole.createAs, environment.taskRole, environment.logGroup]).toEqual(
    Array(3).fill(undefined),
  );
});

test('a release has only the permissions that it needs', () => {
  expect(statementsFor('github-actions', releaseOf(model))).toEqual([
    expect.objectContaining({ actions: ['ecs:DescribeTaskDefinition'], resources: ['*'] }),
    expect.objectContaining({ actions: ['ecs:RegisterTaskDefinition'], resources: [`${FAMILY}:*`] }),
    expect.objectContaining({
      actions: ['ecs:TagResource'],
      resources: [`${FAMILY}:*`],
      conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
    }),
    {
      why: 'Pass the execution role to ECS tasks only.',
      actions: ['iam:PassRole'],
      resources: [EXECUTION_ROLE],
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    expect.objectContaining({
      actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
      resources: ['arn:aws:ecs:us-east-1:111122223333:service/production/orders-api'],
    }),
    expect.objectContaining({ actions: ['ecr:BatchGetImage', 'ecr:PutImage'] }),
  ]);
});

test('a release may also pass the task role if one is configured', () => {
  const both = modelOf({ ...OPTIONS, taskRoleArn: TASK_ROLE });
  const passed = statementsFor('github-actions', releaseOf(both)).find(({ actions }) =>
    actions.includes('iam:PassRole'),
  );
  expect(passed?.resources).toEqual([EXECUTION_ROLE, TASK_ROLE]);
});

describe('on GitHub', () => {
  const steps: any[] = parse(workflow).jobs['deploy-production'].steps;

  test('a release starts from the revision that the service runs', () => {
    expect(steps.map(({ id, uses }) => id ?? uses?.replace(/@.*/, ''))).toEqual([
      undefined,
      'actions/checkout',
      'aws-actions/configure-aws-credentials',
      undefined,
      'render',
      'release',
      undefined,
      undefined,
    ]);
    expect(steps[3]).toEqual({
      name: 'Get the current task definition',
      run: 'bash infra/release.sh production current',
    });
    expect(steps[4].with).toEqual({
      'task-definition-arn': '${{ env.CURRENT_TASK_DEFINITION_ARN }}',
      'container-name': 'web',
      image: '${{ env.IMAGE_URI }}',
    });
    expect(steps[5].with).toEqual({
      'task-definition': '${{ steps.render.outputs.task-definition }}',
      cluster: 'production',
      service: 'orders-api',
      'wait-for-service-stability': true,
      'wait-for-minutes': 1,
      'wait-max-delay-seconds': 15,
    });
  });

  test('passes actionlint and uses only valid action inputs', () => {
    expect(lintWorkflows([workflow])).toEqual([[]]);
    for (const { uses, with: inputs } of steps.filter((step) => step.uses)) {
      const { inputs: known } = GITHUB_ACTIONS[uses.replace(/@.*/, '') as keyof typeof GITHUB_ACTIONS];
      expect(known).toEqual(expect.arrayContaining(Object.keys(inputs)));
    }
  });

  /** Runs the step. The service runs `current`. */
  function getCurrent(current: string) {
    const shell = new Shell(temporaryFolder());
    shell.program('aws', `echo ${current}`);
    mkdirSync(join(shell.folder, 'infra'));
    writeFileSync(join(shell.folder, 'infra/release.sh'), releaseScriptOf(model));
    const result = shell.run([steps[3].run], { GITHUB_ENV: join(shell.folder, 'output') });
    return { ...result, shell };
  }

  test('reads the current task definition from the service', () => {
    const { status, calls, shell } = getCurrent(`${FAMILY}:7`);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'aws ecs describe-services --cluster production --services orders-api --query services[0].taskDefinition --output text',
    ]);
    expect(readFileSync(join(shell.folder, 'output'), 'utf-8')).toBe(`CURRENT_TASK_DEFINITION_ARN=${FAMILY}:7\n`);
  });

  test.each([
    ['the service does not exist', 'None'],
    ['the service runs another family, for which the role has no permissions', `${FAMILY}-old:7`],
  ])('a release stops if %s', (_name, current) => {
    const { status, output } = getCurrent(current);
    expect(status).toBe(1);
    expect(output).toContain(`orders-api in production runs ${current}, which does not belong to ${FAMILY}\n`);
  });
});

describe('the commands of a release', () => {
  const TAGS = [
    { key: 'team', value: 'orders' },
    { key: 'aws:cloudformation:stack-name', value: 'orders' },
  ];
  const REGISTERED = {
    taskDefinitionArn: `${FAMILY}:7`,
    family: 'orders',
    revision: 7,
    status: 'ACTIVE',
    requiresAttributes: [{ name: 'ecs.capability.execution-role-ecr-pull' }],
    compatibilities: ['EC2', 'FARGATE'],
    registeredAt: '2026-11-01T10:00:00Z',
    registeredBy: 'arn:aws:iam::111122223333:user/alice',
    cpu: '256',
    containerDefinitions: [
      { name: 'web', image: 'old' },
      { name: 'proxy', image: 'proxy' },
    ],
  };

  /** Runs all steps of the release script. */
  function release(tags: readonly object[]) {
    const shell = new Shell(temporaryFolder());
    writeFileSync(join(shell.folder, 'release.sh'), releaseScriptOf(model));
    writeFileSync(join(shell.folder, 'current.json'), JSON.stringify({ taskDefinition: REGISTERED, tags }));
    shell.program(
      'aws',
      [
        'case "$*" in',
        `  *taskDefinition\\ --output*) echo ${FAMILY}:7 ;;`,
        '  *describe-task-definition*) cat current.json ;;',
        `  *register-task-definition*) echo ${FAMILY}:8 ;;`,
        '  *update-service*) echo ecs-svc/1 ;;',
        '  *rolloutState*) echo COMPLETED ;;',
        'esac',
      ].join('\n'),
    );
    const result = shell.run(['bash release.sh production'], { IMAGE_URI: IMAGE });
    return { ...result, registered: JSON.parse(readFileSync(join(shell.folder, 'release.json'), 'utf-8')) };
  }

  testWithJq('register a copy of the current revision with the new image, and update the service to it', () => {
    const { status, calls, registered } = release(TAGS);
    expect(status).toBe(0);
    expect(calls.map((call) => call.replace(/ --(query|output|cli-input-json).*/, ''))).toEqual([
      'aws ecs describe-services --cluster production --services orders-api',
      `aws ecs describe-task-definition --task-definition ${FAMILY}:7 --include TAGS`,
      'aws ecs register-task-definition',
      `aws ecs update-service --cluster production --service orders-api --task-definition ${FAMILY}:8`,
      'aws ecs describe-services --cluster production --services orders-api',
      expect.stringContaining('aws ecr batch-get-image '),
      expect.stringContaining('aws ecr put-image '),
    ]);
    expect(registered).toEqual({
      family: 'orders',
      cpu: '256',
      containerDefinitions: [
        { name: 'web', image: IMAGE },
        { name: 'proxy', image: 'proxy' },
      ],
      tags: [{ key: 'team', value: 'orders' }],
    });
  });

  testWithJq('do not send an empty list of tags', () => {
    expect(release([]).registered).not.toHaveProperty('tags');
  });
});

describe('the CodePipeline action', () => {
  const untagged = modelOf({ ...OPTIONS, registry: { tagReleases: false } });
  const statements = statementsFor('code-pipeline', releaseOf(untagged));
  const released = statementsFor('github-actions', releaseOf(untagged));

  test('has the permissions of a release', () => {
    expect(statements.slice(0, released.length)).toEqual(released);
  });

  test('may also watch the tasks in this cluster, as its documentation requires', () => {
    expect(statements.slice(released.length)).toEqual([
      {
        why: 'List the tasks of the cluster.',
        actions: ['ecs:ListTasks'],
        resources: ['*'],
        wildcard: 'This action does not support resource-level permissions for Fargate tasks.',
        conditions: { ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:111122223333:cluster/production' } },
      },
      {
        why: 'Check the status of the tasks.',
        actions: ['ecs:DescribeTasks'],
        resources: ['arn:aws:ecs:us-east-1:111122223333:task/production/*'],
        wildcard: 'ECS generates the IDs of tasks.',
      },
    ]);
  });
});

describe('the build', () => {
  test('writes the container and the image for the CodePipeline action', () => {
    const shell = new Shell(temporaryFolder());
    const { status } = shell.run(pipelineNativeOf(releaseOf(model)).buildCommands, { IMAGE_URI: IMAGE });
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(join(shell.folder, 'imagedefinitions.json'), 'utf-8'))).toEqual([
      { name: 'web', imageUri: IMAGE },
    ]);
  });

  test('passes only imagedefinitions.json and the script that tags the image', () => {
    const { artifacts, phases } = parse(buildspecOf(model));
    expect(artifacts.files).toEqual(['imagedefinitions.json', 'infra/release.sh']);
    expect(phases.build.commands.at(-1)).toBe(
      `printf '[{"name":"%s","imageUri":"%s"}]' web "$IMAGE_URI" > imagedefinitions.json`,
    );
  });
});

describe('the rollback script', () => {
  interface Scenario {
    /** The final state of the deployment. */
    readonly state?: string;
    /** Successfully deployed revisions, newest first. */
    readonly deployed?: readonly number[];
  }

  /** Runs the script. The service runs revision 7, and revisions 7, 6 and 5 are active. */
  function rollback(args: string, { state = 'COMPLETED', deployed = [] }: Scenario = {}) {
    const shell = new Shell(temporaryFolder());
    writeFileSync(join(shell.folder, 'rollback.sh'), rollbackScriptOf(model));
    shell.program('sleep');
    shell.program(
      'aws',
      [
        'case "$*" in',
        `  *describe-services*taskDefinition*) echo ${FAMILY}:7 ;;`,
        `  *list-task-definitions*) echo "${FAMILY}:7 ${FAMILY}:6 ${FAMILY}:5" ;;`,
        `  *list-service-deployments*) echo "${deployed.map((revision) => `${SERVICE_REVISION}/${revision}`).join('\t')}" ;;`,
        ...deployed.map(
          (revision) =>
            `  *describe-service-revisions*${SERVICE_REVISION}/${revision}\\ *) echo ${FAMILY}:${revision} ;;`,
        ),
        '  *update-service*) echo ecs-svc/1 ;;',
        `  *rolloutState*) echo ${state} ;;`,
        'esac',
      ].join('\n'),
    );
    return shell.run([`bash rollback.sh ${args}`], {});
  }

  test('rolls back within the task definition family of the service', () => {
    const { status, calls } = rollback('production');
    expect(status).toBe(0);
    expect(calls.map((call) => call.replace(/ --query.*/, ''))).toEqual([
      'aws ecs describe-services --cluster production --services orders-api',
      'aws ecs list-service-deployments --cluster production --service orders-api --status SUCCESSFUL',
      'aws ecs list-task-definitions --family-prefix orders --status ACTIVE --sort DESC',
      `aws ecs describe-task-definition --task-definition ${FAMILY}:6`,
      `aws ecs update-service --cluster production --service orders-api --task-definition ${FAMILY}:6`,
      'aws ecs describe-services --cluster production --services orders-api',
    ]);
  });

  test('skips a revision that was never deployed successfully', () => {
    const { status, calls } = rollback('production', { deployed: [7, 5] });
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes('service-revisions'))).toEqual(
      [7, 5].map(
        (revision) =>
          `aws ecs describe-service-revisions --service-revision-arns ${SERVICE_REVISION}/${revision} --query serviceRevisions[0].taskDefinition --output text`,
      ),
    );
    expect(calls.filter((call) => call.includes('update-service'))).toEqual([
      expect.stringContaining(` --task-definition ${FAMILY}:5 `),
    ]);
  });

  test('fails if the deployment fails', () => {
    expect(rollback('production', { state: 'FAILED' }).status).toBe(1);
  });

  test('waits for the configured deployment timeout', () => {
    const { status, output, calls } = rollback('production', { state: 'IN_PROGRESS' });
    expect(status).toBe(1);
    expect(output).toContain('The deployment failed, was rolled back, or timed out. Last state: IN_PROGRESS');
    expect(calls.filter((call) => call === 'sleep 15')).toHaveLength(4);
  });

  test('may list revisions and deployments, in addition to the release permissions', () => {
    const released = releaseOf(model);
    const statements = statementsFor('github-actions', released, rollbackOf(model));
    expect(statements.slice(statementsFor('github-actions', released).length)).toEqual([
      expect.objectContaining({ actions: ['ecs:ListTaskDefinitions'], resources: ['*'] }),
      {
        why: 'List the deployments of the service.',
        actions: ['ecs:ListServiceDeployments'],
        resources: ['arn:aws:ecs:us-east-1:111122223333:service/production/orders-api'],
      },
      {
        why: 'Find the revisions that were deployed to the service.',
        actions: ['ecs:DescribeServiceRevisions'],
        resources: ['arn:aws:ecs:us-east-1:111122223333:service-revision/production/orders-api/*'],
        wildcard: 'ECS generates the IDs of service revisions.',
      },
      {
        why: 'Check before a rollback that the image exists.',
        actions: ['ecr:DescribeImages'],
        resources: ['arn:aws:ecr:us-east-1:111122223333:repository/orders-api'],
      },
    ]);
  });
});
