import type { StackPart } from '../../core/stack-source';
import { PULL_ACTIONS } from '../../data/ecr-actions';
import type { RegistryModel } from '../../model/model';
import { RegistryEncryption } from '../../options';
import { acknowledge } from '../../printing/statements';
import { code, imports, literal, mergedImports, quote, sourceFile } from '../../printing/typescript';

/** An environment in another account. */
export interface Puller {
  readonly name: string;
  readonly account: string;
  /** The role that pulls images, or only checks whether they exist. */
  readonly roleArn: string;
  readonly actions: readonly string[];
}

export interface RegistryStackInput {
  readonly service: string;
  readonly registry: RegistryModel;
  /** Environments in other accounts. */
  readonly pullers: readonly Puller[];
  /** The roles that push images. */
  readonly parts: readonly StackPart[];
}

/**
 * `infra/registry-stack.ts`: the ECR repository and the roles that push images to it.
 */
export function renderRegistryStack({ service, registry, pullers, parts }: RegistryStackInput): string {
  return sourceFile`
    ${imports(
      mergedImports(
        {
          'aws-cdk-lib': ['Stack', 'type StackProps', ...(registry.existing ? [] : ['RemovalPolicy'])],
          ...(registry.existing ? {} : { 'aws-cdk-lib/aws-ecr': 'ecr' }),
          ...(pullers.length > 0 ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
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

        ${registry.existing ? undefined : repository(registry, pullers)}

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

function repository(registry: RegistryModel, pullers: readonly Puller[]): string {
  const { encryption, kmsKeyArn } = registry;
  return code`
    ${pullers.length > 0 ? 'const repository = ' : ''}new ecr.Repository(this, 'Repository', {
      repositoryName: ${quote(registry.repositoryName)},
      imageScanOnPush: true,
      ${mutability(registry)}
      encryption: ecr.RepositoryEncryption.${encryption === RegistryEncryption.KMS ? 'KMS' : 'AES_256'},
      ${kmsKeyArn && `encryptionKey: kms.Key.fromKeyArn(this, 'RepositoryKey', ${quote(kmsKeyArn)}),`}
      lifecycleRules: [{ description: ${quote(`Expire all images except the newest ${registry.keepImages}`)}, maxImageCount: ${String(registry.keepImages)} }],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    ${pullers.map(pullStatement).join('\n')}`;
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

function pullStatement({ name, account, roleArn, actions }: Puller): string {
  return code`
    // ${name} runs in another account and ${actions === PULL_ACTIONS ? 'pulls images from here' : 'releases only existing images'}.
    repository.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal(${quote(account)})],
        actions: ${literal(actions)},
        conditions: ${literal({ ArnEquals: { 'aws:PrincipalArn': roleArn } })},
      }),
    );`;
}
