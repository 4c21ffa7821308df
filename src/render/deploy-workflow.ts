import type { DeliveryModel, EnvironmentModel, GithubModel } from '../model/model';
import { DeliveryEngine, ImageTag } from '../options';
import type { DeliveryTarget } from '../targets/target';
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
  const tested = model.build.testCommands.length > 0;
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
        ...(tested ? { test: testJob(model, github) } : {}),
        build: buildJob(model, github, tested),
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
      ...(tested ? [{ at: ['jobs', 'test'], text: 'Runs the code of dependencies, so it gets no credentials.' }] : []),
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

function testJob(model: DeliveryModel, github: GithubModel): object {
  return {
    name: 'Test',
    'runs-on': github.runner,
    'timeout-minutes': 30,
    permissions: READ_SOURCE,
    steps: pinned(testSteps(model), github),
  };
}

function buildJob(model: DeliveryModel, github: GithubModel, tested: boolean): object {
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
    ...(tested ? { needs: 'test' } : {}),
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
  return {
    name: `Deploy to ${environment.name}`,
    needs: previousJob === 'build' ? 'build' : ['build', previousJob],
    environment: githubEnvironment,
    'runs-on': github.runner,
    'timeout-minutes': environment.deploymentTimeout + 15,
    permissions: READ_SOURCE_AND_ASSUME_ROLE,
    env: { IMAGE_URI: `${model.registry.repositoryUri}:\${{ needs.build.outputs.image-tag }}` },
    steps: pinned([CHECKOUT, assumeRole(deployRole, environment), ...target.releaseSteps(model, environment)], github),
  };
}
