import type { Template } from 'aws-cdk-lib/assertions';
import { load } from 'js-yaml';
import type { DeliveryModel } from '../src/model/model';
import type { EcsDeliveryOptions } from '../src/options';
import {
  CpuArchitecture,
  DeploymentStrategy,
  EcsDeploymentController,
  EcsServiceMode,
  TaskDefinitionOwner,
} from '../src/options';
import { buildspecOf, deployWorkflowOf, infraOfModel, oneOffTaskScriptOf, releaseScriptOf } from './support/delivery';
import { InfraApp, removeOutdirs } from './support/infra-app';
import { modelOf } from './support/model';
import { deliveryIn, temporaryFolder } from './support/project';

afterAll(removeOutdirs);

/**
 * What a release does in AWS, one line for each step. The steps are extracted from the files that the engines run: the
 * workflow for GitHub Actions; the pipeline template, its buildspecs and its actions for CodePipeline.
 */
type Effects = readonly string[];

const PATTERNS: readonly [RegExp, (match: readonly string[], context: Context) => Effects][] = [
  [/^\.\/gradlew assemble$/, ([command]) => [`build: ${command}`]],
  [/npm run build|pytest/, ([command]) => [`test: ${command}`]],
  [/npx cdk synth .*/, ([command]) => [`synthesize: ${command}`]],
  [/docker push /, () => ['push the image']],
  [/aws ecr describe-images .*--registry-id .*"\$IMAGE_TAG" > \/dev\/null \|\| /, () => ['check the image']],
  [
    /bash (\S+release\.sh) (\S+) ?(\S*)/,
    ([, , environment, step], context) => scriptEffects(environment!, step!, context),
  ],
  [/aws ecs register-task-definition /, () => ['register the task definition']],
  [
    /describe-stacks --stack-name (\S+) .*== subnet-\* \]\] \|\| npx --yes "aws-cdk@\S+" deploy \S+.*/,
    ([, stack], { variables }) => [`create stack ${expand(stack!, variables)} if it does not exist`],
  ],
  [
    /timeout (\S+)m" npx --yes "aws-cdk@\S+" deploy (\S+) .* --parameters "(\S+)=\$\{(\w+):\?\}"/,
    ([, minutes, stack, name, value], { variables }) => [
      `deploy stack ${expand(stack!, variables)} with ${expand(name!, variables)}=${value}, in ${expand(minutes!, variables)} minutes`,
    ],
  ],
  [/aws ecs stop-service-deployment .* --stop-type (\w+)/, ([, type]) => [`otherwise ${type}`]],
  [
    /bash (\S+one-off-task\.sh) (\S+)/,
    ([, , environment], { scripts, variables }) =>
      shellEffects(scripts.oneOffTask, { scripts, variables: {} }).map(
        (effect) => `${effect} of ${expand(environment!, variables)}`,
      ),
  ],
  [/aws ecs run-task --cluster (\S+)/, () => ['run the one-off task']],
  [
    /aws ecs update-service --cluster (\S+) --service (\S+)/,
    ([, cluster, service], { variables }) => [
      `update service ${expand(cluster!, variables)}/${expand(service!, variables)} and wait for it`,
    ],
  ],
  [/SMOKE (\w+)/, ([, text]) => [`check: ${text}`]],
];

interface Scripts {
  readonly release: string;
  readonly oneOffTask: string;
}

interface Context {
  readonly variables: Readonly<Record<string, string>>;
  readonly scripts: Scripts;
}

const scriptsOf = (model: DeliveryModel): Scripts => ({
  release: releaseScriptOf(model),
  oneOffTask: oneOffTaskScriptOf(model),
});

function expand(word: string, variables: Readonly<Record<string, string>>): string {
  return word.replace(/"?\$\{?(\w+)\}?"?/, (_, name: string) => variables[name] ?? `$${name}`);
}

/** The effects of one step, or of all steps, of the release script. */
function scriptEffects(environment: string, step: string, { scripts }: Context): Effects {
  const [, line] = new RegExp(`^  ${environment}\\) (.*) ;;$`, 'm').exec(scripts.release)!;
  const settings = [...line!.matchAll(/(\w+)=(?:'([^']*)'|(\S*))/g)].map(([, name, quoted, plain]) => [
    name,
    quoted ?? plain,
  ]);
  const variables = { ...Object.fromEntries(settings), ENVIRONMENT: environment };
  const steps: string[] = step ? [step] : variables.STEPS.split(' ');
  return steps.flatMap((each) => {
    const [, body] = new RegExp(`^${each.replaceAll('-', '_')}\\(\\) \\{\\n(.*?)^\\}`, 'ms').exec(scripts.release)!;
    return shellEffects(body, { variables, scripts });
  });
}

