import type { StackPart } from '../../core/stack-source';
import { DESCRIBE_ACTIONS, LAMBDA_PULL_ACTIONS, PULL_ACTIONS, TAG_ACTIONS } from '../../data/ecr-actions';
import { arnOf } from '../../model/aws';
import type { RegistryModel } from '../../model/model';
import { RegistryEncryption } from '../../options';
import { acknowledge } from '../../printing/statements';
import { code, imports, literal, mergedImports, quote, sourceFile } from '../../printing/typescript';
import { lifecycleRules } from './released-image';

/** An environment in another account. */
export interface Puller {
  readonly name: string;
  readonly account: string;
  /** The role that pulls images, checks whether they exist, or tags them. */
  readonly roleArn: string;
  readonly actions: readonly string[];
}

export interface RegistryStackInput {
  readonly service: string;
  readonly registry: RegistryModel;
  /** Environments in other accounts. */
  readonly pullers: readonly Puller[];
  /** The accounts whose Lambda functions run the image. */
  readonly lambdaAccounts?: readonly string[];
  /** The roles that push images. */
  readonly parts: readonly StackPart[];
}

/**
 * `infra/registry-stack.ts`: the ECR repository and the roles that push images to it.
 */
export function renderRegistryStack({
  service,
  registry,
  pullers,
  lambdaAccounts = [],
  parts,
}: RegistryStackInput): string {
  const statements = [...pullers.map(pullStatement), ...lambdaStatements(registry, lambdaAccounts)];
  return sourceFile`
    ${imports(
      mergedImports(
        {
          'aws-cdk-lib': ['Stack', 'type StackProps', ...(registry.existing ? [] : ['RemovalPolicy'])],
          ...(registry.existing ? {} : { 'aws-cdk-lib/aws-ecr': 'ecr' }),
          ...(!registry.existing && statements.length > 0 ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
          ...(registry.kmsKeyArn === undefined ? {} : { 'aws-cdk-lib/aws-kms': 'kms' }),
          constructs: ['type Construct'],
        },
        ...parts.map((part) => part.imports),
      ),
    )}

    /** ${purpose(service, registry, parts)} */
    export class RegistryStack extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${registry.existing ? undefined : repository(registry, statements)}

        ${parts.map((part) => part.code).join('\n\n')}

        ${acknowledge(parts.flatMap(({ findings }) => findings))}
      }
    }
  `;
}

function purpose(service: string, registry: RegistryModel, parts: readonly StackPart[]): string {
  if (registry.existing) {
    return `The role that pushes the images of ${service}.`;
  }
  return `The ECR repository of ${service}${parts.length > 0 ? ' and the role that pushes images to it' : ''}.`;
}

function repository(registry: RegistryModel, statements: readonly string[]): string {
  const { encryption, kmsKeyArn } = registry;
  return code`
    ${statements.length > 0 ? 'const repository = ' : ''}new ecr.Repository(this, 'Repository', {
      repositoryName: ${quote(registry.repositoryName)},
      imageScanOnPush: true,
      ${mutability(registry)}
      encryption: ecr.RepositoryEncryption.${encryption === RegistryEncryption.KMS ? 'KMS' : 'AES_256'},
      ${kmsKeyArn && `encryptionKey: kms.Key.fromKeyArn(this, 'RepositoryKey', ${quote(kmsKeyArn)}),`}
      ${lifecycle(registry)}
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    ${statements.join('\n')}`;
}

function lifecycle(registry: RegistryModel): string {
  const rules = lifecycleRules(registry).map(
    ({ description, tagPattern, maxImageCount }, i, { length }) =>
      `{ ${length > 1 ? `rulePriority: ${i + 1}, ` : ''}description: ${quote(description)}, ${tagPattern === undefined ? '' : `tagPatternList: [${quote(tagPattern)}], `}maxImageCount: ${maxImageCount} }`,
  );
  return rules.length > 1
    ? code`
        // ECR applies only the first rule that matches an image, so the image that an environment runs does not expire.
        lifecycleRules: [
          ${rules.map((rule) => `${rule},`).join('\n')}
        ],`
    : `lifecycleRules: [${rules.join('')}],`;
}

function mutability({ extraTags }: RegistryModel): string {
  return extraTags.length === 0
    ? code`
        // A tag is a commit, so it must always refer to the same image.
        imageTagMutability: ecr.TagMutability.IMMUTABLE,`
    : code`
        // The tag of a commit must always refer to the same image. The following tags move to the newest image.
        imageTagMutability: ecr.TagMutability.IMMUTABLE_WITH_EXCLUSION,
        imageTagMutabilityExclusionFilters: [
          ${extraTags.map((tag) => `ecr.ImageTagMutabilityExclusionFilter.wildcard(${quote(tag)}),`).join('\n')}
        ],`;
}

const PURPOSES = new Map([
  [PULL_ACTIONS, 'pulls images from here'],
  [DESCRIBE_ACTIONS, 'checks whether images exist'],
  [TAG_ACTIONS, 'tags the images that it has released'],
]);

function pullStatement({ name, account, roleArn, actions }: Puller): string {
  return code`
    // ${name} runs in another account and ${PURPOSES.get(actions)!}.
    repository.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal(${quote(account)})],
        actions: ${literal(actions)},
        conditions: ${literal({ ArnEquals: { 'aws:PrincipalArn': roleArn } })},
      }),
    );`;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#configuration-images-xaccount-permissions */
function lambdaStatements({ account, region }: RegistryModel, accounts: readonly string[]): string[] {
  if (accounts.length === 0) {
    return [];
  }
  const distant = accounts.filter((each) => each !== account);
  return [
    ...(distant.length > 0
      ? [
          code`
            // These accounts create functions from the images.
            repository.addToResourcePolicy(
              new iam.PolicyStatement({
                principals: [${distant.map((each) => `new iam.AccountPrincipal(${quote(each)})`).join(', ')}],
                actions: ${literal(LAMBDA_PULL_ACTIONS)},
              }),
            );`,
        ]
      : []),
    code`
      // Lambda also pulls the image of a function later, for example when an inactive function becomes active.
      repository.addToResourcePolicy(
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal('lambda.amazonaws.com')],
          actions: ${literal(LAMBDA_PULL_ACTIONS)},
          conditions: ${literal({ StringLike: { 'aws:sourceArn': accounts.map((each) => functionPattern(region, each)) } })},
        }),
      );`,
  ];
}

/** The ARNs of all functions in an account. */
export function functionPattern(region: string, account: string): string {
  return arnOf('lambda', { region, account }, 'function:*');
}
