import type { Artifact } from '../../core/artifact';
import type { StackPart, StackSource } from '../../core/stack-source';
import { fromOption, type Statement } from '../../core/statement';
import type { BucketModel, BundleModel } from '../../model/bundle-model';
import { renderArtifactsStack } from './artifacts-stack';
import { renderBundleScript } from './bundle-script';

/** A role or a service in another account that reads bundles. */
export interface BundleReader {
  /** The name of the environment. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The role that reads. */
  readonly roleArn: string;
}

export interface BundleInput {
  readonly service: string;
  readonly bundle: BundleModel;
  /** What the bundle is called in steps, roles, and the guide: `function package`. */
  readonly noun: string;
  /** Which revisions a rollback can return to, as a sentence. */
  readonly kept?: string;
  /** The roles of all environments that read the bundle. */
  readonly readers: readonly BundleReader[];
}

/** A zip file in Amazon S3, stored under the hash of its content. */
export function bundle(input: BundleInput): Artifact {
  const { service, noun } = input;
  const { path, files = [], script, buckets, roleStatements } = input.bundle;
  const [first] = buckets as readonly [BucketModel];
  const storeStatements = statements(buckets);
  return {
    noun,
    variable: 'BUNDLE_KEY',
    place: first,
    needsDocker: false,
    guide: {
      store: `S3 ${first.name}`,
      storeTitle: buckets.length > 1 ? 'the artifact buckets' : 'the artifact bucket',
      createsStore: true,
      built: `packages \`${path}\` as the ${noun} and stores it in S3`,
      reused: `The name of the file is the hash of its content, so the same content is stored only once and is never overwritten.`,
      setupSteps: [],
      kept:
        input.kept ??
        `You can roll back to any earlier revision: ${buckets.length > 1 ? 'the artifact buckets keep' : 'the artifact bucket keeps'} every ${noun}.`,
    },
    files: [{ path: script, kind: 'text', body: renderBundleScript(input) }],
    readStatements: readStatements(buckets),
    build: () => ({
      steps: [
        {
          id: 'bundle',
          title: `Package and store the ${noun}`,
          // A separate assignment, so that a failure of the script stops the build.
          commands: [`BUNDLE_KEY=$(bash ${script})`],
          sets: ['BUNDLE_KEY'],
          statements: [...storeStatements, ...fromOption('buildRoleStatements', roleStatements)],
          files: [script, path, ...files.map(({ from }) => from)],
        },
      ],
      native: [],
    }),
    stacks: (parts) => buckets.map((bucket, i) => stackOf(input, bucket, i === 0 ? parts : [])),
  };

  function stackOf(of: BundleInput, bucket: BucketModel, parts: readonly StackPart[]): StackSource {
    return {
      ...bucket.stack,
      variable:
        bucket === first
          ? 'artifacts'
          : `artifacts${bucket.stack.className.slice('Artifacts'.length, -'Stack'.length)}`,
      place: bucket,
      description: `${service}: bucket for the ${noun}s and access to it`,
      tags: { service },
      source: renderArtifactsStack(of, bucket, parts),
      after: [],
      parts,
      neededByReleases: 'the artifact bucket must exist',
      protect: true,
    };
  }
}

/** Permissions to store a bundle, and to check whether it exists. */
function statements(buckets: readonly BucketModel[]): Statement[] {
  return [
    {
      why: 'Store bundles, and check whether they exist.',
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: buckets.map(({ arn }) => `${arn}/*`),
      wildcard: 'The name of a bundle is the hash of its content.',
    },
    {
      why: 'List the bundles, so that S3 reports a missing bundle as not found instead of access denied.',
      actions: ['s3:ListBucket'],
      resources: buckets.map(({ arn }) => arn),
    },
  ];
}

/** Permissions to read bundles. */
export function readStatements(buckets: readonly BucketModel[]): Statement[] {
  return [
    {
      why: 'Read bundles.',
      actions: ['s3:GetObject'],
      resources: buckets.map(({ arn }) => `${arn}/*`),
      wildcard: 'The name of a bundle is the hash of its content.',
    },
  ];
}
