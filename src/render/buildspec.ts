import type { DeliveryModel, PipelineModel } from '../model/model';
import { ImageTag } from '../options';
import type { DeliveryTarget } from '../targets/target';
import { cdkVersion, deploysAssembly, looksUp, NODE_FOR_CDK, synthCommands } from './assembly';
import type { YamlContent } from './yaml-content';

/**
 * `buildspec.yml`: what CodeBuild does in the Build stage of the pipeline.
 *
 * There is no `post_build`, which runs even after a failed `build`.
 *
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function renderBuildspec(model: DeliveryModel, pipeline: PipelineModel, target: DeliveryTarget): YamlContent {
  const { build, registry } = model;
  const setTag = `IMAGE_TAG=${imageTag(registry.imageTag)}`;
  const login = `aws ecr get-login-password --region ${registry.region} | docker login --username AWS --password-stdin ${registry.host}`;
  const buildImage = buildImageCommand(model);
  const assembled = deploysAssembly(model);
  const synth = assembled ? [...synthCommands(model), `CDK_VERSION=$(${cdkVersion(model)})`] : [];
  const enter = build.directory ? [`cd "$CODEBUILD_SRC_DIR/${build.directory}"`] : [];
  return {
    data: {
      version: 0.2,
      env: {
        shell: 'bash',
        variables: { REPOSITORY_URI: registry.repositoryUri },
        'exported-variables': ['IMAGE_TAG', 'IMAGE_URI', ...(assembled ? ['CDK_VERSION'] : [])],
      },
      phases: {
        install: {
          'runtime-versions': {
            [build.runtime.name]: versionForYaml(build.runtime.version),
            ...(assembled && build.runtime.name !== 'nodejs' ? { nodejs: NODE_FOR_CDK } : {}),
          },
          ...(build.installCommands.length > 0 ? { commands: [...enter, ...build.installCommands] } : {}),
        },
        pre_build: {
          commands: [
            ...enter,
            ...build.testCommands,
            ...synth,
            setTag,
            'IMAGE_URI="$REPOSITORY_URI:$IMAGE_TAG"',
            login,
          ],
        },
        build: {
          commands: [...enter, buildImage, ...(target.buildCommands?.(model) ?? [])],
        },
      },
      artifacts: {
        ...(build.directory ? { 'base-directory': build.directory } : {}),
        files: target.artifacts(model),
      },
      ...(build.cachePaths.length > 0 ? { cache: { paths: build.cachePaths.map((path) => `${path}/**/*`) } } : {}),
    },
    comments: [
      {
        at: ['version'],
        text: `Run by the CodeBuild project ${pipeline.buildProject}, see ${model.infra.dir}/pipeline-stack.ts.`,
      },
      { at: ['env', 'exported-variables'], text: 'For the release stages.' },
      ...(build.testCommands.length > 0
        ? [
            {
              at: ['phases', 'pre_build', 'commands', build.testCommands[0]!],
              text: 'A failure here ends the build before anything is pushed.',
            },
          ]
        : []),
      ...(assembled
        ? [
            {
              at: ['phases', 'pre_build', 'commands', synth[0]!],
              text: `Once, for all environments, without an AWS account.${looksUp(model) ? ' What the CDK has looked up is in cdk.context.json.' : ''}`,
            },
          ]
        : []),
      {
        at: ['phases', 'build', 'commands', buildImage],
        text: 'Tags are immutable: a commit that was built before keeps its image.',
      },
    ],
    spacious: [[], ['phases']],
  };
}

/** The shell expression for the tag. CodeBuild's variable holds the full SHA. */
function imageTag(rule: ImageTag): string {
  return rule === ImageTag.SHORT_SHA
    ? '"${CODEBUILD_RESOLVED_SOURCE_VERSION:0:7}"'
    : '"$CODEBUILD_RESOLVED_SOURCE_VERSION"';
}

function buildImageCommand({ build, registry }: DeliveryModel): string {
  const file = build.dockerfile.path === 'Dockerfile' ? '' : ` --file ${build.dockerfile.path}`;
  return `if aws ecr describe-images --region ${registry.region} --repository-name ${registry.repositoryName} --image-ids imageTag="$IMAGE_TAG" > /dev/null 2>&1; then
  echo "$IMAGE_URI is there already"
else
  docker build${file} --platform ${build.architecture.docker} --provenance=false --build-arg GIT_SHA="$CODEBUILD_RESOLVED_SOURCE_VERSION" --tag "$IMAGE_URI" . &&
  docker push "$IMAGE_URI"
fi`;
}

/** As people write it: `nodejs: 24`, but `python: "3.10"`, which as a number would lose its zero. */
function versionForYaml(version: string): number | string {
  return /^\d+$/.test(version) ? Number(version) : version;
}
