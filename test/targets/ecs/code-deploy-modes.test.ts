import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { partsFor, statementsFor } from '../../../src/core/release';
import type { EcsDeliveryOptions } from '../../../src/options';
import { EcsDeploymentController, EcsServiceMode, TaskDefinitionOwner } from '../../../src/options';
import { printYaml } from '../../../src/printing/yaml-content';
import { renderAppspec } from '../../../src/targets/ecs/appspec';
import { lintWorkflows } from '../../support/actionlint';
import {
  buildspecOf,
  deployWorkflowOf,
  guideOfModel,
  infraOfModel,
  oneOffTaskScriptOf,
  releaseOf,
  releaseScriptOf,
  rollbackOf,
  textOf,
} from '../../support/delivery';
import { InfraApp, removeOutdirs } from '../../support/infra-app';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { isInstalled, Shell } from '../../support/shell';

/** Services that CodeDeploy deploys, and whose releases CodePipeline's own action cannot perform. */

const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/forms';
const SERVICE = 'arn:aws:ecs:us-east-1:111122223333:service/production/orders-api';
const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api:0123456';
const CODE_DEPLOY: Partial<EcsDeliveryOptions> = {
  serviceMode: EcsServiceMode.EXISTING,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
  deploymentTimeoutMinutes: 1,
};
const IMAGE_ONLY: Partial<EcsDeliveryOptions> = {
  ...CODE_DEPLOY,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  taskDefinitionFamily: 'forms',
  containerName: 'web',
  executionRoleArn: 'arn:aws:iam::111122223333:role/forms-execution',
};
const MIGRATION: Partial<EcsDeliveryOptions> = { ...CODE_DEPLOY, oneOffTask: { command: ['migrate'] } };

/** CodeBuild images include jq. If it is not installed here, the tests are reported as skipped. */
const testWithJq = isInstalled('jq') ? test : test.skip;
if (!isInstalled('jq')) {
  console.warn('jq is not installed. Tests that run the release commands are skipped.');
}

afterAll(removeOutdirs);

const stepsOf = (options: Partial<EcsDeliveryOptions>): any[] =>
  parse(deployWorkflowOf(modelOf(options))).jobs['deploy-production'].steps;

/** What each engine runs: the IDs of the steps, or of the steps that a native step replaces. */
function partsOf(engine: string, options: Partial<EcsDeliveryOptions>): string[] {
  return partsFor(engine, releaseOf(modelOf(options))).map((part) =>
    'step' in part ? part.step.id : (part as any).native.replaces.join('+'),
  );
}

