import type { BaseImageRuleOptions } from '../../options';
import type { RuleDefinition } from './library-rule';

/** The base image of a generated Dockerfile does not change without a commit. */
export const PINNED_BASE_IMAGE: RuleDefinition<BaseImageRuleOptions, boolean> = {
  code: 'pinned-base-image',
  title: 'The base image is pinned',
  description:
    'Two builds of the same commit must start from the same image. A tag other than `latest` is sufficient, unless the standard requires a digest. The rule skips Dockerfiles that this package does not generate.',
  url: 'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
  example: { requireDigest: true },
  options: { requireDigest: true },
  read: (options) => options.boolean('requireDigest') ?? false,
  check: ({ baseImage }, requireDigest) => {
    const why = baseImage === undefined ? undefined : problemOf(baseImage, requireDigest);
    return why === undefined
      ? []
      : [
          {
            option: 'imageBuild.baseImage',
            message: `is ${JSON.stringify(baseImage)}, which ${why}`,
            fix: requireDigest
              ? 'Add the digest: @sha256: followed by 64 hexadecimal digits.'
              : 'Specify a tag other than latest, or a digest.',
          },
        ];
  },
};

function problemOf(image: string, requireDigest: boolean): string | undefined {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) {
    return undefined;
  }
  if (requireDigest) {
    return 'has no digest';
  }
  // The host of a registry can also contain a colon.
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  if (tag === undefined) {
    return 'has no tag, so the tag is latest';
  }
  return tag === 'latest' ? 'has the tag latest' : undefined;
}
