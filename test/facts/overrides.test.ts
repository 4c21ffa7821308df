import { dataOf } from '../../src/core/rendered-file';
import type { EcsDeliveryOptions } from '../../src/options';
import { configOf, reportOf } from './support';

/** Two environments in two accounts, with everything that a release can do. */
const OPTIONS: Partial<EcsDeliveryOptions> = {
  awsRegion: 'eu-central-1',
  environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }],
  taskRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::orders/*'] }],
  oneOffTask: { command: ['node', 'lib/migrate.js'] },
  smokeTest: { command: 'curl --fail "$SERVICE_URL/health"' },
  imageBuild: { testCommands: ['npm test'] },
};
const CONFIG = configOf(OPTIONS);

const DOCKERFILE = 'Dockerfile';
const DEPLOY = '.github/workflows/deploy.yml';
const TASK = 'task-definition.production.json';
const BUILDSPEC = 'buildspec.yml';
const BASE = 'infra/production-base-stack.ts';
const SERVICE = 'infra/production-service-stack.ts';
const MAIN = 'infra/main.ts';
const ROLLBACK = 'infra/rollback.sh';

/** Overrides change data of any shape. */
type Data = any;
type Edit = readonly [name: string, file: string, change: (content: Data) => Data];

const replace = (search: string, replacement: string) => (body: string) => {
  expect(body.split(search)).toHaveLength(2);
  return body.replace(search, () => replacement);
};
const append = (line: string) => (body: string) => `${body.trimEnd()}\n${line}\n`;
const edit = (change: (data: Data) => void) => (data: Data) => {
  change(data);
  return data;
};
const container = (data: Data) => data.containerDefinitions[0];
const job = (data: Data) => data.jobs['deploy-production'];
const step = (data: Data, name: string) =>
  job(data).steps.find((each: { name: string }) => each.name === name) ?? expect(name).toBe('the name of a step');

function reportAfter([, path, change]: Edit, config = CONFIG): string[] {
  const file = config.files.find((each) => each.path === path)!;
  return reportOf(
    config,
    file.kind === 'text'
      ? { path, body: change(file.body) }
      : { path, data: change(JSON.parse(JSON.stringify(dataOf(file)))) },
  );
}

