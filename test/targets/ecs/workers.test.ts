import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { type EcsDeliveryOptions, EcsServiceMode, WorkerUpdateOrder } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import {
  buildspecOf,
  deployWorkflowOf,
  guideOfModel,
  releaseOf,
  releaseScriptOf,
  rollbackScriptOf,
  textOf,
} from '../../support/delivery';
import { InfraApp, infraOf, propertiesOf, removeOutdirs, typeErrors } from '../../support/infra-app';
import { modelOf } from '../../support/model';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';

const STACK = 'orders-api-production-service';
const FAMILY = 'arn:aws:ecs:us-east-1:111122223333:task-definition/orders-api';
const MAILER = { name: 'mailer', command: ['node', 'lib/mailer.js'] };
const CRAWLER = { name: 'web-crawler', command: ['crawl'] };
const NETWORK = { vpcId: 'vpc-0123456789abcdef0', taskSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'] };

const stackOf = (options: Partial<EcsDeliveryOptions>) =>
  InfraApp.of({ network: NETWORK, loadBalancer: { enabled: false }, ...options }).template(STACK);
const taskDefinitionOf = (options: Partial<EcsDeliveryOptions>, file = 'task-definition-mailer.json') =>
  JSON.parse(textOf(modelOf(options), file));

afterAll(removeOutdirs);

describe('the task definition of a worker', () => {
  const options: Partial<EcsDeliveryOptions> = {
    cpu: 512,
    memory: 1024,
    stopTimeout: 20,
    environmentVariables: { LOG_LEVEL: 'info', REGION: 'eu' },
    secrets: { API_KEY: { ssmParameter: '/api-key' } },
  };

  test('runs the image and the roles of the service, without a port and a health check', () => {
    const service = taskDefinitionOf(options, 'task-definition.json');
    const worker = taskDefinitionOf({ ...options, workers: [MAILER] });
    const [container] = service.containerDefinitions;
    const { portMappings, healthCheck, ...rest } = container;
    expect(portMappings).toHaveLength(1);
    expect(healthCheck).toBeDefined();
    expect(worker).toEqual({
      ...service,
      family: 'orders-api-mailer',
      containerDefinitions: [
        {
          ...rest,
          command: ['node', 'lib/mailer.js'],
          environment: [
            { name: 'LOG_LEVEL', value: 'info' },
            { name: 'REGION', value: 'eu' },
          ],
          logConfiguration: {
            ...rest.logConfiguration,
            options: { ...rest.logConfiguration.options, 'awslogs-stream-prefix': 'mailer' },
          },
        },
      ],
    });
  });

  test('has the options of the worker', () => {
    const worker = taskDefinitionOf({
      ...options,
      workers: [
        {
          ...MAILER,
          cpu: 1024,
          memory: 4096,
          stopTimeout: 90,
          healthCheckCommand: ['test', '-e', '/tmp/alive'],
          environmentVariables: { LOG_LEVEL: 'debug', API_KEY: 'none' },
          secrets: { REGION: { ssmParameter: '/region' } },
        },
      ],
    });
    expect(worker).toMatchObject({ cpu: '1024', memory: '4096' });
    expect(worker.containerDefinitions[0]).toMatchObject({
      stopTimeout: 90,
      healthCheck: { command: ['CMD', 'test', '-e', '/tmp/alive'] },
      environment: [
        { name: 'API_KEY', value: 'none' },
        { name: 'LOG_LEVEL', value: 'debug' },
      ],
      secrets: [{ name: 'REGION', valueFrom: 'arn:aws:ssm:us-east-1:111122223333:parameter/region' }],
    });
  });

  test('can set PORT, which is not the port of the service', () => {
    const worker = taskDefinitionOf({ workers: [{ ...MAILER, environmentVariables: { PORT: '25' } }] });
    expect(worker.containerDefinitions[0].environment).toEqual([{ name: 'PORT', value: '25' }]);
  });

  test('has a file for each environment', () => {
    const model = modelOf({ workers: [MAILER], environments: [{ name: 'staging' }, { name: 'production' }] });
    for (const name of ['staging', 'production']) {
      const { family } = JSON.parse(textOf(model, `task-definition-mailer.${name}.json`));
      expect(family).toBe(`orders-api-${name}-mailer`);
    }
  });

  test('adds its secrets to the execution role', () => {
    const workers = [{ ...MAILER, secrets: { KEY: { ssmParameter: '/mailer-key' } } }];
    expect(infraOf({ workers }).sources['base-stack.ts']).toContain(
      "resources: ['arn:aws:ssm:us-east-1:111122223333:parameter/mailer-key']",
    );
  });
});

describe('the service stack', () => {
  test('creates a service with its own parameter and a rolling deployment', () => {
    const template = stackOf({ workers: [{ ...MAILER, desiredCount: 3 }] });
    const { MailerService } = template.findResources('AWS::ECS::Service');
    expect(MailerService).toMatchObject({
      Condition: 'HasMailerTaskDefinition',
      Properties: {
        ServiceName: 'orders-api-mailer',
        TaskDefinition: { Ref: 'MailerTaskDefinitionArn' },
        DesiredCount: 3,
        DeploymentConfiguration: {
          Strategy: 'ROLLING',
          MinimumHealthyPercent: 100,
          MaximumPercent: 200,
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        },
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: NETWORK.taskSubnetIds } },
      },
    });
    expect(MailerService!.Properties).not.toHaveProperty('LoadBalancers');
    expect(template.toJSON().Conditions.HasMailerTaskDefinition).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'MailerTaskDefinitionArn' }, ''] }],
    });
  });

  test.each<[WorkerUpdateOrder, object, object]>([
    [
      WorkerUpdateOrder.BEFORE,
      { AfterMailer: { 'Fn::If': ['HasMailerTaskDefinition', { Ref: 'MailerService' }, ''] } },
      {},
    ],
    [WorkerUpdateOrder.AFTER, {}, { AfterService: { 'Fn::If': ['HasTaskDefinition', { Ref: 'Service' }, ''] } }],
    [WorkerUpdateOrder.TOGETHER, {}, {}],
  ])('orders the updates: %s', (updateOrder, service, worker) => {
    const { Service, MailerService } = stackOf({ workers: [{ ...MAILER, updateOrder }] }).findResources(
      'AWS::ECS::Service',
    );
    const references = ({ Metadata = {} }: Record<string, any>) =>
      Object.fromEntries(Object.entries(Metadata).filter(([key]) => key.startsWith('After')));
    expect(references(Service!)).toEqual(service);
    expect(references(MailerService!)).toEqual(worker);
  });

  test('scales a worker', () => {
    const template = stackOf({ workers: [{ ...MAILER, autoScaling: { maxCapacity: 5, memoryUtilization: 60 } }] });
    const target = propertiesOf(template, 'AWS::ApplicationAutoScaling::ScalableTarget', 'MailerScalableTarget');
    expect(target).toMatchObject({
      ResourceId: 'service/orders-api-production/orders-api-mailer',
      MinCapacity: 1,
      MaxCapacity: 5,
    });
    expect(propertiesOf(template, 'AWS::ECS::Service', 'MailerService')).not.toHaveProperty('DesiredCount');
    propertiesOf(template, 'AWS::ApplicationAutoScaling::ScalingPolicy', 'MailerScaleByMemory');
  });

  test('connects a worker to the services of Service Connect', () => {
    const template = stackOf({ serviceConnect: { namespace: 'shop' }, workers: [MAILER] });
    expect(propertiesOf(template, 'AWS::ECS::Service', 'MailerService').ServiceConnectConfiguration).toEqual({
      Enabled: true,
      Namespace: 'shop',
    });
  });

  test('compiles, and cdk-nag accepts it', () => {
    const workers = [
      { ...MAILER, updateOrder: WorkerUpdateOrder.BEFORE, autoScaling: { maxCapacity: 5 } },
      { ...CRAWLER, updateOrder: WorkerUpdateOrder.AFTER },
    ];
    const scheduledTasks = [{ name: 'mailer', schedule: 'rate(1 day)', command: ['x'] }];
    expect(
      typeErrors({
        scaled: infraOf({ workers, autoScaling: { maxCapacity: 5 }, executeCommand: true }),
        plain: infraOf({ workers: [CRAWLER], scheduledTasks, ecsCluster: 'shared', loadBalancer: { enabled: false } }),
      }),
    ).toEqual([]);
    expect(InfraApp.of({ workers, scheduledTasks }).nagFindings()).toEqual([]);
  });
});

