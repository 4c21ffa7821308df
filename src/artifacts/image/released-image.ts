import type { Step } from '../../core/release';
import { TAG_ACTIONS } from '../../data/ecr-actions';
import type { RegistryModel } from '../../model/model';
import { repositoryArguments, setImageId } from '../../printing/ecr-commands';

/** A lifecycle rule of an ECR repository. */
export interface LifecycleRule {
  readonly description: string;
  /** `undefined`: the rule applies to all images. */
  readonly tagPattern?: string;
  readonly maxImageCount: number;
}

/**
 * The lifecycle rules, in the order of their priority.
 *
 * An image that matches the tags of a rule cannot be expired by a rule with a lower priority, whether or not the first
 * rule expires it. If several environments run an image, the first rule that matches one of its tags decides. The last
 * environment comes first, because otherwise, newer images in the first environment would expire the image that the
 * last environment still runs. A rule for all images must come last. It also counts released images, but cannot expire
 * them. A new tag does not change when an image was pushed, and images are counted by that time.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 */
export function lifecycleRules(
  registry: Pick<RegistryModel, 'releaseTags' | 'keepReleasedImages' | 'keepImages'>,
): LifecycleRule[] {
  const { releaseTags, keepReleasedImages, keepImages } = registry;
  return [
    ...releasedImageRules(releaseTags, keepReleasedImages),
    {
      description: `Expire all${releaseTags.length > 0 ? ' other' : ''} images except the newest ${keepImages}`,
      maxImageCount: keepImages,
    },
  ];
}

export function releasedImageRules(
  releaseTags: RegistryModel['releaseTags'],
  maxImageCount: number,
): Required<LifecycleRule>[] {
  return [...releaseTags].reverse().map(({ environment, prefix }) => ({
    description: `Keep the newest ${maxImageCount} images that were released to ${environment}`,
    tagPattern: `${prefix}*`,
    maxImageCount,
  }));
}

/** The longest tag that ECR allows. */
const MAX_TAG_LENGTH = 128;

/**
 * Tags the image that an environment runs, so that the lifecycle rule of the environment keeps it.
 *
 * ECR rejects a manifest that differs from the digest in any character. A release that is repeated finds its own tag.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html
 *
 * @param anyTag whether people specify the tag of the image, so that it can be too long for an addition
 */
export function tagReleaseStep(registry: RegistryModel, environment: string, anyTag: boolean): Step | undefined {
  const { repositoryArn, releaseTags, existing } = registry;
  const tag = releaseTags.find((each) => each.environment === environment);
  if (!tag) {
    return undefined;
  }
  const repository = repositoryArguments(registry);
  return {
    id: 'tag-image',
    title: 'Tag the released image, so that it does not expire',
    settings: { TAG_PREFIX: tag.prefix },
    reads: ['IMAGE_URI'],
    commands: [
      `RELEASE_TAG=$TAG_PREFIX\${IMAGE_URI##*:}`,
      ...(anyTag ? [`RELEASE_TAG=\${RELEASE_TAG:0:${MAX_TAG_LENGTH}}`] : []),
      setImageId('IMAGE_URI'),
      `# The release is live at this point, so it continues if the image cannot be tagged.
tag_image() {
  local FOLDER
  FOLDER=$(mktemp -d)
  aws ecr batch-get-image ${repository} --image-ids "$IMAGE_ID" --query 'images[0]' --output json > "$FOLDER/image.json" || return
  jq --exit-status --raw-output --join-output .imageManifest "$FOLDER/image.json" > "$FOLDER/manifest.json" || { echo "The image no longer exists: $IMAGE_URI"; return 1; }
  aws ecr put-image ${repository} --image-tag "$RELEASE_TAG" --image-manifest "file://$FOLDER/manifest.json" --image-manifest-media-type "$(jq --raw-output .imageManifestMediaType "$FOLDER/image.json")" --image-digest "$(jq --raw-output .imageId.imageDigest "$FOLDER/image.json")"
}`,
      // ECR reports that the tag or the image exists if a release is repeated.
      `if ERROR=$(tag_image 2>&1) || [[ "$ERROR" == *AlreadyExistsException* ]]; then
  echo "Tagged $IMAGE_URI as $RELEASE_TAG"
else
  echo "WARNING: The image was not tagged as $RELEASE_TAG, so it can expire while it runs: $ERROR" >&2
fi`,
    ],
    statements: [
      {
        why: 'Tag the released image in this repository.',
        actions: TAG_ACTIONS,
        resources: [repositoryArn],
      },
    ],
    guide: {
      text: `Tags the image as released to the environment${existing ? '' : ', so that the lifecycle rules of the ECR repository keep it'}.`,
    },
  };
}
