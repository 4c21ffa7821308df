import type { DeliveryModel, PipelineModel } from '../../model/model';
import { ImageTag } from '../../options';
import type { DeliveryTarget } from '../../core/target';
import { cdkVersion, deploysAssembly, looksUp, NODE_FOR_CDK, synthCommands } from '../../targets/ecs/assembly';
import type { YamlContent } from '../../printing/yaml-content';

/**
 * `buildspec.yml`: the commands that CodeBuild runs in the Build stage of the pipeline.
 *
 * It has no `post_build` phase, because CodeBuild runs that phase even if the `build` phase fails.
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
        text: `The CodeBuild project ${pipeline.buildProject} runs this file. See ${model.infra.dir}/pipeline-stack.ts.`,
      },
      { at: ['env', 'exported-variables'], text: 'The release stages use these variables.' },
      ...(build.testCommands.length > 0
        ? [
            {
              at: ['phases', 'pre_build', 'commands', build.testCommands[0]!],
              text: 'If a command fails, the build stops before it pushes the image.',
            },
          ]
        : []),
      ...(assembled
        ? [
            {
              at: ['phases', 'pre_build', 'commands', synth[0]!],
              text: `Synthesizes the app once for all environments. Needs no AWS account.${looksUp(model) ? ' Lookup results are in cdk.context.json.' : ''}`,
            },
          ]
        : []),
      {
        at: ['phases', 'build', 'commands', buildImage],
        text: 'Tags are immutable, so an existing image for this commit is reused.',
      },
    ],
    blankLinesBetween: [[], ['phases']],
  };
}

/** The shell expression for the tag. The CodeBuild variable contains the full commit SHA. */
function imageTag(rule: ImageTag): string {
  return rule === ImageTag.SHORT_SHA
    ? '"${CODEBUILD_RESOLVED_SOURCE_VERSION:0:7}"'
    : '"$CODEBUILD_RESOLVED_SOURCE_VERSION"';
}

function buildImageCommand({ build, registry }: DeliveryModel): string {
  const file = build.dockerfile.path === 'Dockerfile' ? '' : ` --file ${build.dockerfile.path}`;
  return `if aws ecr describe-images --region ${registry.region} --repository-name ${registry.repositoryName} --image-ids imageTag="$IMAGE_TAG" > /dev/null 2>&1; then
  echo "$IMAGE_URI already exists. Skipping the build."
else
  docker build${file} --platform ${build.architecture.docker} --provenance=false --build-arg GIT_SHA="$CODEBUILD_RESOLVED_SOURCE_VERSION" --tag "$IMAGE_URI" . &&
  docker push "$IMAGE_URI"
fi`;
}

/** Integers stay numbers (`nodejs: 24`). Other versions are strings, because the number 3.10 would become 3.1. */
function versionForYaml(version: string): number | string {
  return /^\d+$/.test(version) ? Number(version) : version;
}