describe('a release', () => {
  const model = modelOf({ workers: [MAILER, CRAWLER] });

  test('registers all task definitions before it deploys the stack', () => {
    expect(releaseOf(model).steps.map(({ id }) => id)).toEqual([
      'deploy-base-stack',
      'register',
      'register-mailer',
      'register-web-crawler',
      'deploy-stack',
      'tag-image',
    ]);
  });

  test('may register the task definition of a worker, and stop its deployment', () => {
    const statements = releaseOf(model).steps.flatMap((step) => step.statements);
    const resourcesOf = (action: string) =>
      statements.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources);
    expect(resourcesOf('ecs:RegisterTaskDefinition')).toEqual([
      `${FAMILY}:*`,
      `${FAMILY}-mailer:*`,
      `${FAMILY}-web-crawler:*`,
    ]);
    expect(resourcesOf('ecs:StopServiceDeployment')).toContain(
      'arn:aws:ecs:us-east-1:111122223333:service-deployment/orders-api-production/orders-api-mailer/*',
    );
  });

  test('passes the revisions to the stack on GitHub', () => {
    const { jobs } = load(deployWorkflowOf(model)) as any;
    const deploy = jobs['deploy-production'].steps.find(({ run = '' }) => run.endsWith('production deploy-stack'));
    expect(deploy.env).toEqual({
      TASK_DEFINITION_ARN: '${{ steps.register.outputs.task-definition-arn }}',
      MAILER_TASK_DEFINITION_ARN: '${{ steps.register-mailer.outputs.task-definition-arn }}',
      WEB_CRAWLER_TASK_DEFINITION_ARN: '${{ steps.register-web-crawler.outputs.task-definition-arn }}',
    });
  });

  test('passes the files of the workers to CodePipeline', () => {
    const { artifacts } = load(buildspecOf(model)) as any;
    expect(JSON.stringify(artifacts)).toContain('task-definition-web-crawler.json');
  });

  test('deploys all revisions in one stack update, and stops the deployments that do not complete', () => {
    const shell = new Shell(temporaryFolder());
    writeFileSync(join(shell.folder, 'release.sh'), releaseScriptOf(model));
    shell.program('timeout', 'exit 124');
    shell.program(
      'aws',
      [
        'case "$*" in',
        '  *list-service-deployments*orders-api\\ *) printf "d/service\\tarn:service\\n" ;;',
        '  *list-service-deployments*orders-api-mailer\\ *) printf "d/mailer\\tarn:mailer\\n" ;;',
        '  *list-service-deployments*) printf "None\\tNone\\n" ;;',
        '  *describe-service-revisions*arn:service\\ *) echo orders-api:2 ;;',
        '  *describe-service-revisions*arn:mailer\\ *) echo orders-api-mailer:2 ;;',
        'esac',
      ].join('\n'),
    );
    const { status, calls } = shell.run(['bash release.sh production deploy-stack'], {
      CDK_VERSION: '2.1.1',
      TASK_DEFINITION_ARN: 'orders-api:2',
      MAILER_TASK_DEFINITION_ARN: 'orders-api-mailer:2',
      WEB_CRAWLER_TASK_DEFINITION_ARN: 'orders-api-web-crawler:2',
    });
    expect(status).toBe(1);
    expect(calls[0]).toMatch(
      / --parameters TaskDefinitionArn=orders-api:2 --parameters MailerTaskDefinitionArn=orders-api-mailer:2 --parameters WebCrawlerTaskDefinitionArn=orders-api-web-crawler:2$/,
    );
    expect(calls.filter((call) => call.includes('stop-service-deployment'))).toEqual(
      ['d/service', 'd/mailer'].map(
        (arn) => `aws ecs stop-service-deployment --service-deployment-arn ${arn} --stop-type ROLLBACK`,
      ),
    );
  });
});

