import type { DeliveryModel, EnvironmentModel, GithubModel } from '../model/model';
import { DeliveryEngine, ImageTag } from '../options';
import type { DeliveryTarget } from '../targets/target';
import {
  ASSEMBLY_ARTIFACT,
  cdkVersion,
  deploysAssembly,
  setUpNodeForCdk,
  setUpNodeForSynth,
  synthCommands,
} from './assembly';
import {
  assumeRole,
  CHECKOUT,
  concurrency,
  jobName,
  pinned,
  READ_SOURCE,
  READ_SOURCE_AND_ASSUME_ROLE,
  testSteps,
  versionComments,
} from './workflow';
import type { WorkflowStep } from './workflow-step';
import type { YamlContent } from './yaml-content';

/**
 * `.github/workflows/deploy.yml`: tests, builds one image and releases it to each environment in turn.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */
export function renderDeployWorkflow(model: DeliveryModel, github: GithubModel, target: DeliveryTarget): YamlContent {
  const { branch } = model.source;
  const pushed = model.trigger === DeliveryEngine.GITHUB_ACTIONS;
  const hasTests = hasTestJob(model);
  return {
    data: {
      name: 'deploy',
      on: {
        ...(pushed ? { push: { branches: [branch] } } : {}),
        workflow_dispatch: {},
      },
      permissions: {},
      concurrency: concurrency(model),
      jobs: {
        ...(hasTests ? { test: testJob(model, github) } : {}),
        build: buildJob(model, github),
        ...Object.fromEntries(
          model.environments.map((environment, i) => [
            jobName('deploy', environment),
            deployJob(
              model,
              environment,
              github,
              target,
              i === 0 ? 'build' : jobName('deploy', model.environments[i - 1]!),
            ),
          ]),
        ),
      },
    },
    comments: [
      ...(pushed
        ? []
        : [{ at: ['on'], text: 'A push starts CodePipeline; this workflow stands by for a start by hand.' }]),
      { at: ['permissions'], text: 'Each job asks for what it needs.' },
      {
        at: ['concurrency'],
        text: 'One release at a time. A running one is never cancelled; of those waiting, the newest stays.',
      },
      ...(hasTests
        ? [{ at: ['jobs', 'test'], text: 'Runs the code of dependencies, so it gets no credentials.' }]
        : []),
      ...model.environments
        .filter(({ approval }) => approval)
        .map((environment) => ({
          at: ['jobs', jobName('deploy', environment), 'environment'],
          text: `Waits for approval by the required reviewers of this GitHub Environment, see ${model.files.guide}.`,
        })),
    ],
    trailing: versionComments(),
    spacious: [[], ['jobs'], ['jobs', '*', 'steps']],
  };
}

/** What runs the code of dependencies has a job of its own. */
function hasTestJob(model: DeliveryModel): boolean {
  return model.build.testCommands.length > 0 || deploysAssembly(model);
}

function testJob(model: DeliveryModel, github: GithubModel): object {
  const assembled = deploysAssembly(model);
  return {
    name: testJobName(model),
    'runs-on': github.runner,
    'timeout-minutes': 30,
    permissions: READ_SOURCE,
    ...(assembled ? { outputs: { 'cdk-version': '${{ steps.synth.outputs.cdk-version }}' } } : {}),
    steps: pinned([...testSteps(model), ...(assembled ? assemblySteps(model) : [])], github),
  };
}