/** The effects of shell commands, in the order in which they appear. */
function shellEffects(text: string | undefined, context: Context): Effects {
  const lines = (text ?? '').split('\n').filter((line) => !line.startsWith('#'));
  return lines.flatMap((line) => {
    const [pattern, effects] = PATTERNS.find(([known]) => known.test(line)) ?? [];
    return pattern ? effects!([...pattern.exec(line)!], context) : [];
  });
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly steps: readonly Step[];
  readonly env?: Readonly<Record<string, string>>;
}

function stepEffects(step: Step, job: Job, scripts: Scripts): Effects {
  const action = step.uses?.replace(/@.*/, '');
  const inputs = step.with ?? {};
  switch (action) {
    case undefined:
      return shellEffects(step.run, { variables: { ...job.env, ...step.env }, scripts });
    case 'docker/build-push-action':
      return inputs.push ? ['push the image'] : [];
    case 'aws-actions/amazon-ecs-deploy-task-definition': {
      // Without the `service` input, the action only registers.
      const deployed = inputs['codedeploy-application']
        ? `deploy ${inputs['codedeploy-application']}/${inputs['codedeploy-deployment-group']} with ${inputs['codedeploy-appspec']}`
        : `update service ${inputs.cluster}/${inputs.service} and wait for it`;
      return ['register the task definition', ...(inputs.service ? [deployed] : [])];
    }
    default:
      return [];
  }
}

/** Jobs in the order in which they run. */
function inOrder(jobs: Readonly<Record<string, Job>>): Job[] {
  const done: string[] = [];
  while (done.length < Object.keys(jobs).length) {
    const next = Object.keys(jobs).filter(
      (name) => !done.includes(name) && [jobs[name]!.needs ?? []].flat().every((needed) => done.includes(needed)),
    );
    expect(next).toHaveLength(1);
    done.push(next[0]!);
  }
  return done.map((name) => jobs[name]!);
}

function githubEffects(model: DeliveryModel): Effects {
  const { jobs } = load(deployWorkflowOf(model)) as { jobs: Readonly<Record<string, Job>> };
  const scripts = scriptsOf(model);
  return inOrder(jobs).flatMap((job) => job.steps.flatMap((step) => stepEffects(step, job, scripts)));
}

interface Buildspec {
  readonly phases: Readonly<Record<string, { readonly commands?: readonly string[] }>>;
}

function buildspecEffects({ phases }: Buildspec, context: Context): Effects {
  return ['install', 'pre_build', 'build', 'post_build']
    .flatMap((phase) => phases[phase]?.commands ?? [])
    .flatMap((command) => shellEffects(command, context));
}

interface Action {
  readonly ActionTypeId: { readonly Provider: string };
  readonly Configuration: Readonly<Record<string, any>>;
}

function pipelineOf(template: Template): { Stages: readonly { Name: string; Actions: readonly Action[] }[] } {
  const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
  return pipeline!.Properties;
}

function pipelineEffects(model: DeliveryModel): Effects {
  const app = new InfraApp(infraOfModel(model).sources);
  const template = app.template(model.pipeline!.stack);
  const projects = template.findResources('AWS::CodeBuild::Project');
  const actions = pipelineOf(template).Stages.flatMap(({ Actions }) => Actions);
  const scripts = scriptsOf(model);
  return actions.flatMap(({ ActionTypeId, Configuration }) => {
    switch (ActionTypeId.Provider) {
      case 'CodeBuild': {
        const { Source, Environment } = projects[Configuration.ProjectName.Ref]!.Properties;
        const variables = Object.fromEntries(
          (Environment.EnvironmentVariables ?? []).map(({ Name, Value }: { Name: string; Value: string }) => [
            Name,
            Value,
          ]),
        );
        const buildspec = Source.BuildSpec.endsWith('.yml') ? load(buildspecOf(model)) : JSON.parse(Source.BuildSpec);
        return buildspecEffects(buildspec as Buildspec, { variables, scripts });
      }
      case 'ECS':
        // The action registers a copy of the current task definition with the image from its input file.
        return [
          'register the task definition',
          `update service ${Configuration.ClusterName}/${Configuration.ServiceName} and wait for it`,
        ];
      case 'CodeDeployToECS':
        return [
          'register the task definition',
          `deploy ${Configuration.ApplicationName}/${Configuration.DeploymentGroupName} with ${Configuration.AppSpecTemplatePath}`,
        ];
      case 'Manual':
      case 'CodeStarSourceConnection':
        return [];
      default:
        throw new Error(`Unknown action provider: ${ActionTypeId.Provider}`);
    }
  });
}

