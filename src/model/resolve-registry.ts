import type { Facts } from '../core/fact';
import { type CommonRegistryOptions, ImageTag, RegistryEncryption } from '../options';
import { arnOf, dnsSuffixOf, type Place, partitionOf } from './aws';
import { checkPlace } from './check-place';
import type { DeliveryModel, RegistryModel, ReleaseTagModel } from './model';
import type { OptionReader } from './option-reader';
import { ECR_REPOSITORY, IMAGE_TAG, KMS_KEY_ARN, NEW_ECR_REPOSITORY } from './rules';
import { SHARED } from './shared-values';
import { show } from './show';

/** The options of every ECR repository. */
export const COMMON_REGISTRY_OPTIONS: Readonly<Record<keyof CommonRegistryOptions, true>> = {
  keepImages: true,
  keepReleasedImages: true,
  tagReleases: true,
  encryption: true,
  kmsKeyArn: true,
  imageTag: true,
  extraTags: true,
  existing: true,
};

export function resolveRegistry(
  options: OptionReader,
  registry: OptionReader,
  facts: Place & { service: string; decisions: Facts; builtElsewhere: boolean; keepImages?: number },
): RegistryModel {
  const { service, account, region } = facts;
  const existing = registry.boolean('existing') ?? false;
  const repositoryName = facts.decisions.decide(
    SHARED.ecrRepository,
    options.string('ecrRepository', existing ? ECR_REPOSITORY : NEW_ECR_REPOSITORY) ?? service,
  );
  const keepImages = registry.integer('keepImages', 1, 1000);
  const keepReleasedImages = registry.integer('keepReleasedImages', 1, 1000);
  const encryption = registry.enumMember('encryption', 'RegistryEncryption', RegistryEncryption);
  const imageTag = registry.enumMember('imageTag', 'ImageTag', ImageTag) ?? ImageTag.FULL_SHA;
  const kmsKeyArn = registry.string('kmsKeyArn', KMS_KEY_ARN);

  if (kmsKeyArn && encryption !== RegistryEncryption.KMS && !registry.isRejected('encryption')) {
    registry.reject('kmsKeyArn', 'kms-key-without-kms', {
      why: 'has no effect without KMS encryption',
      fix: 'Set registry.encryption to RegistryEncryption.KMS.',
    });
  }
  if (kmsKeyArn) {
    const fix = 'Use a key in the same account and Region as the ECR repository.';
    checkPlace(registry, 'kmsKeyArn', kmsKeyArn, { place: facts, same: ['account', 'region', 'partition'], fix });
  }
  if (existing) {
    for (const key of ['keepImages', 'keepReleasedImages', 'encryption', 'kmsKeyArn'].filter((k) => registry.has(k))) {
      registry.reject(key, 'existing-repository', {
        why: 'has no effect on an existing ECR repository',
        fix: 'Remove it, or set registry.existing to false.',
      });
    }
  }
  const host = `${account}.dkr.ecr.${region}.${dnsSuffixOf(partitionOf(region))}`;
  return {
    account,
    region,
    repositoryName,
    repositoryArn: arnOf('ecr', facts, `repository/${repositoryName}`),
    host,
    repositoryUri: `${host}/${repositoryName}`,
    keepImages: keepImages ?? facts.keepImages ?? 10,
    keepReleasedImages: keepReleasedImages ?? facts.keepImages ?? 10,
    releaseTags: [],
    encryption: encryption ?? RegistryEncryption.AES256,
    kmsKeyArn,
    existing,
    imageTag: facts.builtElsewhere
      ? imageTag
      : facts.decisions.choose(
          SHARED.imageTag,
          imageTag,
          imageTag === ImageTag.FULL_SHA ? ImageTag.SHORT_SHA : ImageTag.FULL_SHA,
        ),
    gitTag: registry.boolean('gitTag') ?? false,
    extraTags: resolveExtraTags(registry).map((tag) => facts.decisions.decide(SHARED.extraTag, tag)),
    stack: facts.decisions.decide(SHARED.registryStack, `${service}-registry`),
  };
}

/**
 * The registry with the tags that releases to these environments add to their images.
 *
 * The name of an environment cannot contain an underscore, so the lifecycle rule of `prod`, `prod_*`, does not match the
 * images of `prod-eu`.
 */
export function withReleaseTags(
  registry: RegistryModel,
  options: OptionReader,
  environments: readonly { readonly name: string }[],
  decisions: Facts,
): RegistryModel {
  if (options.boolean('tagReleases') === false) {
    if (!registry.existing && options.has('keepReleasedImages') && !options.isRejected('keepReleasedImages')) {
      options.reject('keepReleasedImages', 'no-release-tags', {
        why: 'has no effect because registry.tagReleases is false',
        fix: 'Remove it, or set registry.tagReleases to true.',
      });
    }
    return registry;
  }
  const releaseTags = environments.map(({ name }) => ({
    environment: name,
    prefix: decisions.in(name).decide(SHARED.releaseTag, `${name}_`),
  }));
  checkExtraTags(options, registry, releaseTags);
  return { ...registry, releaseTags };
}

/** ECR would count the newest image among the released images. */
function checkExtraTags(
  options: OptionReader,
  { extraTags }: RegistryModel,
  releaseTags: readonly ReleaseTagModel[],
): void {
  const tag = extraTags.find((each) => releaseTags.some(({ prefix }) => each.startsWith(prefix)));
  if (tag !== undefined && !options.isRejected('extraTags')) {
    options.reject('extraTags', 'release-tag', {
      why: `contains ${show(tag)}, which starts like the tag of a released image`,
      fix: 'Use a tag that does not start with the name of an environment and an underscore.',
    });
  }
}

/** ECR allows at most five filters for tags that can be overwritten. */
const MAX_EXTRA_TAGS = 5;

function resolveExtraTags(registry: OptionReader): string[] {
  const tags = [...new Set(registry.strings('extraTags', IMAGE_TAG))];
  if (tags.length > MAX_EXTRA_TAGS) {
    registry.reject('extraTags', 'too-many-tags', {
      why: `has ${tags.length} tags`,
      allowed: `at most ${MAX_EXTRA_TAGS}`,
      fix: 'Remove some of them.',
    });
  }
  return tags;
}

/** Only GitHub Actions knows which Git tag started a release. */
export function checkGitTag(registry: OptionReader, { github, pipeline }: DeliveryModel): void {
  if (registry.value('gitTag') !== true) {
    return;
  }
  if (pipeline) {
    registry.reject('gitTag', 'git-tag-unknown', {
      why: 'is not supported with CodePipeline, because its build does not know which Git tag started the release',
      fix: 'Set codePipeline.enabled to false, or remove gitTag.',
    });
  } else if (github?.triggers.tags.length === 0) {
    registry.reject('gitTag', 'git-tag-unknown', {
      why: 'has no effect because no Git tag starts a release',
      fix: 'Set triggerTags, or remove gitTag.',
    });
  }
}