const HARMLESS: readonly Edit[] = [
  ['a comment that mentions another port', DOCKERFILE, append('# Port 8080 was used before')],
  [
    'a second port of the container',
    TASK,
    edit((data) => container(data).portMappings.push({ containerPort: 9464, protocol: 'tcp' })),
  ],
  ['a second EXPOSE', DOCKERFILE, append('EXPOSE 9464')],
  ['an EXPOSE in a builder stage', DOCKERFILE, replace('COPY src ./src\n', 'COPY src ./src\nEXPOSE 9229\n')],
  ['a quoted ENV', DOCKERFILE, append('ENV PORT="3000"')],
  ['ENV in the form with a space, with the same value', DOCKERFILE, append('ENV PORT 3000')],
  ['a PORT in a builder stage', DOCKERFILE, replace('COPY src ./src\n', 'ENV PORT=9999\nCOPY src ./src\n')],
  [
    'another package in the image',
    DOCKERFILE,
    replace('WORKDIR /app\n', 'WORKDIR /app\nRUN apt-get install -y curl\n'),
  ],
  ['another working directory', DOCKERFILE, replace('WORKDIR /app', 'WORKDIR /srv')],
  ['another health check interval', DOCKERFILE, replace('--interval=30s', '--interval=10s')],
  ['another variable in the same line', DOCKERFILE, replace('PORT=3000 \\', 'PORT=3000 LOG_LEVEL=info \\')],
  ['a variable whose name ends in PORT', DOCKERFILE, append('ENV METRICS_PORT=9464')],
  ['no EXPOSE', DOCKERFILE, replace('EXPOSE 3000\n', '')],
  ['a base image from another registry', DOCKERFILE, replace('public.ecr.aws/docker/library/node', 'mirror.acme/node')],
  ['a sidecar in first position', TASK, edit((d) => d.containerDefinitions.unshift({ name: 'otel', image: 'otel:1' }))],
  [
    'a sidecar with its own port, variables, and logs',
    TASK,
    edit((d) =>
      d.containerDefinitions.push({
        name: 'otel',
        image: 'otel:1',
        portMappings: [{ containerPort: 4317 }],
        environment: [{ name: 'PORT', value: '4317' }],
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-region': 'us-east-1' } },
      }),
    ),
  ],
  [
    'another variable in first position',
    TASK,
    edit((d) => container(d).environment.unshift({ name: 'A', value: 'b' })),
  ],
  ['a second port', TASK, edit((d) => container(d).portMappings.push({ containerPort: 9464 }))],
  [
    'another log stream prefix',
    TASK,
    edit((d) => (container(d).logConfiguration.options['awslogs-stream-prefix'] = 'x')),
  ],
  [
    'FireLens',
    TASK,
    edit((d) => (container(d).logConfiguration = { logDriver: 'awsfirelens', options: { Name: 'x' } })),
  ],
  [
    'FireLens in another region',
    TASK,
    edit(
      (d) =>
        (container(d).logConfiguration = {
          logDriver: 'awsfirelens',
          options: { Name: 'firehose', region: 'eu-west-1', delivery_stream: '/ecs/orders-api/other' },
        }),
    ),
  ],
  [
    'Splunk',
    TASK,
    edit(
      (d) =>
        (container(d).logConfiguration = {
          logDriver: 'splunk',
          options: { 'splunk-url': 'https://splunk.eu-west-1.example.com', 'splunk-index': 'orders-api' },
        }),
    ),
  ],
  [
    'a step that renders the image of a sidecar, and one that releases another service',
    DEPLOY,
    edit((d) => {
      job(d).steps.splice(3, 0, {
        id: 'sidecar',
        name: 'Render the sidecar',
        uses: 'aws-actions/amazon-ecs-render-task-definition@v1',
        with: { 'task-definition': TASK, 'container-name': 'adot-collector', image: 'otel:1' },
      });
      job(d).steps.push({
        name: 'Release the worker',
        uses: 'aws-actions/amazon-ecs-deploy-task-definition@v2',
        with: { 'task-definition': 'worker.json', service: 'shop-worker', cluster: 'shop' },
      });
    }),
  ],
  ['no log driver', TASK, edit((d) => delete container(d).logConfiguration)],
  [
    'a health check of the same port with another tool',
    TASK,
    edit((d) => (container(d).healthCheck.command = ['CMD-SHELL', 'curl -f http://localhost:3000/health?full=1'])),
  ],
  ['no health check', TASK, edit((d) => delete container(d).healthCheck)],
  ['another size', TASK, edit((d) => Object.assign(d, { cpu: '2048', memory: '4096' }))],
  ['no execution role in the task definition', TASK, edit((d) => delete d.executionRoleArn)],
  ['an environment with a URL', DEPLOY, edit((d) => (job(d).environment = { name: 'production', url: 'https://x.y' }))],
  ['another timeout', DEPLOY, edit((d) => (job(d)['timeout-minutes'] = 90))],
  ['another job name', DEPLOY, edit((d) => (job(d).name = 'Ship it'))],
  ['another step name', DEPLOY, edit((d) => (step(d, 'Assume the deploy role').name = 'Sign in'))],
  ['a step before the others', DEPLOY, edit((d) => job(d).steps.unshift({ name: 'Hello', run: 'echo hello' }))],
  [
    'a step that uses another account and region',
    DEPLOY,
    edit((d) =>
      job(d).steps.push({
        name: 'Notify',
        run: 'aws sns publish --region us-east-1 --topic-arn arn:aws:sns:us-east-1:1:t',
      }),
    ),
  ],
  [
    'another render step',
    DEPLOY,
    edit((d) =>
      job(d).steps.push({
        name: 'Render the worker',
        uses: 'aws-actions/amazon-ecs-render-task-definition@v1',
        with: { 'task-definition': 'worker.json', 'container-name': 'worker', image: 'x' },
      }),
    ),
  ],
  [
    'another deploy step',
    DEPLOY,
    edit((d) =>
      job(d).steps.push({
        name: 'Deploy the worker',
        uses: 'aws-actions/amazon-ecs-deploy-task-definition@v2',
        with: { 'task-definition': 'worker.json', cluster: 'workers', service: 'worker' },
      }),
    ),
  ],
  [
    'a login to a registry in another region',
    DEPLOY,
    edit((d) =>
      d.jobs.build.steps.splice(2, 0, {
        name: 'Log in to the shared registry',
        run: 'aws ecr get-login-password --region us-west-2 | docker login --username AWS --password-stdin 1.dkr.ecr.us-west-2.amazonaws.com',
      }),
    ),
  ],
  ['a job in another region', DEPLOY, edit((d) => (d.jobs.notify = { env: { AWS_REGION: 'us-east-1' }, steps: [] }))],
  ['a variable that only looks like a region', DEPLOY, edit((d) => (job(d).env.REGION_NAME = 'us-east-1'))],
  ['no summary', DEPLOY, edit((d) => job(d).steps.pop())],
  ['another session name', DEPLOY, edit((d) => (step(d, 'Assume the deploy role').with['role-session-name'] = 'x'))],
  ['another concurrency group', DEPLOY, edit((d) => (job(d).concurrency.group = 'releases'))],
  ['a second branch that triggers', DEPLOY, edit((d) => d.on.push.branches.push('release/**'))],
  ['a paths filter', DEPLOY, edit((d) => (d.on.push.paths = ['src/**']))],
  ['one environment less', DEPLOY, edit((d) => delete d.jobs['deploy-staging'])],
  ['another runner', DEPLOY, edit((d) => (job(d)['runs-on'] = 'self-hosted'))],
  ['an additional condition', DEPLOY, edit((d) => (d.jobs.build.if += " && github.actor != 'bot'"))],
  [
    'a login to public ECR',
    BUILDSPEC,
    edit((d) =>
      d.phases.pre_build.commands.unshift(
        'aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws',
      ),
    ),
  ],
  [
    'a test command that sets IMAGE_TAG',
    BUILDSPEC,
    edit((d) => d.phases.pre_build.commands.unshift('IMAGE_TAG=test docker compose run test')),
  ],
  ['another artifact', BUILDSPEC, edit((d) => d.artifacts.files.push('reports/**/*'))],
  ['another runtime', BUILDSPEC, edit((d) => (d.phases.install['runtime-versions'].python = '3.13'))],
  ['another role description', BASE, replace('Lets GitHub Actions release', 'GitHub releases')],
  [
    'another statement',
    BASE,
    replace(
      '    // Permissions from the option taskRoleStatements.',
      "    taskRole.addToPolicy(new iam.PolicyStatement({ actions: ['ecs:RunTask'], resources: ['arn:aws:ecs:us-east-1:999900001111:task-definition/other:*'] }));\n    // Permissions from the option taskRoleStatements.",
    ),
  ],
  ['another retention', BASE, replace('ONE_MONTH', 'ONE_YEAR')],
  [
    'another health check interval of the target group',
    SERVICE,
    replace('Duration.seconds(15)', 'Duration.seconds(20)'),
  ],
  [
    'another construct with its own port',
    SERVICE,
    replace(
      '    service.cfnOptions.condition = released;',
      "    new Discovery(this, 'Discovery', { containerName: 'otel', containerPort: 4317 });\n    service.cfnOptions.condition = released;",
    ),
  ],
  [
    'another stack in another account',
    MAIN,
    append("new Mine(app, 'mine', { env: { account: '123456789012', region: 'us-east-1' } });"),
  ],
  ['another comment in a script', ROLLBACK, replace('set -euo pipefail\n', '# In us-east-1.\nset -euo pipefail\n')],
];