describe('a task definition that is managed elsewhere', () => {
  const model = modelOf(IMAGE_ONLY);

  test('is copied before CodeDeploy deploys it, in both engines', () => {
    expect(partsOf('github-actions', IMAGE_ONLY)).toEqual(['current', 'register+deploy', 'tag-image']);
    expect(partsOf('code-pipeline', IMAGE_ONLY)).toEqual(['current', 'register', 'deploy', 'tag-image']);
  });

  test('on GitHub, the action deploys a copy of the revision that the service runs', () => {
    const [render, deploy] = stepsOf(IMAGE_ONLY).filter(({ id }) => id);
    expect(render.with).toEqual({
      'task-definition-arn': '${{ env.CURRENT_TASK_DEFINITION_ARN }}',
      'container-name': 'web',
      image: '${{ env.IMAGE_URI }}',
    });
    expect(deploy.with).toMatchObject({
      'task-definition': '${{ steps.render.outputs.task-definition }}',
      'codedeploy-appspec': 'appspec.yaml',
      'codedeploy-application': 'AppECS-production-orders-api',
    });
    expect(lintWorkflows([deployWorkflowOf(model)])).toEqual([[]]);
  });

  test('CodePipeline runs the release script in CodeBuild', () => {
    const { 'pipeline-stack.ts': stack } = infraOfModel(model).sources;
    expect(stack).toContain("'bash infra/release.sh production'");
    expect(stack).not.toContain('CodeDeployEcsDeployAction');
    expect(parse(buildspecOf(model)).artifacts.files).toEqual(['appspec.yaml', 'infra/release.sh']);
    expect(InfraApp.of(IMAGE_ONLY).nagFindings()).toEqual([]);
  });

  test('is not generated, and neither are roles', () => {
    expect(textOf(model, 'task-definition.json')).toBe('');
    expect(model.environments[0]!.taskRole).toBeUndefined();
    expect(textOf(model, 'appspec.yaml')).toContain('ContainerName: web');
  });

  test('a release may only copy revisions of this family and deploy with this deployment group', () => {
    const statements = statementsFor('code-pipeline', releaseOf(model));
    expect(statements.map(({ actions, resources }) => [actions.join(), resources.join()])).toEqual([
      ['ecs:DescribeServices', SERVICE],
      ['ecs:DescribeTaskDefinition', '*'],
      ['ecs:RegisterTaskDefinition', `${FAMILY}:*`],
      ['ecs:TagResource', `${FAMILY}:*`],
      ['iam:PassRole', 'arn:aws:iam::111122223333:role/forms-execution'],
      ['codedeploy:RegisterApplicationRevision', model.environments[0]!.codeDeploy!.applicationArn],
      [
        'codedeploy:CreateDeployment,codedeploy:GetDeployment,codedeploy:GetDeploymentGroup',
        model.environments[0]!.codeDeploy!.deploymentGroupArn,
      ],
      ['codedeploy:GetDeploymentConfig', 'arn:aws:codedeploy:us-east-1:111122223333:deploymentconfig:*'],
      ['ecr:BatchGetImage,ecr:PutImage', 'arn:aws:ecr:us-east-1:111122223333:repository/orders-api'],
    ]);
    expect(statementsFor('github-actions', releaseOf(model), rollbackOf(model))).toContainEqual(
      expect.objectContaining({ actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'] }),
    );
  });

  /** Runs the release script. The service runs `live`. */
  function release(live: string) {
    const shell = new Shell(temporaryFolder());
    writeFileSync(join(shell.folder, 'release.sh'), releaseScriptOf(model));
    writeFileSync(join(shell.folder, 'appspec.yaml'), printYaml(renderAppspec(model), undefined));
    const registered = {
      taskDefinition: {
        taskDefinitionArn: live,
        family: 'forms',
        revision: 7,
        cpu: '512',
        containerDefinitions: [
          { name: 'web', image: 'old', environment: [{ name: 'A', value: '1' }] },
          { name: 'proxy', image: 'proxy' },
        ],
      },
      tags: [],
    };
    shell.program('sleep');
    shell.program(
      'aws',
      [
        'case "$*" in',
        `  *describe-services*taskSets*PRIMARY*) echo ${live} ;;`,
        `  *describe-task-definition*) cat <<'EOF'\n${JSON.stringify(registered)}\nEOF\n  ;;`,
        `  *register-task-definition*) echo ${FAMILY}:8 ;;`,
        '  *create-deployment*) printf %s "$8" > revision; echo d-123 ;;',
        '  *get-deployment*) echo Succeeded ;;',
        'esac',
      ].join('\n'),
    );
    return { ...shell.run(['bash release.sh production'], { IMAGE_URI: IMAGE }), shell };
  }

  testWithJq('the release script changes only the image, and deploys the copy with CodeDeploy', () => {
    const { status, shell } = release(`${FAMILY}:7`);
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(join(shell.folder, 'release.json'), 'utf-8'))).toEqual({
      family: 'forms',
      cpu: '512',
      containerDefinitions: [
        { name: 'web', image: IMAGE, environment: [{ name: 'A', value: '1' }] },
        { name: 'proxy', image: 'proxy' },
      ],
    });
    expect(readFileSync(join(shell.folder, 'revision'), 'utf-8')).toContain(`TaskDefinition: ${FAMILY}:8`);
  });

  testWithJq('the release stops if no task set receives traffic', () => {
    const { status, output, calls } = release('None');
    expect(status).toBe(1);
    expect(output).toContain(`orders-api in production runs None, which does not belong to ${FAMILY}`);
    expect(calls).toHaveLength(1);
  });

  test('the guide explains what a release changes, and how long it waits in both engines', () => {
    const guide = guideOfModel(model, []);
    expect(guide).toContain('A release changes only the image.');
    expect(guide).toContain('The release waits up to 1 minute for the deployment.');
    expect(guide).not.toContain('In GitHub Actions, the release waits');
  });
});