type Options = Partial<EcsDeliveryOptions>;

test('both engines build the image where the output of the commands is', () => {
  const model = modelOf({
    ...EXISTING,
    imageBuild: {
      runtime: 'java',
      dockerfile: 'Dockerfile',
      installCommands: ['./gradlew assemble'],
      artifacts: ['build/libs/*.jar'],
    },
  });
  const expected = ['build: ./gradlew assemble', 'push the image'];
  expect(githubEffects(model).slice(0, 2)).toEqual(expected);
  expect(pipelineEffects(model).slice(0, 2)).toEqual(expected);
  const { jobs } = load(deployWorkflowOf(model)) as { jobs: Readonly<Record<string, Job>> };
  const archived = jobs.test!.steps.map(({ run }) => /^tar --create .* -- (.*)$/.exec(run ?? '')?.[1]);
  const extracted = jobs.build!.steps.map(({ run }) => /^tar --extract .* -- '(.*)'$/.exec(run ?? '')?.[1]);
  expect(archived).toContain('build/libs/*.jar');
  expect(extracted).toContain('build/libs/*.jar');
});

test('both engines build the same stage with the same arguments and context', () => {
  const model = modelOf({
    imageBuild: {
      dockerfile: './docker/api.Dockerfile',
      buildArgs: { TITLE: 'Orders API', EMPTY: '', PORT: '80' },
      target: 'runtime',
      context: './services/api',
    },
  });
  const { jobs } = load(deployWorkflowOf(model)) as { jobs: Readonly<Record<string, Job>> };
  const action = jobs.build!.steps.find(({ uses }) => uses?.startsWith('docker/build-push-action'))!.with!;
  expect(action).toMatchObject({
    context: 'services/api',
    file: 'docker/api.Dockerfile',
    target: 'runtime',
    'build-args': 'GIT_SHA=${{ github.sha }}\nTITLE=Orders API\nEMPTY=\nPORT=80',
  });
  const { phases } = load(buildspecOf(model)) as Buildspec;
  expect(phases.build!.commands![0]).toContain(
    'docker build --file docker/api.Dockerfile --platform linux/amd64 --provenance=false --build-arg GIT_SHA="$CODEBUILD_RESOLVED_SOURCE_VERSION" --build-arg TITLE="Orders API" --build-arg EMPTY="" --build-arg PORT="80" --target runtime --tag "$IMAGE_URI" services/api &&',
  );
});

const EXISTING: Options = { serviceMode: EcsServiceMode.EXISTING };
const EXTRAS: Options = {
  oneOffTask: { command: ['npm', 'run', 'migrate'] },
  smokeTest: { command: 'SMOKE health' },
};

const KINDS: Readonly<Record<string, Options>> = {
  'managed, rolling': {},
  'managed, blue/green': { strategy: DeploymentStrategy.BLUE_GREEN },
  'managed, canary': { strategy: DeploymentStrategy.CANARY },
  'managed, linear': { strategy: DeploymentStrategy.LINEAR },
  'managed, all at once': { strategy: DeploymentStrategy.ALL_AT_ONCE },
  'managed, with a one-off task and a smoke test': EXTRAS,
  existing: EXISTING,
  'existing, with a smoke test': { ...EXISTING, smokeTest: { command: 'SMOKE health' } },
  'existing, with a one-off task and a smoke test': { ...EXISTING, ...EXTRAS },
  'image only': {
    ...EXISTING,
    taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
    executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  },
  'deployed by CodeDeploy': { ...EXISTING, deploymentController: EcsDeploymentController.CODE_DEPLOY },
};

test.each(Object.keys(KINDS))('both engines check an image that is built elsewhere, and release it: %s', (kind) => {
  const model = modelOf({ ...KINDS[kind], imageBuild: { enabled: false } });
  const onGithub = githubEffects(model);
  expect(onGithub).toEqual(pipelineEffects(model));
  expect(onGithub).not.toContain('push the image');
  const [check, register] = ['check the image', 'register the task definition'].map((each) => onGithub.indexOf(each));
  expect(check).toBeGreaterThanOrEqual(0);
  expect(register).toBeGreaterThan(check!);
});