test.each(HARMLESS)('accepts %s', (...change) => {
  expect(reportAfter(change)).toEqual([]);
});

/** Options with values that look like shared values. */
const LOOK_ALIKES: readonly [string, Partial<EcsDeliveryOptions>][] = [
  [
    'a login to public ECR in another region',
    {
      imageBuild: {
        installCommands: [
          'aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws',
          'npm ci',
        ],
      },
    },
  ],
  [
    'statements about another service and family',
    {
      taskRoleStatements: [
        {
          actions: ['ecs:UpdateService', 'ecs:RunTask'],
          resources: [
            'arn:aws:ecs:us-west-2:999900001111:service/other/other',
            'arn:aws:ecs:us-west-2:999900001111:task-definition/other:*',
          ],
        },
      ],
    },
  ],
  ['a smoke test of another app', { smokeTest: { command: 'x --app other --cluster other --region us-west-2' } }],
  ['a test command that sets IMAGE_TAG', { imageBuild: { testCommands: ['IMAGE_TAG=test docker compose run test'] } }],
  ['a health check with another local URL', { healthCheckCommand: ['curl', '-f', 'http://localhost:9464/metrics'] }],
  ['a health check with a query', { healthCheckCommand: ['curl', '-f', 'http://127.0.0.1:3000/health?full=1'] }],
  [
    'a variable with another port',
    { environmentVariables: { METRICS_PORT: '9464', REDIS_URL: 'redis://localhost:6379' } },
  ],
  ['a variable with another region', { environmentVariables: { AWS_S3_REGION: 'us-west-2', BRANCH: 'develop' } }],
  ['a command with another port', { command: ['node', 'lib/main.js', '--port', '8080'] }],
  ['a one-off task for another cluster', { oneOffTask: { command: ['migrate', '--cluster', 'other'] } }],
];

