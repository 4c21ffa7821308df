import type { Artifact } from '../../core/artifact';
import { DESCRIBE_ACTIONS, LAMBDA_PULL_ACTIONS, PULL_ACTIONS, TAG_ACTIONS } from '../../data/ecr-actions';
import type { BuildModel, BuildSecretModel, RegistryModel } from '../../model/model';
import { bulleted, codes, inline, paragraphs, table } from '../../printing/markdown';
import { ecrRepository, kmsKey, storedValues } from '../../printing/prerequisites';
import { imageBuild } from './build';
import { renderDockerignore } from './dockerignore';
import { functionPattern, type Puller, renderRegistryStack } from './registry-stack';
import { releasedImageRules, tagReleaseStep } from './released-image';
import { pullStatements } from './statements';

export interface ImageInput {
  readonly service: string;
  readonly build: BuildModel;
  readonly registry: RegistryModel;
  /** The content of the generated Dockerfile. */
  dockerfile(): string;
  /** The roles of all environments that pull the image, or check whether it exists. */
  readonly pullers: readonly Puller[];
  /** The accounts whose Lambda functions run the image. `undefined`: it does not run on Lambda. */
  readonly lambdaAccounts?: readonly string[];
  /** Which revisions a rollback can return to, as sentences. */
  readonly kept?: string;
}

/** A container image in Amazon ECR. */
export function image(input: ImageInput): Artifact {
  const { service, build, registry, lambdaAccounts } = input;
  // The owner of an existing repository manages its policy.
  const distant = input.pullers.filter(({ account }) => account !== registry.account);
  const pullers = registry.existing ? [] : distant;
  return {
    noun: 'image',
    variable: 'IMAGE_URI',
    place: registry,
    needsDocker: true,
    guide: {
      store: `ECR ${registry.repositoryName}`,
      storeTitle: 'the ECR repository',
      createsStore: !registry.existing,
      built: `builds the image from \`${build.dockerfile.path}\`${registry.extraTags.length > 0 ? `, also tagged ${codes(registry.extraTags)}` : ''}${registry.gitTag ? ', and tags it with the Git tag that started the release' : ''}`,
      reused: `If the ECR repository \`${registry.repositoryName}\` already contains an image for the commit, the release uses that image instead of building a new one.`,
      setupSteps: registry.existing
        ? [
            ...(lambdaAccounts
              ? [lambdaPolicyStep(registry, lambdaAccounts, distant)]
              : repositoryPolicyStep(registry, distant)),
            ...lifecyclePolicyStep(registry),
          ]
        : [],
      kept:
        input.kept ??
        `You can roll back to any revision whose image still exists. Before a rollback changes anything, it checks that the image exists and is not archived. ${keptImages(registry)}`,
    },
    files: build.dockerfile.generated
      ? [
          { path: build.dockerfile.path, kind: 'text', body: input.dockerfile() },
          { path: '.dockerignore', kind: 'text', body: renderDockerignore(build) },
        ]
      : [],
    prerequisites: [
      ...(registry.existing ? [ecrRepository(registry, registry)] : []),
      ...(registry.kmsKeyArn ? [kmsKey(registry, registry.kmsKeyArn)] : []),
      ...storedValues(registry, build.builtElsewhere ? [] : buildSources(build)),
    ],
    readStatements: pullStatements(registry),
    retain: (environment) => tagReleaseStep(registry, environment, build.builtElsewhere),
    build: (commit) => imageBuild(build, registry, { commit, byDigest: lambdaAccounts !== undefined }),
    stacks: (parts) =>
      registry.existing && parts.length === 0
        ? []
        : [
            {
              name: registry.stack,
              file: 'registry-stack.ts',
              className: 'RegistryStack',
              variable: 'registry',
              place: registry,
              description: `${service}: ECR repository and access to it`,
              tags: { service },
              source: renderRegistryStack({ service, registry, pullers, lambdaAccounts, parts }),
              after: [],
              parts,
              neededByReleases: 'the ECR repository must exist',
              protect: true,
            },
          ],
  };
}