test('a rollback finds the revisions of the workers with the image of the revision of the service', () => {
  const shell = new Shell(temporaryFolder());
  writeFileSync(join(shell.folder, 'rollback.sh'), rollbackScriptOf(modelOf({ workers: [MAILER, CRAWLER] })));
  shell.program('sleep');
  shell.program(
    'aws',
    [
      'case "$*" in',
      `  *describe-services*taskDefinition*) echo ${FAMILY}:7 ;;`,
      `  *list-task-definitions*orders-api\\ *) echo "${FAMILY}:7 ${FAMILY}:6" ;;`,
      `  *list-task-definitions*orders-api-mailer\\ *) echo "${FAMILY}-mailer:3 ${FAMILY}-mailer:2 ${FAMILY}-mailer:1" ;;`,
      `  *list-task-definitions*orders-api-web-crawler\\ *) echo "${FAMILY}-web-crawler:9" ;;`,
      ...['orders-api:6', 'orders-api-mailer:1', 'orders-api-mailer:2'].map(
        (revision) => `  *describe-task-definition*/${revision}\\ *) echo registry/orders-api:old ;;`,
      ),
      '  *describe-task-definition*) echo registry/orders-api:new ;;',
      "  *assume-role*) printf 'KEY\\tSECRET\\tTOKEN\\n' ;;",
      `  *ParameterValue\\ *) echo ${FAMILY}:6 ;;`,
      '  *StackStatus*) echo UPDATE_COMPLETE ;;',
      'esac',
    ].join('\n'),
  );
  const { status, output, calls } = shell.run(['bash rollback.sh production'], {});
  expect(status).toBe(0);
  expect(calls.find((call) => call.includes('update-stack'))).toContain(
    `--parameters ParameterKey=TaskDefinitionArn,ParameterValue=${FAMILY}:6 ParameterKey=MailerTaskDefinitionArn,ParameterValue=${FAMILY}-mailer:2 ParameterKey=WebCrawlerTaskDefinitionArn,UsePreviousValue=true `,
  );
  expect(output).toContain(
    'orders-api-web-crawler has no active revision with the image registry/orders-api:old, so it keeps its current revision.',
  );
});