function testJobName(model: DeliveryModel): string {
  const parts = [
    ...(model.build.testCommands.length > 0 ? ['test'] : []),
    ...(deploysAssembly(model) ? ['synthesize the CDK app'] : []),
  ].join(', ');
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

/** Synthesizes the app once, for all environments. */
function assemblySteps(model: DeliveryModel): WorkflowStep[] {
  return [
    ...setUpNodeForSynth(model),
    {
      name: 'Synthesize the CDK app',
      id: 'synth',
      run: `${[...synthCommands(model), `echo "cdk-version=$(${cdkVersion(model)})" >> "$GITHUB_OUTPUT"`].join('\n')}\n`,
    },
    {
      name: 'Keep it for the releases',
      uses: 'actions/upload-artifact',
      with: { name: ASSEMBLY_ARTIFACT, path: model.infra.assembly, 'if-no-files-found': 'error', overwrite: true },
    },
  ];
}

function buildJob(model: DeliveryModel, github: GithubModel): object {
  const { build, registry, source } = model;
  const steps: WorkflowStep[] = [
    CHECKOUT,
    assumeRole(github.buildRole, registry),
    { name: 'Log in to ECR', uses: 'aws-actions/amazon-ecr-login' },
    {
      name: 'Name the image after the commit, and see whether it is there already',
      id: 'image',
      run: [
        `IMAGE_TAG=${registry.imageTag === ImageTag.SHORT_SHA ? '"${GITHUB_SHA:0:7}"' : '"$GITHUB_SHA"'}`,
        'echo "tag=$IMAGE_TAG" >> "$GITHUB_OUTPUT"',
        `if aws ecr describe-images --repository-name ${registry.repositoryName} --image-ids imageTag="$IMAGE_TAG" > /dev/null 2>&1; then`,
        '  echo "exists=true" >> "$GITHUB_OUTPUT"',
        'else',
        '  echo "exists=false" >> "$GITHUB_OUTPUT"',
        'fi',
        '',
      ].join('\n'),
    },
    { name: 'Set up Docker Buildx', if: "steps.image.outputs.exists == 'false'", uses: 'docker/setup-buildx-action' },
    {
      name: 'Build the image and push it',
      if: "steps.image.outputs.exists == 'false'",
      uses: 'docker/build-push-action',
      with: {
        context: '.',
        file: build.dockerfile.path,
        platforms: build.architecture.docker,
        'build-args': 'GIT_SHA=${{ github.sha }}',
        tags: `${registry.repositoryUri}:\${{ steps.image.outputs.tag }}`,
        push: true,
        provenance: false,
        'cache-from': 'type=gha',
        'cache-to': 'type=gha,mode=max',
      },
    },
  ];
  return {
    name: 'Build the image',
    ...(hasTestJob(model) ? { needs: 'test' } : {}),
    if: `github.ref == 'refs/heads/${source.branch}'`,
    'runs-on': github.runner,
    'timeout-minutes': 30,
    permissions: READ_SOURCE_AND_ASSUME_ROLE,
    outputs: { 'image-tag': '${{ steps.image.outputs.tag }}' },
    steps: pinned(steps, github),
  };
}

function deployJob(
  model: DeliveryModel,
  environment: EnvironmentModel,
  github: GithubModel,
  target: DeliveryTarget,
  previousJob: string,
): object {
  const { deployRole, environment: githubEnvironment } = environment.github!;
  const assembled = deploysAssembly(model);
  const needs = [...(assembled ? ['test'] : []), ...new Set(['build', previousJob])];
  return {
    name: `Deploy to ${environment.name}`,
    needs: needs.length === 1 ? needs[0] : needs,
    environment: githubEnvironment,
    'runs-on': github.runner,
    'timeout-minutes': environment.releaseTimeout + 15,
    permissions: READ_SOURCE_AND_ASSUME_ROLE,
    env: {
      IMAGE_URI: `${model.registry.repositoryUri}:\${{ needs.build.outputs.image-tag }}`,
      ...(assembled ? { CDK_VERSION: '${{ needs.test.outputs.cdk-version }}' } : {}),
    },
    steps: pinned(
      [
        CHECKOUT,
        ...(assembled ? [setUpNodeForCdk()] : []),
        assumeRole(deployRole, environment),
        ...target.releaseSteps(model, environment),
      ],
      github,
    ),
  };
}
