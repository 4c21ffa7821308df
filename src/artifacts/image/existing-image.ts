import type { Artifact, ArtifactInput } from '../../core/artifact';
import type { Step } from '../../core/release';
import { DESCRIBE_ACTIONS } from '../../data/ecr-actions';
import type { RegistryModel } from '../../model/model';
import { repositoryArguments } from '../../printing/ecr-commands';
import { type ImageInput, image } from './image';

/** An image that Amazon ECR already contains. Whoever starts a release specifies its tag. */
export function existingImage(input: ImageInput): Artifact {
  const { registry } = input;
  const asked = tagInput(registry);
  const built = image(input);
  return {
    ...built,
    needsDocker: false,
    input: asked,
    guide: {
      ...built.guide,
      built: `checks that the ECR repository \`${registry.repositoryName}\` contains an image with the tag that you specify`,
      reused: 'It does not build an image.',
    },
    build: () => ({
      steps: [
        {
          id: 'image',
          title: 'Find the image',
          settings: { REPOSITORY_URI: registry.repositoryUri },
          commands: ['IMAGE_URI="$REPOSITORY_URI:$IMAGE_TAG"'],
          sets: ['IMAGE_TAG', 'IMAGE_URI'],
          statements: [],
        },
        asked.check,
      ],
      native: [],
    }),
  };
}

function tagInput(registry: RegistryModel): ArtifactInput {
  return {
    name: 'image-tag',
    variable: 'IMAGE_TAG',
    description: `Tag of an existing image in the ECR repository ${registry.repositoryName}`,
    example: 'TAG',
    check: checkStep(registry),
    variables: (tag) => ({ IMAGE_URI: `${registry.repositoryUri}:${tag}` }),
  };
}

/** ECR allows these tags. The check also prevents the value from adding parameters to the command. */
const VALID_TAG = '[[ "$IMAGE_TAG" =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]]';

function checkStep(registry: RegistryModel): Step {
  const { repositoryName, repositoryArn } = registry;
  return {
    id: 'check-image',
    title: 'Check that the image exists',
    reads: ['IMAGE_TAG'],
    commands: [
      `${VALID_TAG} || (echo "Not a valid image tag: $IMAGE_TAG" >&2; exit 1)`,
      `aws ecr describe-images ${repositoryArguments(registry)} --image-ids imageTag="$IMAGE_TAG" > /dev/null || (echo "${repositoryName} does not contain an image with the tag $IMAGE_TAG" >&2; exit 1)`,
    ],
    statements: [{ why: 'Check that the image exists.', actions: DESCRIBE_ACTIONS, resources: [repositoryArn] }],
  };
}
