import type { Fact } from '../../src/core/fact';
import { EC2_DELIVERY } from '../../src/delivery/ec2';
import { renderGuide } from '../../src/delivery/guide';
import { valueTables } from '../../src/delivery/guide-values';
import { LAMBDA_DELIVERY } from '../../src/delivery/lambda';
import { filesByFact } from '../../src/facts/contradictions';
import type { EcsDeliveryOptions } from '../../src/options';
import {
  ContainerInsights,
  DeploymentStrategy,
  EcsDeploymentController,
  PipelineSource,
  TaskDefinitionOwner,
} from '../../src/options';
import { fenced, numbered, paragraphs } from '../../src/printing/markdown';
import { CONFIGS } from '../facts/configs';
import { configOf, keyOf, rehearsalOf } from '../facts/support';
import { guideOfModel } from '../support/delivery';
import { EXISTING_SERVICE } from '../support/model';
import { modelOf as ec2ModelOf } from '../targets/ec2/support';
import { lambdaModel } from '../targets/lambda/support';

function guideOf(options: Partial<EcsDeliveryOptions> = {}, context = {}): string {
  const { model, decided } = configOf(options, context);
  return guideOfModel(model, [...decided.all, ...decided.choices]);
}

/** The commands of all code blocks, in order. */
function commandsOf(guide: string): string[] {
  return [...guide.matchAll(/^( *)```sh\n([\s\S]*?)\n\1```/gm)].flatMap(([, indent, block]) =>
    block!.split('\n').map((line) => line.slice(indent!.length)),
  );
}

/** The commands that follow a line with an account, with that account. */
function commandsByAccount(guide: string): string[] {
  return [...guide.matchAll(/[Ii]n account `(\d{12})`(?: again)?:\n\n( *)```sh\n([\s\S]*?)\n\2```/g)].flatMap(
    ([, account, indent, block]) => block!.split('\n').map((line) => `${account}: ${line.slice(indent!.length)}`),
  );
}

const FIND_OIDC_PROVIDER =
  'aws iam list-open-id-connect-providers --query "OpenIDConnectProviderList[?ends_with(Arn, \'/token.actions.githubusercontent.com\')].Arn" --output text';

const ROLES = {
  executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  taskRoleArn: 'arn:aws:iam::111122223333:role/task',
};

const THREE = [
  { name: 'test' },
  { name: 'staging', awsAccount: '444455556666' },
  { name: 'production', awsAccount: '444455556666', awsRegion: 'eu-west-1' },
];