describe('a one-off task', () => {
  test('runs between registration and deployment, in both engines', () => {
    expect(partsOf('github-actions', MIGRATION)).toEqual(['register', 'one-off-task', 'deploy', 'tag-image']);
    expect(partsOf('code-pipeline', MIGRATION)).toEqual(['register', 'one-off-task', 'deploy', 'tag-image']);
    const both = { ...IMAGE_ONLY, oneOffTask: { command: ['migrate'] } };
    expect(partsOf('github-actions', both)).toEqual(['current', 'register', 'one-off-task', 'deploy', 'tag-image']);
  });

  test('on GitHub, the action only registers the revision', () => {
    const steps = stepsOf(MIGRATION);
    expect(steps.find(({ id }) => id === 'register').with).toEqual({
      'task-definition': '${{ steps.render.outputs.task-definition }}',
    });
    expect(steps.slice(-4, -2).map(({ run, env }) => [run, env])).toEqual(
      ['one-off-task', 'deploy'].map((step) => [
        `bash infra/release.sh production ${step}`,
        { TASK_DEFINITION_ARN: '${{ steps.register.outputs.task-definition-arn }}' },
      ]),
    );
    expect(lintWorkflows([deployWorkflowOf(modelOf(MIGRATION))])).toEqual([[]]);
  });

  test('uses the network of the tasks that receive traffic', () => {
    expect(oneOffTaskScriptOf(modelOf(MIGRATION))).toContain(
      `--query "services[0].taskSets[?status=='PRIMARY'].networkConfiguration | [0]" --output json`,
    );
  });

  test('only the environment that has one is released by CodeBuild', () => {
    const options = {
      ...CODE_DEPLOY,
      environments: [{ name: 'staging' }, { name: 'production', oneOffTask: { command: ['migrate'] } }],
    };
    const model = modelOf(options);
    const { 'pipeline-stack.ts': stack } = infraOfModel(model).sources;
    expect(stack!.match(/CodeDeployEcsDeployAction/g)).toHaveLength(1);
    expect(stack).toContain("'bash infra/release.sh production'");
    expect(parse(buildspecOf(model)).artifacts.files).toEqual([
      'appspec.yaml',
      'task-definition.production.json',
      'taskdef.staging.json',
      'infra/one-off-task.sh',
      'imageDetail.json',
      'infra/release.sh',
    ]);
    expect(InfraApp.of(options).nagFindings()).toEqual([]);
  });

  test('counts toward the timeout, also with CodeDeploy', () => {
    expect(modelOf(MIGRATION).environments[0]!.releaseTimeout).toBe(1 + 15);
  });

  test('copies the revision that the service runs if ECS deploys it', () => {
    const options = {
      ...IMAGE_ONLY,
      deploymentController: EcsDeploymentController.ECS,
      oneOffTask: { command: ['migrate'] },
      smokeTest: { command: 'npm run smoke' },
    };
    for (const engine of ['github-actions', 'code-pipeline']) {
      expect(partsOf(engine, options)).toEqual([
        'current',
        'register',
        'one-off-task',
        'update',
        'tag-image',
        'smoke-test',
      ]);
    }
    expect(infraOfModel(modelOf(options)).sources['pipeline-stack.ts']).not.toContain('EcsDeployAction');
    expect(oneOffTaskScriptOf(modelOf(options))).toContain("LOGS='see the task definition'");
  });
});