test.each(LOOK_ALIKES)('accepts an option with a look-alike, with and without an override: %s', (_name, options) => {
  const config = configOf({ ...OPTIONS, ...options });
  const timeout: Edit = ['timeout', DEPLOY, edit((d) => (job(d)['timeout-minutes'] = 90))];
  const comment: Edit = ['comment', DOCKERFILE, append('# Done.')];
  expect(reportAfter(timeout, config)).toEqual([]);
  expect(reportAfter(comment, config)).toEqual([]);
  for (const file of config.files) {
    const reordered: Edit = [
      'reordered',
      file.path,
      (content) => (typeof content === 'string' ? `${content}\n` : { ...content, zzz: 1 }),
    ];
    expect(reportAfter(reordered, config)).toEqual([]);
  }
});

const CONTRADICTIONS: readonly (readonly [...Edit, reported: string])[] = [
  ['a second PORT', DOCKERFILE, append('ENV PORT=8080'), 'Container port: Dockerfile says "8080" (ENV PORT)'],
  [
    'ENV in the form with a space',
    DOCKERFILE,
    append('ENV PORT 9999'),
    'Container port: Dockerfile says "9999" (ENV PORT)',
  ],
  [
    'a second HEALTH_CHECK_PATH',
    DOCKERFILE,
    append('ENV HEALTH_CHECK_PATH=/up'),
    'Health check path: Dockerfile says "/up"',
  ],
  ['another user', DOCKERFILE, append('USER root'), 'Container user: Dockerfile says "root" (USER)'],
  [
    'the region of a job',
    DEPLOY,
    edit((d) => (job(d).env.AWS_REGION = 'us-east-1')),
    'AWS Region: .github/workflows/deploy.yml says "us-east-1" (jobs.deploy-production.env.AWS_REGION)',
  ],
  [
    'the region of the workflow',
    DEPLOY,
    edit((d) => (d.env = { AWS_DEFAULT_REGION: 'us-east-1' })),
    'AWS Region: .github/workflows/deploy.yml says "us-east-1" (env.AWS_DEFAULT_REGION)',
  ],
  [
    'the region of a step',
    DEPLOY,
    edit((d) => (step(d, 'Deploy the service stack').env.AWS_REGION = 'us-east-1')),
    'AWS Region: ',
  ],
  [
    'a second sign-in in another account',
    DEPLOY,
    edit((d) =>
      job(d).steps.push({
        name: 'Again',
        uses: 'aws-actions/configure-aws-credentials@x',
        with: { 'allowed-account-ids': '999900001111' },
      }),
    ),
    'AWS account: ',
  ],
  [
    'a disabled condition',
    DEPLOY,
    edit((d) => (d.jobs.build.if += ' || true')),
    'Release branch: .github/workflows/deploy.yml no longer requires "main" (jobs.build.if). Revert your change to .github/workflows/deploy.yml. [weakened-condition]',
  ],
  [
    'another GitHub environment with a URL',
    DEPLOY,
    edit((d) => (job(d).environment = { name: 'prod', url: 'https://x.y' })),
    'GitHub environment of production: .github/workflows/deploy.yml says "prod" (jobs.deploy-production.environment)',
  ],
  [
    'the build target in one engine',
    DEPLOY,
    edit((d) => (d.jobs.build.steps.at(-1).with.target = 'debug')),
    'Image build: ',
  ],
  [
    'a build argument in one engine',
    DEPLOY,
    edit((d) => (d.jobs.build.steps.at(-1).with['build-args'] += '\nNPM_TOKEN=x')),
    'Image build: ',
  ],
  [
    'another Dockerfile in one engine',
    BUILDSPEC,
    edit(
      (d) =>
        (d.phases.build.commands[0] = d.phases.build.commands[0].replace(
          'docker build',
          'docker build --file other.Dockerfile',
        )),
    ),
    'Image build: ',
  ],
  [
    'another value of a build argument in one engine',
    DEPLOY,
    edit((d) => (d.jobs.build.steps.at(-1).with['build-args'] = 'GIT_SHA=${{ github.sha }}\nTITLE=Other')),
    'Image build: ',
  ],
  [
    'another context in one engine',
    BUILDSPEC,
    edit(
      (d) =>
        (d.phases.build.commands[0] = d.phases.build.commands[0].replace('"$IMAGE_URI" . &&', '"$IMAGE_URI" app &&')),
    ),
    'Image build: buildspec.yml says "file Dockerfile, context app, build arguments GIT_SHA"',
  ],
  [
    'a fixed tag in GitHub Actions',
    DEPLOY,
    edit((d) => {
      const step = d.jobs.build.steps.at(-1);
      step.with.tags = step.with.tags.replace('${{ steps.image.outputs.tag }}', 'latest');
    }),
    'Image',
  ],
  [
    'another tag in GitHub Actions',
    DEPLOY,
    edit((d) => {
      const step = d.jobs.build.steps.find(({ id }: { id?: string }) => id === 'image');
      step.run = step.run.replace('GITHUB_SHA', 'GITHUB_RUN_ID');
    }),
    'Image tag format',
  ],
  [
    'another tag in one engine',
    BUILDSPEC,
    edit(
      (d) =>
        (d.phases.pre_build.commands = d.phases.pre_build.commands.map((c: string) =>
          c.replace('CODEBUILD_RESOLVED_SOURCE_VERSION', 'CODEBUILD_BUILD_ID'),
        )),
    ),
    'Image tag format: buildspec.yml says "IMAGE_TAG=\\"$CODEBUILD_BUILD_ID\\""',
  ],
  [
    'the region of the build',
    BUILDSPEC,
    edit((d) => (d.env.variables.AWS_REGION = 'us-east-1')),
    'AWS Region: buildspec.yml says "us-east-1" (env.variables.AWS_REGION)',
  ],
  [
    'a second PORT of the container',
    TASK,
    edit((d) => container(d).environment.push({ name: 'PORT', value: '8080' })),
    'Container port: task-definition.production.json says "8080" (containerDefinitions.orders-api.environment.PORT.value)',
  ],
  [
    'another host port',
    TASK,
    edit((d) => (container(d).portMappings[0].hostPort = 8080)),
    'Container port: task-definition.production.json says "8080" (containerDefinitions.orders-api.portMappings.0.hostPort)',
  ],
  [
    'a health check of another port',
    TASK,
    edit((d) => (container(d).healthCheck.command = ['CMD-SHELL', 'curl -f http://localhost:8080/health'])),
    'Container port: ',
  ],
  [
    'another container user',
    TASK,
    edit((d) => (container(d).user = '0')),
    'Container user: task-definition.production.json says "0" (containerDefinitions.orders-api.user)',
  ],
  [
    'another stop timeout',
    TASK,
    edit((d) => (container(d).stopTimeout = 60)),
    'Stop timeout (seconds): task-definition.production.json says "60" (containerDefinitions.orders-api.stopTimeout)',
  ],
  [
    'a sidecar in first position and another port',
    TASK,
    edit((d) => {
      container(d).portMappings[0].containerPort = 8080;
      d.containerDefinitions.unshift({ name: 'otel' });
    }),
    'Container port: ',
  ],
  ['another container name', TASK, edit((d) => (container(d).name = 'web')), 'Container name: '],
  [
    'a renamed step in another region',
    DEPLOY,
    edit(
      (d) => (Object.assign(step(d, 'Assume the deploy role'), { name: 'Sign in' }).with['aws-region'] = 'us-east-1'),
    ),
    'AWS Region: ',
  ],
  [
    'an inserted step and another role',
    DEPLOY,
    edit((d) => {
      job(d).steps.unshift({ name: 'x', run: 'y' });
      step(d, 'Assume the deploy role').with['role-to-assume'] = 'arn:aws:iam::111122223333:role/x';
    }),
    'Deploy role of production: ',
  ],
  [
    'another service in a script',
    ROLLBACK,
    replace(
      'SERVICE=orders-api FAMILY_ARN=arn:aws:ecs:eu-central-1:111122223333',
      'SERVICE=orders FAMILY_ARN=arn:aws:ecs:eu-central-1:111122223333',
    ),
    'ECS service',
  ],
  [
    'no log group',
    BASE,
    replace("      logGroupName: '/ecs/orders-api/production',\n", ''),
    "Log group of production: infra/production-base-stack.ts no longer defines it (logGroupName: '/ecs/orders-api/production'), but ",
  ],
  [
    'no role name',
    BASE,
    replace("      roleName: 'orders-api-production-execution',\n", ''),
    'Execution role of production: ',
  ],
];