/** What the build reads from AWS, except for the variables of its commands. */
function buildSources({ secrets, contextFiles, registries }: BuildModel): BuildSecretModel[] {
  return [
    ...secrets,
    ...contextFiles,
    ...registries.flatMap((each) => (each.kind === 'other' ? [each.credentials] : [])),
  ];
}

/** The roles that an existing repository must allow, by what they do. */
const ROLES_OF_ACTIONS: readonly (readonly [actions: readonly string[], roles: string])[] = [
  [PULL_ACTIONS, 'execution roles'],
  [DESCRIBE_ACTIONS, 'deploy roles'],
  [TAG_ACTIONS, 'roles, which tag released images'],
];

function repositoryPolicyStep({ repositoryName, account }: RegistryModel, pullers: readonly Puller[]): string[] {
  return pullers.length > 0
    ? [
        `Update the repository policy of \`${repositoryName}\` in account \`${account}\`. ${paragraphs(...rolesOf(pullers))}`,
      ]
    : [];
}

function rolesOf(pullers: readonly Puller[]): string[] {
  return ROLES_OF_ACTIONS.flatMap(([actions, roles]) => {
    const arns = pullers.filter((puller) => puller.actions === actions).map(({ roleArn }) => inline(roleArn));
    return arns.length > 0 ? [`Allow ${codes(actions)} for these ${roles}:`, bulleted(arns)] : [];
  });
}

/** Lambda pulls the image with a permission of its own, and again when an inactive function becomes active. */
function lambdaPolicyStep(
  { repositoryName, account, region }: RegistryModel,
  accounts: readonly string[],
  pullers: readonly Puller[],
): string {
  const distant = accounts.filter((each) => each !== account);
  return paragraphs(
    `Update the repository policy of \`${repositoryName}\` in account \`${account}\`. Allow the actions ${codes(LAMBDA_PULL_ACTIONS)}:`,
    bulleted([
      `for the service \`lambda.amazonaws.com\`, on the condition that \`aws:sourceArn\` matches ${codes(accounts.map((each) => functionPattern(region, each)))}`,
      ...(distant.length > 0 ? [`for ${distant.length > 1 ? 'the accounts' : 'the account'} ${codes(distant)}`] : []),
    ]),
    ...rolesOf(pullers),
  );
}

/** The owner of an existing repository manages its lifecycle policy. */
function lifecyclePolicyStep({ repositoryName, releaseTags, keepReleasedImages }: RegistryModel): string[] {
  if (releaseTags.length === 0) {
    return [];
  }
  const rules = releasedImageRules(releaseTags, keepReleasedImages).map(({ tagPattern, maxImageCount }, i) => [
    `${i + 1}`,
    inline(tagPattern),
    '`imageCountMoreThan`',
    `${maxImageCount}`,
  ]);
  return [
    paragraphs(
      `If \`${repositoryName}\` has a lifecycle policy, make sure that it keeps the images that environments run. Releases tag these images. Add the following ${rules.length > 1 ? 'rules in this order' : 'rule'}, and give all other rules a higher \`rulePriority\` number.`,
      table(['`rulePriority`', '`tagPatternList`', '`countType`', '`countNumber`'], rules),
    ),
  ];
}

/** Which images a repository keeps, as sentences. */
export function keptImages({
  existing,
  repositoryName,
  releaseTags,
  keepImages,
  keepReleasedImages,
}: RegistryModel): string {
  const newest = keepImages === 1 ? 'the newest image' : `the ${keepImages} newest images`;
  if (existing) {
    return `See the lifecycle policy of the ECR repository \`${repositoryName}\`.`;
  }
  if (releaseTags.length === 0) {
    return `The ECR repository keeps ${keepImages === 1 ? 'only the newest image' : newest}.`;
  }
  const released =
    keepReleasedImages === 1 ? 'the newest released image' : `the ${keepReleasedImages} newest released images`;
  return `The ECR repository keeps ${released} of each environment (\`registry.keepReleasedImages\`) and ${newest} overall (\`registry.keepImages\`). The newest images are those that were pushed last.`;
}