test('the guide lists the workers', () => {
  const guide = guideOfModel(
    modelOf({
      workers: [
        MAILER,
        { name: 'web-crawler', command: ['sh', '-c', 'crawl |\n tee log'], updateOrder: WorkerUpdateOrder.AFTER },
      ],
    }),
  );
  expect(guide).toContain(`\
| ECS service | Command | Updated |
| --- | --- | --- |
| \`orders-api-mailer\` | \`node lib/mailer.js\` | together with the service |
| \`orders-api-web-crawler\` | \`sh -c 'crawl \\| tee log'\` | after the service |
`);
  expect(guide).toContain('A rollback also changes the workers');
});

test('an environment changes the workers with the same name, and inherits the others', () => {
  const { environments } = modelOf({
    workers: [{ ...MAILER, environmentVariables: { A: '1', B: '1' }, autoScaling: { maxCapacity: 9 } }, CRAWLER],
    environments: [
      {
        name: 'staging',
        workers: [
          { name: 'mailer', desiredCount: 0, environmentVariables: { B: '2' }, autoScaling: { maxCapacity: 2 } },
        ],
      },
      { name: 'production' },
    ],
  });
  const [staging, production] = environments.map(({ workers }) => workers);
  expect(staging).toMatchObject([
    {
      name: 'mailer',
      command: MAILER.command,
      desiredCount: 0,
      autoScaling: { maxCapacity: 2 },
      environmentVariables: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    },
    { name: 'web-crawler' },
  ]);
  expect(production).toMatchObject([{ name: 'mailer', desiredCount: 1 }, { name: 'web-crawler' }]);
});

describe('rejects', () => {
  test.each<[string, object, string]>([
    [
      'no command',
      { name: 'mailer' },
      'workers[0].command: is missing (allowed: a list whose first item is the program to run). Specify the command to run. [missing-option]',
    ],
    [
      'memory that does not fit the CPU of the service',
      { ...MAILER, memory: 4096 },
      'workers[0].memory: 4096 is not valid with cpu 256 on Fargate (allowed: 512, 1024, 2048). Raise cpu to 512, or lower memory. [memory-for-cpu]',
    ],
    [
      'scaling on requests',
      { ...MAILER, autoScaling: { maxCapacity: 2, requestsPerTarget: 100 } },
      'workers[0].autoScaling.requestsPerTarget: 100 is not supported, because a worker receives no requests. Scale on cpuUtilization or memoryUtilization. [worker-without-requests]',
    ],
    [
      'a static credential',
      { ...MAILER, environmentVariables: { AWS_SECRET_ACCESS_KEY: 'x' } },
      'workers[0].environmentVariables.AWS_SECRET_ACCESS_KEY: sets a static AWS credential. Grant the permissions to the task role instead. The AWS SDK automatically uses the credentials of the task role. [static-credentials]',
    ],
  ])('%s', (_name, worker, line) => {
    expect(problemsOf({ workers: [worker] })).toEqual([line]);
  });

  test('a limit of the container that is greater than the size of a worker', () => {
    const options = { cpu: 512, memory: 2048, containerDefinitionFields: { memoryReservation: 1024 } };
    expect(problemsOf({ ...options, workers: [{ ...MAILER, cpu: 256, memory: 512 }] })).toEqual([
      'containerDefinitionFields.memoryReservation: 1024 is greater than the size of a worker or a scheduled task in the production environment (allowed: at most 512). Lower memoryReservation, or choose a larger task. [container-size]',
    ]);
    expect(problemsOf({ ...options, workers: [MAILER] })).toEqual([]);
  });

  test('a name that results in the service of another environment', () => {
    const environments = [
      { name: 'staging', ecsCluster: 'shared', workers: [MAILER] },
      { name: 'production', ecsCluster: 'shared', ecsService: 'orders-api-mailer' },
    ];
    expect(problemsOf({ network: NETWORK, loadBalancer: { enabled: false }, environments })).toEqual([
      'environments[0].workers: "mailer" results in the ECS service orders-api-mailer and the task definition family orders-api-staging-mailer, but another environment already uses one of these names. Use another name for the worker, or set a different ecsService or taskDefinitionFamily in one of the environments. [worker-name-taken]',
    ]);
  });

  test('an existing service', () => {
    expect(problemsOf({ serviceMode: EcsServiceMode.EXISTING, workers: [MAILER] })).toEqual([
      'workers: requires an ECS service that the service stack manages, because a release updates the service and its workers in one stack update. Remove it, or set serviceMode to EcsServiceMode.MANAGED. [managed-service-only]',
    ]);
  });
});
