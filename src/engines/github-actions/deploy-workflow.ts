import type { DeliveryModel, EnvironmentModel, GithubModel } from '../../model/model';
import { DeliveryEngine, ImageTag } from '../../options';
import type { DeliveryTarget } from '../../core/target';
import {
  ASSEMBLY_ARTIFACT,
  cdkVersion,
  deploysAssembly,
  setUpNodeForCdk,
  setUpNodeForSynth,
  synthCommands,
} from '../../targets/ecs/assembly';
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
import type { YamlContent } from '../../printing/yaml-content';

/**
 * `.github/workflows/deploy.yml`: runs the tests, builds one image, and releases it to each environment in order.
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
      ...(pushed ? [] : [{ at: ['on'], text: 'A push starts CodePipeline. You can start this workflow manually.' }]),
      { at: ['permissions'], text: 'Each job requests only the permissions it needs.' },
      {
        at: ['concurrency'],
        text: 'Releases run one at a time. A running release is never canceled; only the newest pending release is kept.',
      },
      ...(hasTests
        ? [{ at: ['jobs', 'test'], text: 'This job runs third-party code, so it has no AWS credentials.' }]
        : []),
      ...model.environments
        .filter(({ approval }) => approval)
        .map((environment) => ({
          at: ['jobs', jobName('deploy', environment), 'environment'],
          text: `Waits for approval by the required reviewers of this GitHub Environment. See ${model.files.guide}.`,
        })),
    ],
    trailing: versionComments(),
    blankLinesBetween: [[], ['jobs'], ['jobs', '*', 'steps']],
  };
}

/** Code from dependencies runs in its own job, which has no AWS credentials. */
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
    ...(model.build.testCommands.length > 0 ? ['run tests'] : []),
    ...(deploysAssembly(model) ? ['synthesize the CDK app'] : []),
  ].join(' and ');
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

/** Synthesizes the app once for all environments. */
function assemblySteps(model: DeliveryModel): WorkflowStep[] {
  return [
    ...setUpNodeForSynth(model),
    {
      name: 'Synthesize the CDK app',
      id: 'synth',
      run: `${[...synthCommands(model), `echo "cdk-version=$(${cdkVersion(model)})" >> "$GITHUB_OUTPUT"`].join('\n')}\n`,
    },
    {
      name: 'Upload the synthesized app',
      uses: 'actions/upload-artifact',
      with: { name: ASSEMBLY_ARTIFACT, path: model.infra.assembly, 'if-no-files-found': 'error', overwrite: true },
    },
  ];
}

function buildJob(model: DeliveryModel, github: GithubModel): object {
  const { build, registry, source } = model;
  const steps: WorkflowStep[] = [
    CHECKOUT,
    assumeRole('build', github.buildRole, registry),
    { name: 'Log in to Amazon ECR', uses: 'aws-actions/amazon-ecr-login' },
    {
      name: 'Tag the image with the commit and check whether it exists',
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
      name: 'Build and push the image',
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
        assumeRole('deploy', deployRole, environment),
        ...target.releaseSteps(model, environment),
      ],
      github,
    ),
  };
}