describe('the first deployment', () => {
  test('bootstraps the account, deploys the stacks, and ends with a push', () => {
    const commands = commandsOf(guideOf());
    expect(commands.slice(0, 5)).toEqual([
      'npx cdk bootstrap aws://111122223333/us-east-1',
      "gh api repos/acme/orders-api --jq '.owner.id, .id'",
      FIND_OIDC_PROVIDER,
      'npx projen preflight',
      'npx projen deploy orders-api-registry orders-api-production-base orders-api-production-service orders-api-pipeline',
    ]);
    expect(guideOf()).toMatch(/\n\d+\. Push to `main`\. The first release creates the service\.\n/);
    expect(guideOf({ environments: THREE })).toMatch(
      /\n\d+\. Push to `main`\. The first release creates the service in each environment\.\n/,
    );
    expect(guideOf(EXISTING_SERVICE)).toMatch(/\n\d+\. Push to `main`\.\n/);
  });

  test('deploys the stacks account by account, and the pipeline last', () => {
    const guide = guideOf({ environments: THREE });
    expect(commandsOf(guide).filter((command) => command.includes('bootstrap'))).toEqual([
      'npx cdk bootstrap aws://111122223333/us-east-1',
      'npx cdk bootstrap aws://444455556666/us-east-1',
      'npx cdk bootstrap aws://444455556666/eu-west-1',
    ]);
    expect(commandsByAccount(guide).slice(0, 5)).toEqual([
      `111122223333: ${FIND_OIDC_PROVIDER}`,
      `444455556666: ${FIND_OIDC_PROVIDER}`,
      '111122223333: npx projen deploy orders-api-registry orders-api-test-base orders-api-test-service',
      '444455556666: npx projen deploy orders-api-staging-base orders-api-staging-service orders-api-production-base orders-api-production-service',
      '111122223333: npx projen deploy orders-api-pipeline',
    ]);
    expect(guide).toContain(
      'Then, in account `111122223333` again:\n\n   ```sh\n   npx projen deploy orders-api-pipeline',
    );
  });

  test('specifies the account of the pipeline even if it contains no other stack', () => {
    const options = {
      registry: { existing: true },
      githubActions: { enabled: false },
      environments: [{ name: 'live', awsAccount: '444455556666' }],
    };
    expect(commandsByAccount(guideOf(options)).slice(0, 2)).toEqual([
      '444455556666: npx projen deploy orders-api-live-base orders-api-live-service',
      '111122223333: npx projen deploy orders-api-pipeline',
    ]);
  });

  test('asks for the permission to pull images from an existing repository in another account', () => {
    const registry = { existing: true };
    expect(
      guideOf({ registry, environments: [{ name: 'test' }, { name: 'live', awsAccount: '444455556666' }] }),
    ).toMatch(
      /Update the repository policy of `orders-api` in account `111122223333`\. Allow .+ for these execution roles:\n\n {3}- `arn:aws:iam::444455556666:role\/orders-api-live-execution`\n/,
    );
    expect(guideOf({ registry })).not.toContain('Update the repository policy');
  });

  test('indents the commands of a step as far as its number requires', () => {
    const guide = guideOf({ ...EXISTING_SERVICE, environments: THREE, registry: { existing: true } });
    const [section] = /## First-time setup[\s\S]*?\n## /.exec(guide)!;
    const fences = [...section.matchAll(/^( *)```sh$/gm)];
    expect(fences.length).toBeGreaterThan(10);
    for (const { index, 1: indent } of fences) {
      const [, marker] = [...section.slice(0, index).matchAll(/^(\d+\. )/gm)].at(-1)!;
      expect(indent!.length).toBe(marker!.length);
    }
    expect(numbered(Array(10).fill(paragraphs('Run:', fenced('true'))))).toMatch(
      /\n9\. Run:\n\n {3}```sh\n {3}true\n {3}```\n10\. Run:\n\n {4}```sh\n {4}true\n {4}```$/,
    );
  });

  test('lists only the steps that the config requires', () => {
    const plain = guideOf({
      codePipeline: { enabled: false },
      githubActions: { ownerId: '1', repositoryId: '2', existingOidcProvider: true },
    });
    expect(plain).not.toMatch(
      /existingOidcProvider|--jq '\.owner\.id|connection to GitHub|CodeCommit|orders-api-pipeline/,
    );
    const codeCommit = guideOf({
      githubRepository: undefined,
      githubActions: { enabled: false },
      codePipeline: { source: PipelineSource.CODE_COMMIT },
    });
    expect(codeCommit).toContain('Make sure that the CodeCommit repository `orders-api` exists in us-east-1.');
    expect(codeCommit).not.toMatch(/gh |GitHub/);
  });

  test('lists what the stacks create', () => {
    expect(guideOf()).toContain(
      'They create the ECR repository, the IAM roles, the log group, the network, the cluster, the load balancer, and the pipeline.',
    );
    expect(guideOf({ environments: THREE, ecsCluster: 'shared', loadBalancer: { enabled: false } })).toContain(
      'They create the ECR repository, the IAM roles, the log groups, the networks, and the pipeline.',
    );
    const imageOnly = { ...EXISTING_SERVICE, taskDefinitionOwner: TaskDefinitionOwner.SERVICE, ...ROLES };
    expect(guideOf({ ...imageOnly, registry: { existing: true }, codePipeline: { enabled: false } })).toContain(
      'They create the IAM roles.',
    );
  });

  test('explains who approves releases', () => {
    expect(guideOf({ approval: true, githubActions: { reviewers: ['alice', 'acme/team'] } })).toContain(
      'In GitHub Actions, releases to `production` then wait for approval from `alice` or a member of `acme/team`.',
    );
    expect(guideOf({ approval: true })).toContain(
      '**Important:** Approval is enabled for `production`, but no reviewers are configured. Set `githubActions.reviewers`',
    );
    expect(guideOf()).not.toMatch(/Releases to|Approval is enabled/);
  });
});

describe('costs and defaults', () => {
  const sectionOf = (guide: string, heading: string) =>
    (guide.split(`### ${heading}\n\n`)[1] ?? '')
      .split(/\n\n##/)[0]!
      .split('\n')
      .filter((line) => line.startsWith('- '));

  test('the guide lists what incurs charges without traffic', () => {
    expect(sectionOf(guideOf(), 'Costs')).toEqual([
      '- 1 NAT gateway (`network.natGateways`)',
      '- a load balancer (`loadBalancer.enabled`)',
      '- metrics of Container Insights (`containerInsights`)',
      '- CloudWatch alarms (`alarms.enabled`)',
      '- 2 tasks after the first release (`desiredCount`)',
    ]);
  });

  test('for each environment, without what the config turns off', () => {
    const guide = guideOf({
      environments: [
        {
          name: 'staging',
          network: { publicTasks: true },
          loadBalancer: { enabled: false },
          containerInsights: ContainerInsights.DISABLED,
          alarms: { enabled: false },
          desiredCount: 1,
        },
        { name: 'production', network: { natGateways: 2 } },
      ],
    });
    expect(sectionOf(guide, 'Costs')).toEqual([
      '- `staging`: 1 task with public IPv4 addresses after the first release (`desiredCount`)',
      '- `production`: 2 NAT gateways (`network.natGateways`), a load balancer (`loadBalancer.enabled`), metrics of Container Insights (`containerInsights`), CloudWatch alarms (`alarms.enabled`), and 2 tasks after the first release (`desiredCount`)',
    ]);
    expect(sectionOf(guide, 'Defaults to review')).toEqual([
      '- Clients connect to the load balancer in `production` over HTTP, which is not encrypted. To use HTTPS, set `loadBalancer.domainName` and `loadBalancer.hostedZone`, or `loadBalancer.certificateArn`.',
      '- The alarms in `production` notify nobody. To receive notifications, set `alarms.topicArn` to the ARN of an SNS topic.',
    ]);
  });

  test('no default needs a review if clients use HTTPS and the alarms notify a topic', () => {
    const guide = guideOf({
      loadBalancer: {
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/8f7a2b1c-0000-4000-8000-000000000000',
      },
      alarms: { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' },
    });
    expect(guide).not.toContain('### Defaults to review');
  });

  test('an existing service has no costs of its own', () => {
    expect(guideOf(EXISTING_SERVICE)).not.toContain('### Costs');
  });

  test('instances', () => {
    const model = ec2ModelOf();
    const guide = renderGuide(model, EC2_DELIVERY.compose(model), []);
    expect(sectionOf(guide, 'Costs')).toContain(
      '- 2 `t4g.small` instances (`autoScaling.minCapacity`, `instanceType`)',
    );
    expect(sectionOf(guide, 'Costs')).toContain('- 1 NAT gateway (`network.natGateways`)');
    expect(sectionOf(guide, 'Defaults to review')).toHaveLength(2);
  });

  test('a function', () => {
    const model = lambdaModel({ provisionedConcurrentExecutions: 5 });
    const guide = renderGuide(model, LAMBDA_DELIVERY.compose(model), []);
    expect(sectionOf(guide, 'Costs')).toEqual([
      '- CloudWatch alarms (`alarms.enabled`)',
      '- provisioned concurrency of 5 after the first release (`provisionedConcurrentExecutions`)',
    ]);
    expect(sectionOf(guide, 'Defaults to review')).toEqual([
      '- The alarms notify nobody. To receive notifications, set `alarms.topicArn` to the ARN of an SNS topic.',
    ]);
  });
});

describe('shared values', () => {
  test('are in one table if there is one environment', () => {
    const guide = guideOf();
    expect(guide).toContain(
      '| Name | Value | Option |\n| --- | --- | --- |\n| AWS account | `111122223333` | `awsAccount` |\n',
    );
    expect(guide).toContain('\n| Image tag format | `full-sha` | `registry.imageTag` |\n');
    expect(guide).toContain('\n| ECS cluster | `orders-api-production` | `ecsCluster` |\n');
    expect(guide).toContain('\n| Container user | `1000:1000` | `user` |\n');
    expect(guide).not.toContain('### Values for each environment');
  });

  test('have a column for each of several environments', () => {
    const guide = guideOf({ environments: THREE });
    const [shared, environments] = guide
      .split('### Values that all environments share')[1]!
      .split('## First deployment')[0]!
      .split('### Values for each environment');
    expect(shared).toContain('\n| Release branch | `main` | `branch` |\n');
    expect(shared).toContain(
      '\n| AWS account of the ECR repository and the pipeline | `111122223333` | `awsAccount` |\n| AWS Region of the ECR repository and the pipeline | `us-east-1` | `awsRegion` |\n',
    );
    expect(guideOf({ environments: THREE, codePipeline: { enabled: false } })).toContain(
      '\n| AWS account of the ECR repository | `111122223333` |',
    );
    expect(environments).toContain(
      [
        '',
        '| Name | `test` | `staging` | `production` | Option |',
        '| --- | --- | --- | --- | --- |',
        '| AWS account | `111122223333` | `444455556666` | `444455556666` | `awsAccount` |',
        '| AWS Region | `us-east-1` | `us-east-1` | `eu-west-1` | `awsRegion` |',
        '',
      ].join('\n'),
    );
    for (const { name } of THREE) {
      expect(guide).not.toContain(` of ${name} |`);
    }
  });

  test.each([1, 3])('include the Region of each environment: %d environments', (count) => {
    const guide = guideOf({ environments: THREE.slice(0, count) });
    expect(guide).toContain(
      count === 1
        ? '\n| AWS Region | `us-east-1` | `awsRegion` |\n'
        : '\n| AWS Region | `us-east-1` | `us-east-1` | `eu-west-1` | `awsRegion` |\n',
    );
  });

  test('are contained in the files of the config, and in several files if both engines are enabled', () => {
    const most = new Map<string, number>();
    for (const [name, options, context] of CONFIGS) {
      const config = configOf(options, context);
      const files = filesByFact(rehearsalOf(config));
      const shown = [...config.decided.all, ...config.decided.choices].filter(({ isInternal }) => !isInternal);
      const uses = (fact: Fact) =>
        new Set([...files].flatMap(([other, paths]) => (keyOf(other) === keyOf(fact) ? [...paths] : []))).size;
      expect([name, shown.filter((fact) => uses(fact) === 0).map(({ title }) => title)]).toEqual([name, []]);
      for (const fact of shown) {
        most.set(fact.id, Math.max(most.get(fact.id) ?? 0, uses(fact)));
      }
    }
    expect([...most].filter(([, count]) => count < 2)).toEqual([]);
  });

  test('can be grouped by scope, without options, and with characters that Markdown interprets', () => {
    const values = [
      { title: 'Branch', value: 'a|b', option: 'branch' },
      { title: 'Task role', value: 'x`y', scope: 'live' },
    ];
    expect(valueTables(values, ['test', 'live'], { showOptions: false, usedBy: 'the pipeline' })).toBe(
      [
        '### Values that all environments share',
        '',
        '| Name | Value |',
        '| --- | --- |',
        '| Branch | `a\\|b` |',
        '',
        '### Values for each environment',
        '',
        '| Name | `test` | `live` |',
        '| --- | --- | --- |',
        '| Task role |  | `` x`y `` |',
      ].join('\n'),
    );
  });
});

test('draws the path of a commit with both engines, with a separate node for each step', () => {
  const options = { environments: THREE, imageBuild: { testCommands: ['npm test'] } };
  const [diagram] = /```mermaid\n[\s\S]*?```/.exec(guideOf(options)) ?? [];
  expect(diagram).toContain(
    'gtest[Test] --> gbuild[Build image] --> gdeploy-test["Deploy to test"] --> gdeploy-staging["Deploy to staging"] --> gdeploy-production["Approve, then deploy to production"]',
  );
  expect(diagram).toContain('commit -->|push| gtest');
  expect(diagram).toContain('commit -.->|manual start| psource');
  const defined = [...diagram!.matchAll(/([\w-]+)(?:\[|\(\[)/g)].map(([, id]) => id);
  expect(new Set(defined).size).toBe(defined.length);
});

test('contains only links to its own headings', () => {
  for (const guide of [guideOf(), guideOf({ environments: THREE }), guideOf(EXISTING_SERVICE)]) {
    const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!.toLowerCase().replaceAll(' ', '-'));
    const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(4);
    expect(links.filter((anchor) => !anchors.includes(anchor!))).toEqual([]);
  }
});

describe('the guide of a managed service', () => {
  test('explains what a release does and that the first release creates the service', () => {
    const guide = guideOf();
    expect(guide).toContain(
      'A release first runs the tests, synthesizes the CDK app, and builds the image from `Dockerfile`.',
    );
    expect(guide).toContain(
      'If the ECR repository `orders-api` already contains an image for the commit, the release uses that image instead of building a new one.',
    );
    expect(guide).toContain(
      [
        '1. Deploys the stack `orders-api-production-base`, if the config has changed. The stack contains the roles and their permissions.',
        '2. Registers `task-definition.json` with the new image as a new task definition revision.',
        '3. Deploys the stack `orders-api-production-service` with this revision and waits until the service is stable.',
      ].join('\n'),
    );
    expect(guide).toContain(
      'The first release adds the ECS service to the service stack. Until then, the stack contains only the other resources, such as the load balancer.',
    );
    expect(guideOf({ environments: THREE, loadBalancer: { enabled: false } })).toContain(
      'In each environment, the first release adds the ECS service to the service stack. Until then, the stack contains only the other resources.\n',
    );
    expect(guide).toContain(
      'The root file system of the container is read-only: the service can write only to `/tmp`. To add directories, set `writablePaths`.',
    );
    expect(guideOf({ executeCommand: true })).not.toContain('read-only');
    expect(guide).toContain('Changes to CPU, memory, environment variables, secrets, the load balancer');
    expect(guide).not.toContain('aws ecs describe-services');
  });

  test.each<[DeploymentStrategy, string[]]>([
    [DeploymentStrategy.ROLLING, ['- **Strategy:** Rolling. New tasks gradually replace the old ones.']],
    [
      DeploymentStrategy.BLUE_GREEN,
      [
        '- **Strategy:** Blue/green. The new revision receives all traffic at once.',
        '- **Bake time:** 5 minutes',
        'Until it ends, the old revision keeps running, and ECS can shift all traffic back immediately.',
      ],
    ],
    [
      DeploymentStrategy.CANARY,
      [
        '- **Strategy:** Canary. The new revision receives 10% of the traffic, and then all of it after 5 minutes.',
        '- **Bake time:** 5 minutes',
      ],
    ],
    [
      DeploymentStrategy.LINEAR,
      [
        '- **Strategy:** Linear. The new revision receives another 10% of the traffic every 5 minutes.',
        '- **Bake time:** 5 minutes',
      ],
    ],
    [
      DeploymentStrategy.ALL_AT_ONCE,
      [
        '- **Strategy:** All at once. The old tasks stop before the new ones start. The service can be unavailable in between.',
      ],
    ],
  ])('describes the strategy %s', (strategy, texts) => {
    const guide = guideOf({ strategy });
    for (const text of texts) {
      expect(guide).toContain(text);
    }
    expect(guide.includes('ake time')).toBe(texts.length > 1);
  });

  test('explains how to test the new revision', () => {
    const options = { strategy: DeploymentStrategy.CANARY, strategyParameters: { testListenerPort: 9000 } };
    expect(guideOf(options)).toContain('- **Test listener:** port 9000\n');
    expect(guideOf(options)).toContain(
      'During a deployment, you can use the test listener of the load balancer to test the new revision before it receives production traffic.',
    );
    const environments = [{ name: 'a' }, { name: 'b', ...options }, { name: 'c', ...options }];
    expect(guideOf({ environments })).toContain('During a deployment to `b` or `c`, you can use the test listener');
    expect(guideOf()).not.toMatch(/test listener/i);
  });

  test('compares the settings of several environments in a table', () => {
    const guide = guideOf({ environments: [{ name: 'a' }, { name: 'b', strategy: DeploymentStrategy.CANARY }] });
    expect(guide).toContain(
      [
        '| Setting | `a` | `b` |',
        '| --- | --- | --- |',
        '| Strategy | Rolling. New tasks gradually replace the old ones. | Canary. The new revision receives 10% of the traffic, and then all of it after 5 minutes. |',
        '| Bake time | – | 5 minutes |',
        '| Rollback triggers | circuit breaker, alarms, deployment timeout | alarms, deployment timeout |',
        '| Deployment timeout | 30 minutes | 40 minutes |',
      ].join('\n'),
    );
  });

  test('explains what rolls a deployment back', () => {
    const timeout = [
      '- **Deployment timeout:** 40 minutes',
      'If a deployment times out, the release stops the deployment, and ECS rolls back.',
      'If a rollback trigger fires, ECS rolls back automatically, and the release fails.',
    ];
    const shifts =
      'A rollback uses the same traffic-shifting strategy as a release, and takes as long as the deployment step of a release.';
    expect(guideOf()).toContain(
      '- **Rollback triggers:** circuit breaker, alarms, deployment timeout\n- **Deployment timeout:** 30 minutes',
    );
    expect(guideOf()).not.toContain(shifts);
    const canary = guideOf({ strategy: DeploymentStrategy.CANARY });
    for (const text of ['- **Rollback triggers:** alarms, deployment timeout\n', ...timeout, shifts]) {
      expect(canary).toContain(text);
    }
    const silent = guideOf({ strategy: DeploymentStrategy.CANARY, alarms: { enabled: false } });
    for (const text of ['- **Rollback triggers:** deployment timeout\n', ...timeout]) {
      expect(silent).toContain(text);
    }
  });

  test('ends with the commands that cancel a release and continue a rollback', () => {
    const stack = '--region us-east-1 --stack-name orders-api-production-service';
    expect(commandsOf(guideOf()).slice(-3)).toEqual([
      `aws cloudformation cancel-update-stack ${stack}`,
      `aws cloudformation describe-stack-events ${stack} --query "StackEvents[?ResourceStatus=='UPDATE_FAILED'].[Timestamp,LogicalResourceId,ResourceStatusReason]" --output table`,
      `aws cloudformation continue-update-rollback ${stack}`,
    ]);
    const guide = guideOf({ environments: THREE });
    const production = '--region eu-west-1 --stack-name orders-api-production-service';
    expect(commandsByAccount(guide).slice(-3)).toEqual([
      `444455556666: aws cloudformation cancel-update-stack ${production}`,
      expect.stringContaining(`444455556666: aws cloudformation describe-stack-events ${production}`),
      `444455556666: aws cloudformation continue-update-rollback ${production}`,
    ]);
    for (const step of ['Cancel the update of the service stack', 'Find the cause', 'Continue the rollback']) {
      expect(guideOf()).toContain(`${step}:\n\n`);
      expect(guide).toContain(`${step}. For \`production\`, run this command in account \`444455556666\`:\n\n`);
    }
  });

  test('warns that releases assume the CDK bootstrap roles', () => {
    const warning = 'Releases assume CDK bootstrap roles that can deploy any stack in the account and Region.';
    expect(guideOf()).toContain(
      `${warning} To limit what releases can change, use a separate account for production, or add \`--cloudformation-execution-policies\` to the bootstrap command to restrict which resources the stacks can create.\n\n   \`\`\`sh\n   npx cdk bootstrap`,
    );
    expect(guideOf(EXISTING_SERVICE)).not.toContain(warning);
  });

  test('does not recommend a separate account for production if it has one', () => {
    const environments = [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }];
    expect(guideOf({ environments })).toContain(
      'To restrict which resources the stacks can create, add `--cloudformation-execution-policies` to the bootstrap commands.\n\n',
    );
    expect(guideOf({ environments })).not.toContain('separate account');
  });

  test('uses the CDK of the infra folder if it has one, and asks to commit its versions', () => {
    const guide = guideOf({}, { nodeProject: false });
    expect(commandsOf(guide)[0]).toBe('(cd infra && npm install && npx cdk bootstrap aws://111122223333/us-east-1)');
    expect(guide).toContain('Commit `infra/package-lock.json`');
    expect(guideOf()).not.toContain('package-lock.json');
  });

  test('asks to commit the results of CDK lookups', () => {
    const network = { vpcId: 'vpc-0123456789abcdef0' };
    expect(guideOf({ network })).toContain('Commit `cdk.context.json`');
    expect(guideOf({ network }, { nodeProject: false })).toContain('Commit `infra/cdk.context.json`');
    expect(guideOf()).not.toContain('cdk.context.json');
  });

  test('names the endpoints that tasks in an existing VPC need', () => {
    const network = { vpcId: 'vpc-0123456789abcdef0' };
    expect(guideOf({ network })).toContain('through VPC endpoints for `ecr.api`, `ecr.dkr`, `s3`, and `logs`.');
    expect(guideOf({ network, secrets: { KEY: { ssmParameter: '/key' } } })).toContain(
      '`logs`, `secretsmanager`, `ssm`, and `kms`.',
    );
    expect(guideOf()).not.toContain('VPC endpoints');
  });

  test('asks for no DNS record if the stack creates it', () => {
    const loadBalancer = { domainName: 'example.com', hostedZone: { id: 'Z1', name: 'example.com' } };
    expect(guideOf({ loadBalancer })).not.toContain('DNS record');
  });

  test('asks for a DNS record if there is a domain', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1234';
    const loadBalancer = { certificateArn, domainName: 'orders.example.com' };
    expect(guideOf({ loadBalancer })).toContain(
      'Create a DNS record that points `orders.example.com` to the load balancer. To get the DNS name of the load balancer, run this command:\n\n',
    );
    const guide = guideOf({
      environments: [
        { name: 'test', awsAccount: '444455556666' },
        { name: 'live', loadBalancer },
      ],
    });
    expect(guide).toContain(
      'Create a DNS record that points `orders.example.com` to the `live` load balancer. To get the DNS name of the load balancer, run this command in account `111122223333`:\n\n',
    );
    expect(guide).not.toContain('For `test`');
    const two = guideOf({
      environments: [
        { name: 'test', loadBalancer: { certificateArn, domainName: 'test.example.com' } },
        { name: 'live', loadBalancer },
      ],
    });
    expect(two).toContain(
      'Create DNS records that point `test.example.com` to the `test` load balancer and `orders.example.com` to the `live` load balancer. To get the DNS names of the load balancers, run these commands:\n\n   For `test`:\n',
    );
  });

  test('bootstraps with the qualifier of the config and a separate toolkit stack', () => {
    expect(commandsOf(guideOf({ bootstrapQualifier: 'acme' }))[0]).toBe(
      'npx cdk bootstrap --qualifier acme --toolkit-stack-name CDKToolkit-acme aws://111122223333/us-east-1',
    );
  });

  test('describes the one-off task and the smoke test', () => {
    const guide = guideOf({ oneOffTask: { command: ['npm', 'run', 'migrate'] }, smokeTest: { command: 'curl x' } });
    expect(guide).toContain(
      '3. Runs the one-off task with the new revision: `npm run migrate` (timeout: 15 minutes). If the task fails, the release fails, and the service keeps its current revision. If the task does not finish in time, the release stops it and fails in the same way. If the task of an earlier release is still running, the release fails without starting another one. The logs are in the log group of the service.\n4. Deploys',
    );
    expect(guide).toContain(
      '6. Runs the smoke test: `curl x`. If the test fails, the release fails, but the service keeps the new revision. To return to the previous revision, [roll back](#roll-back).',
    );
    expect(guide).toContain('A rollback does not undo the changes that the one-off task made');
    expect(guideOf()).not.toMatch(/one-off task|smoke test/);
  });

  test('states what several environments share only once, and shows a command with backticks unchanged', () => {
    const guide = guideOf({ environments: THREE, smokeTest: { command: 'echo `date`' } });
    expect(guide).toContain('Runs the smoke test: `` echo `date` ``. If the test fails');
    expect(guide.split('echo `date`')).toHaveLength(2);
  });

  test('lists commands that differ between environments', () => {
    const [test_, staging, production] = THREE as [(typeof THREE)[0], (typeof THREE)[0], (typeof THREE)[0]];
    const withTest = (environment: (typeof THREE)[0], command: string) => ({ ...environment, smokeTest: { command } });
    const guide = guideOf({ environments: [test_, withTest(staging, 'curl x'), withTest(production, 'curl y')] });
    expect(guide).toContain(
      'Runs the smoke test:\n\n   - In `staging`: `curl x`\n   - In `production`: `curl y`\n\n   If',
    );
  });
});

test('the guide of an existing service asks to check that the service exists and to turn on the circuit breaker', () => {
  const guide = guideOf(EXISTING_SERVICE);
  expect(guide).toContain(
    'Make sure that the service `orders-api` exists in the cluster `production` in account `111122223333`',
  );
  expect(guide).toContain('deploymentCircuitBreaker={enable=true,rollback=true}');
  expect(guide).toContain('Updates the service to this revision and waits until the deployment completes.');
  const services = commandsByAccount(guideOf({ ...EXISTING_SERVICE, environments: THREE })).filter((command) =>
    command.includes('describe-services'),
  );
  expect(services.map((command) => command.split(' --query')[0])).toEqual([
    '111122223333: aws ecs describe-services --region us-east-1 --cluster test --services orders-api',
    '444455556666: aws ecs describe-services --region us-east-1 --cluster staging --services orders-api',
    '444455556666: aws ecs describe-services --region eu-west-1 --cluster production --services orders-api',
  ]);
});

test('the guide of a service that owns its task definition explains that a release changes only the image', () => {
  const guide = guideOf({ ...EXISTING_SERVICE, taskDefinitionOwner: TaskDefinitionOwner.SERVICE, ...ROLES });
  expect(guide).toContain(
    'Copies the task definition that the service runs, replaces the image, and registers the copy',
  );
  expect(guide).toContain('A release changes only the image.');
});

test('the guide of a service that CodeDeploy deploys asks to check the application and deployment group', () => {
  const guide = guideOf({ ...EXISTING_SERVICE, deploymentController: EcsDeploymentController.CODE_DEPLOY });
  expect(guide).toContain('uses the `CODE_DEPLOY` deployment controller');
  expect(guide).toContain(
    '--application-name AppECS-production-orders-api --deployment-group-name DgpECS-production-orders-api',
  );
});

test('explains that a release does not stop the deployment of an existing service', () => {
  const timeouts = (...minutes: number[]) =>
    minutes.map((deploymentTimeoutMinutes, i) => ({ name: `e${i}`, deploymentTimeoutMinutes }));
  const ends = 'the release fails, but ECS continues the deployment.';
  expect(guideOf({ ...EXISTING_SERVICE, environments: timeouts(20) })).toContain(
    `The release waits up to 20 minutes for the deployment. If the deployment takes longer, ${ends}`,
  );
  expect(guideOf({ ...EXISTING_SERVICE, environments: timeouts(20, 20) })).toContain(
    `The release waits up to 20 minutes for the deployment in each environment. If a deployment takes longer, ${ends}`,
  );
  expect(guideOf({ ...EXISTING_SERVICE, environments: timeouts(20, 40) })).toContain(
    `| Deployment timeout | 20 minutes | 40 minutes |\n\nThe release waits for each deployment until its timeout. If a deployment takes longer, ${ends}`,
  );
  const codeDeploy = { ...EXISTING_SERVICE, deploymentController: EcsDeploymentController.CODE_DEPLOY };
  expect(guideOf(codeDeploy)).toContain(
    'In GitHub Actions, the release waits up to 90 minutes for the deployment. If the deployment takes longer, the release fails, but CodeDeploy continues the deployment.',
  );
  expect(guideOf({ ...codeDeploy, environments: timeouts(20, 40) })).toContain(
    '| Deployment timeout (GitHub Actions) | 20 minutes | 40 minutes |',
  );
  expect(guideOf({ ...codeDeploy, githubActions: { enabled: false } })).not.toContain('release waits');
});

test('states how many images the ECR repository keeps', () => {
  const keeping = (keepImages: number) => guideOf({ registry: { keepImages } });
  expect(keeping(30)).toContain(
    'The ECR repository keeps the 10 newest released images of each environment (`registry.keepReleasedImages`) and the 30 newest images overall (`registry.keepImages`).',
  );
  expect(guideOf({ registry: { keepReleasedImages: 1 } })).toContain('keeps the newest released image of each');
  const untagged = (keepImages: number) => guideOf({ registry: { keepImages, tagReleases: false } });
  expect(untagged(10)).toContain('The ECR repository keeps the 10 newest images.');
  expect(untagged(1)).toContain('The ECR repository keeps only the newest image.');
  expect(guideOf({ registry: { existing: true } })).toContain(
    'See the lifecycle policy of the ECR repository `orders-api`.',
  );
});

test('uses a secret as an example only if the base stack grants the permission to read it', () => {
  const example = 'For example, if you add a secret, deploy the base stack first';
  expect(guideOf(EXISTING_SERVICE)).toContain(example);
  expect(guideOf({ ...EXISTING_SERVICE, ...ROLES })).not.toContain(example);
  expect(guideOf({ ...EXISTING_SERVICE, environments: THREE })).toContain(
    'deploy the base stacks first, because they grant the execution roles permission to read the secret.',
  );
});

test('names the stacks that a release deploys, and asks to deploy only the others first', () => {
  const before = (stacks: string) => `- If a commit changes stacks other than ${stacks}, [deploy these changes]`;
  expect(guideOf()).toContain('A release deploys only the base stack and the service stack. You deploy the other');
  expect(guideOf()).toContain(before('the base stack and the service stack'));
  expect(guideOf()).not.toContain('if you add a secret');
  const logging = { existingLogGroup: '/shared' };
  expect(guideOf({ ...ROLES, logging })).toContain(before('the service stack'));
  expect(guideOf({ environments: THREE })).toContain(
    before('the base stack and the service stack of each environment'),
  );
});

test('explains how to roll back with and without GitHub', () => {
  const guideOfExisting = (options = {}) => guideOf({ ...EXISTING_SERVICE, ...options });
  expect(commandsOf(guideOfExisting()).slice(-2)).toEqual([
    'gh workflow run rollback.yml --ref main',
    'npx projen rollback production',
  ]);
  expect(commandsOf(guideOfExisting({ environments: THREE })).slice(-2)).toEqual([
    'gh workflow run rollback.yml --ref main --field environment=production',
    'npx projen rollback production',
  ]);
  expect(commandsOf(guideOfExisting({ githubActions: { enabled: false } })).slice(-1)).toEqual([
    'npx projen rollback production',
  ]);
  for (const options of [{}, { githubActions: { enabled: false } }]) {
    expect(guideOfExisting(options)).toContain('`npx projen rollback production 41`');
    expect(guideOfExisting(options)).toContain(
      'Revert the commit that caused the problem. Otherwise, the next release deploys it again.',
    );
  }
});

test('shows the differences of each account before it deploys infrastructure changes', () => {
  const changes = (options: Partial<EcsDeliveryOptions>) =>
    /## Deploy infrastructure changes([\s\S]*?)\n## /.exec(guideOf(options))![1]!;
  expect(commandsOf(changes({}))).toEqual([
    'npx projen diff',
    'npx projen deploy orders-api-registry orders-api-production-base orders-api-production-service orders-api-pipeline',
  ]);
  expect(commandsByAccount(changes({ environments: THREE })).filter((command) => command.includes('diff'))).toEqual([
    '111122223333: npx projen diff orders-api-registry orders-api-test-base orders-api-test-service',
    '444455556666: npx projen diff orders-api-staging-base orders-api-staging-service orders-api-production-base orders-api-production-service',
    '111122223333: npx projen diff orders-api-pipeline',
  ]);
});

test('contains only commands that work in an ejected project', () => {
  const guide = guideOf({}, { ejected: true });
  expect(guide).not.toMatch(/npx projen|projenrc/);
  expect(commandsOf(guide)[1]).toBe('node scripts/run-task.cjs preflight');
  expect(commandsOf(guide)[2]).toBe(
    'node scripts/run-task.cjs deploy orders-api-registry orders-api-production-base orders-api-production-service orders-api-pipeline',
  );
});
