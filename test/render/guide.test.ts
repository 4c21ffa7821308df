import type { EcsDeliveryOptions } from '../../src/options';
import { PipelineSource } from '../../src/options';
import { renderGuide } from '../../src/render/guide';
import { DeploymentStrategy, EcsDeploymentController } from '../../src/service-options';
import { EXISTING_SERVICE, modelOf } from '../support/model';

const guideOf = (options: Partial<EcsDeliveryOptions> = {}, context = {}) => renderGuide(modelOf(options, context), []);

/** The commands of all code blocks, in order. */
function commandsOf(guide: string): string[] {
  return [...guide.matchAll(/^( *)```sh\n([\s\S]*?)\n\1```/gm)].flatMap(([, indent, block]) =>
    block!.split('\n').map((line) => line.slice(indent!.length)),
  );
}

const THREE = [
  { name: 'test' },
  { name: 'staging', awsAccount: '444455556666' },
  { name: 'production', awsAccount: '444455556666', awsRegion: 'eu-west-1' },
];

describe('the first deployment', () => {
  test('prepares the account, creates what has to exist, and ends with a push', () => {
    const commands = commandsOf(guideOf());
    expect(commands.slice(0, 2)).toEqual([
      'npx cdk bootstrap aws://111122223333/us-east-1',
      'npx projen deploy orders-api-registry orders-api-production-base orders-api-production-service orders-api-pipeline',
    ]);
    expect(guideOf()).toMatch(/\n\d+\. Push to `main`\.\n/);
  });

  test('deploys account by account, and the pipeline last', () => {
    expect(
      commandsOf(guideOf({ environments: THREE }))
        .filter((command) => /bootstrap|deploy /.test(command))
        .slice(0, 6),
    ).toEqual([
      'npx cdk bootstrap aws://111122223333/us-east-1',
      'npx cdk bootstrap aws://444455556666/us-east-1',
      'npx cdk bootstrap aws://444455556666/eu-west-1',
      'npx projen deploy orders-api-registry orders-api-test-base orders-api-test-service # in 111122223333',
      'npx projen deploy orders-api-staging-base orders-api-staging-service orders-api-production-base orders-api-production-service # in 444455556666',
      'npx projen deploy orders-api-pipeline # in 111122223333',
    ]);
  });

  test('names the account of the pipeline where nothing else is there', () => {
    const options = {
      registry: { existing: true },
      githubActions: { enabled: false },
      environments: [{ name: 'live', awsAccount: '444455556666' }],
    };
    expect(
      commandsOf(guideOf(options))
        .filter((command) => command.startsWith('npx projen deploy o'))
        .slice(0, 2),
    ).toEqual([
      'npx projen deploy orders-api-live-base orders-api-live-service # in 444455556666',
      'npx projen deploy orders-api-pipeline # in 111122223333',
    ]);
    expect(guideOf(options)).toContain(
      'in its own policy: `arn:aws:iam::444455556666:role/orders-api-live-execution`.',
    );
  });

  test('keeps the commands of a step inside the step, whatever its number', () => {
    const guide = guideOf({ ...EXISTING_SERVICE, environments: THREE });
    const tenth = guide.split('\n').find((line) => line.startsWith('10. '));
    expect(tenth).toBeDefined();
    for (const [, marker, fence] of guide.matchAll(/^(\d+\. ).*\n\n( *)```sh$/gm)) {
      expect(fence!.length).toBe(marker!.length);
    }
  });

  test('asks only for what this config needs', () => {
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
    expect(codeCommit).toContain('See that the CodeCommit repository `orders-api` exists in us-east-1.');
    expect(codeCommit).not.toMatch(/gh |GitHub/);
  });
});

test('draws the way of a commit through both engines, with a node of its own for each step', () => {
  const options = { environments: THREE, imageBuild: { testCommands: ['npm test'] } };
  const [diagram] = /```mermaid\n[\s\S]*?```/.exec(guideOf(options)) ?? [];
  expect(diagram).toContain(
    'gtest[Test] --> gbuild[Build the image] --> gdeploy-test["Deploy to test"] --> gdeploy-staging["Deploy to staging"] --> gdeploy-production["Approval, then: Deploy to production"]',
  );
  expect(diagram).toContain('commit -->|push| gtest');
  expect(diagram).toContain('commit -.->|by hand| psource');
  const defined = [...diagram!.matchAll(/([\w-]+)(?:\[|\(\[)/g)].map(([, id]) => id);
  expect(new Set(defined).size).toBe(defined.length);
});

describe('the guide of a managed service', () => {
  test('says that the first release creates the service, and what ships with a release', () => {
    const guide = guideOf();
    expect(guide).toContain(
      'A release registers `task-definition.json` with the new image, and deploys `orders-api-production-service` with that revision',
    );
    expect(guide).toContain('The first release creates the service; until then its stack has all but that.');
    expect(guide).not.toContain('See that the cluster');
  });

  test.each<[DeploymentStrategy, string]>([
    [
      DeploymentStrategy.BLUE_GREEN,
      'In production, the new revision gets all traffic at once. The old one stays for 5 more minutes, ready to take the traffic back.',
    ],
    [
      DeploymentStrategy.CANARY,
      'In production, the new revision gets 10 % of the traffic, and after 5 minutes the rest. The old one stays for 5 more minutes',
    ],
    [
      DeploymentStrategy.LINEAR,
      'In production, the new revision gets the traffic in steps of 10 %, one every 5 minutes. The old one',
    ],
    [
      DeploymentStrategy.ALL_AT_ONCE,
      'In production, all old tasks stop before the new ones start. Nothing answers in between.',
    ],
  ])('tells what happens during a deployment: %s', (strategy, text) => {
    expect(guideOf({ strategy })).toContain(text);
  });

  test('tells where the new revision can be tried', () => {
    const options = { strategy: DeploymentStrategy.CANARY, strategyParameters: { testListenerPort: 9000 } };
    expect(guideOf(options)).toContain(
      'During the deployment, port 9000 of the load balancer reaches it without that traffic.',
    );
  });

  test('tells what takes a deployment back', () => {
    const stopped = 'A release whose deployment has not completed after 40 minutes stops it, and ECS goes back, too.';
    expect(guideOf()).toContain('ECS goes back by itself where its circuit breaker or an alarm says so.');
    const canary = guideOf({ strategy: DeploymentStrategy.CANARY });
    expect(canary).toContain(`ECS goes back by itself where an alarm says so. ${stopped}`);
    expect(canary).toContain('shifts the traffic as slowly as a release');
    const silent = guideOf({ strategy: DeploymentStrategy.CANARY, alarms: { enabled: false } });
    expect(silent).toContain(stopped);
    expect(silent).not.toContain('ECS goes back by itself');
    expect(guideOf({ environments: [{ name: 'a' }, { name: 'b', strategy: DeploymentStrategy.CANARY }] })).toContain(
      'where its circuit breaker (in a) or an alarm says so. A release whose deployment has not completed after 30 (a) and 40 (b) minutes stops it',
    );
    expect(commandsOf(guideOf()).slice(-2)).toEqual([
      'aws cloudformation cancel-update-stack --region us-east-1 --stack-name orders-api-production-service',
      'aws cloudformation continue-update-rollback --region us-east-1 --stack-name orders-api-production-service',
    ]);
  });

  test('warns that releases take the roles of the bootstrap', () => {
    expect(guideOf()).toContain('Give production an account of its own, or bound what its stacks may create');
    expect(guideOf(EXISTING_SERVICE)).not.toContain('Give production an account');
  });

  test('uses the CDK of the folder where it has one, and asks to commit its versions', () => {
    const guide = guideOf({}, { nodeProject: false });
    expect(commandsOf(guide)[0]).toBe('(cd infra && npm install && npx cdk bootstrap aws://111122223333/us-east-1)');
    expect(guide).toContain('Commit `infra/package-lock.json`');
    expect(guideOf()).not.toContain('package-lock.json');
  });

  test('asks to commit what the CDK has looked up, where it does', () => {
    expect(guideOf({ network: { vpcId: 'vpc-0123456789abcdef0' } })).toContain('Commit `cdk.context.json`');
    expect(guideOf()).not.toContain('cdk.context.json');
  });

  test('asks for a DNS record where there is a domain', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1234';
    const guide = guideOf({ loadBalancer: { certificateArn, domainName: 'orders.example.com' } });
    expect(guide).toContain('Point `orders.example.com` to the load balancer:');
  });

  test('bootstraps with the qualifier of the config, beside another bootstrap', () => {
    expect(commandsOf(guideOf({ bootstrapQualifier: 'acme' }))[0]).toBe(
      'npx cdk bootstrap --qualifier acme --toolkit-stack-name CDKToolkit-acme aws://111122223333/us-east-1',
    );
  });

  test('tells of the task before and the check after', () => {
    const guide = guideOf({ oneOffTask: { command: ['npm', 'run', 'migrate'] }, smokeTest: { command: 'curl x' } });
    expect(guide).toContain('In production, `npm run migrate` runs before, on the new revision');
    expect(guide).toContain('In production, `curl x` checks the service after that');
  });

  test('tells what several environments share once, and shows a command with backticks as it is', () => {
    const guide = guideOf({ environments: THREE, smokeTest: { command: 'echo `date`' } });
    expect(guide).toContain('In test, staging and production, `` echo `date` `` checks the service after that');
  });
});

test('the guide of an existing service asks to see that it exists, and turns its circuit breaker on', () => {
  const guide = guideOf(EXISTING_SERVICE);
  expect(guide).toContain('See that the cluster `production` and the service `orders-api` exist in 111122223333');
  expect(guide).toContain('deploymentCircuitBreaker={enable=true,rollback=true}');
  expect(guide).toContain('points the service to that revision and waits');
});

test('the guide of a service that CodeDeploy deploys asks for its application and deployment group', () => {
  const guide = guideOf({ ...EXISTING_SERVICE, deploymentController: EcsDeploymentController.CODE_DEPLOY });
  expect(guide).toContain('with the deployment controller CODE_DEPLOY');
  expect(guide).toContain(
    '--application-name AppECS-production-orders-api --deployment-group-name DgpECS-production-orders-api',
  );
});

test('says how to go back, with and without GitHub', () => {
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
});

test('names commands that work after an ejection', () => {
  const guide = guideOf({}, { ejected: true });
  expect(guide).not.toMatch(/npx projen|projenrc/);
  expect(commandsOf(guide)[1]).toBe(
    'node scripts/run-task.cjs deploy orders-api-registry orders-api-production-base orders-api-production-service orders-api-pipeline',
  );
});