test.each(CONTRADICTIONS)('reports %s', (name, file, change, reported) => {
  const lines = reportAfter([name, file, change]).map((line) => line.replace(/^ {2}- /, ''));
  expect(lines.filter((line) => line.startsWith(reported)).length).toBeGreaterThan(0);
});

test.each<[string, string, string, Edit[2]]>([
  [
    'Log group',
    'logging.logGroup',
    TASK,
    edit((d) => (container(d).logConfiguration.options['awslogs-group'] = '/ecs/orders')),
  ],
  ['Task definition family', 'taskDefinitionFamily', TASK, edit((d) => (d.family = 'orders'))],
  ['Execution role', 'executionRoleArn', TASK, edit((d) => (d.executionRoleArn = 'arn:aws:iam::111122223333:role/x'))],
  ['Task role', 'taskRoleArn', TASK, edit((d) => (d.taskRoleArn = 'arn:aws:iam::111122223333:role/x'))],
  [
    'Deploy role',
    'githubActions.deployRoleArn',
    DEPLOY,
    edit((d) => (step(d, 'Assume the deploy role').with['role-to-assume'] = 'arn:aws:iam::111122223333:role/x')),
  ],
])('a contradiction of %s names the option %s', (title, option, file, change) => {
  const line = reportAfter([title, file, change]).find((each) => each.includes(`${title} of production`));
  expect(line).toContain(option);
});