const ENVIRONMENTS: Readonly<Record<string, Options>> = {
  'one environment': {},
  'two environments': { environments: [{ name: 'staging' }, { name: 'production' }] },
  'three environments': { environments: [{ name: 'test' }, { name: 'staging' }, { name: 'production' }] },
};

describe.each(Object.keys(KINDS))('a release of this kind of service: %s', (kind) => {
  test.each(Object.keys(ENVIRONMENTS))('does the same on both engines with %s', (environments) => {
    const model = modelOf({
      ...KINDS[kind],
      ...ENVIRONMENTS[environments],
      cpuArchitecture: environments === 'two environments' ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64,
    });
    const onGithub = githubEffects(model);
    expect(onGithub).toEqual(pipelineEffects(model));
    expect(onGithub.filter((effect) => effect === 'register the task definition')).toHaveLength(
      model.environments.length,
    );
  });
});

test.each<[string, Options, string[]]>([
  ['one environment', {}, []],
  ['one environment that requires approval', { approval: true }, ['production']],
  ['three environments', ENVIRONMENTS['three environments']!, ['production']],
  [
    'environments with explicit approval settings',
    {
      environments: [
        { name: 'staging', approval: true },
        { name: 'production', approval: false },
      ],
    },
    ['staging'],
  ],
])('both engines require approval for the same releases: %s', (_name, options, approved) => {
  const all: Options = approved.length > 0 ? { ...options, githubActions: { reviewers: ['alice'] } } : options;
  const { project } = deliveryIn(temporaryFolder(), all);
  const steps = project.tasks.tryFind('github:environments')!.steps.map(({ exec }) => exec ?? '');
  const onGithub = steps
    .filter((exec) => exec.includes('"reviewers"'))
    .map((exec) => /environments\/(\S+)/.exec(exec)![1]);
  expect(onGithub).toEqual(approved);

  const model = modelOf(all);
  const { Stages } = pipelineOf(new InfraApp(infraOfModel(model).sources).template(model.pipeline!.stack));
  const inPipeline = Stages.flatMap(({ Name }) => /^Approve-(.+)$/.exec(Name)?.[1] ?? []);
  expect(inPipeline).toEqual(approved);
});

describe('the release steps', () => {
  test('of a managed service build one image and one app, then deploy a revision and a stack to each environment', () => {
    const model = modelOf({
      ...EXTRAS,
      environments: [{ name: 'staging' }, { name: 'production', awsAccount: '444455556666' }],
    });
    const releaseTo = (name: string) => [
      'register the task definition',
      `create stack orders-api-${name}-service if it does not exist`,
      `run the one-off task of ${name}`,
      `deploy stack orders-api-${name}-service with TaskDefinitionArn=TASK_DEFINITION_ARN, in 30 minutes`,
      'otherwise ROLLBACK',
      'check: health',
    ];
    const expected = [
      'test: npm run build',
      'synthesize: npx cdk synth --quiet --no-lookups',
      'push the image',
      ...releaseTo('staging'),
      ...releaseTo('production'),
    ];
    expect(githubEffects(model)).toEqual(expected);
    expect(pipelineEffects(model)).toEqual(expected);
  });

  test.each<[string, Effects]>([
    ['existing', ['register the task definition', 'update service production/orders-api and wait for it']],
    [
      'existing, with a smoke test',
      ['register the task definition', 'update service production/orders-api and wait for it', 'check: health'],
    ],
    [
      'existing, with a one-off task and a smoke test',
      [
        'register the task definition',
        'run the one-off task of production',
        'update service production/orders-api and wait for it',
        'check: health',
      ],
    ],
    ['image only', ['register the task definition', 'update service production/orders-api and wait for it']],
    [
      'deployed by CodeDeploy',
      [
        'register the task definition',
        'deploy AppECS-production-orders-api/DgpECS-production-orders-api with appspec.yaml',
      ],
    ],
  ])('are complete for this kind of service: %s', (kind, release) => {
    const expected = ['test: npm run build', 'push the image', ...release];
    expect(githubEffects(modelOf(KINDS[kind]))).toEqual(expected);
    expect(pipelineEffects(modelOf(KINDS[kind]))).toEqual(expected);
  });
});
