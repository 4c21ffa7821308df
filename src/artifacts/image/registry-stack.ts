import type { DeliveryModel, EnvironmentModel, GithubModel, RegistryModel } from '../../model/model';
import { RegistryEncryption } from '../../options';
import { githubPrincipal, identityProvider, providerArn } from '../../engines/github-actions/trust';
import { acknowledge, addToRole, PULL_ACTIONS, pushStatements, wildcardFindings } from '../../printing/statements';
import { code, duration, imports, literal, quote, sourceFile } from '../../printing/typescript';

/** Whether the stack contains anything. With an existing repository and without a workflow, it is empty. */
export function hasRegistryStack({ registry, github }: Pick<DeliveryModel, 'registry' | 'github'>): boolean {
  return !registry.existing || github !== undefined;
}

/**
 * `infra/registry-stack.ts`: the ECR repository and the role that pushes images to it.
 */
export function renderRegistryStack(model: DeliveryModel): string {
  const { service, registry, github } = model;
  const kmsKey = registry.kmsKeyArn !== undefined;
  const retain = !registry.existing || github?.oidcProvider.create;
  return sourceFile`
    ${imports({
      'aws-cdk-lib': [
        'Stack',
        'type StackProps',
        ...(retain ? ['RemovalPolicy'] : []),
        ...(github ? ['Duration', 'Validations'] : []),
      ],
      ...(registry.existing ? {} : { 'aws-cdk-lib/aws-ecr': 'ecr' }),
      ...(github || pullers(model).length > 0 ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
      ...(kmsKey ? { 'aws-cdk-lib/aws-kms': 'kms' } : {}),
      constructs: ['type Construct'],
    })}

    /** ${purpose(service, registry, github)} */
    export class RegistryStack extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${registry.existing ? undefined : repository(model)}

        ${github?.oidcProvider.create ? identityProvider() : undefined}

        ${github && buildRole(registry, github)}
      }
    }
  `;
}

function purpose(service: string, registry: RegistryModel, github?: GithubModel): string {
  if (registry.existing) {
    return `The role that pushes the images of ${service}.`;
  }
  return `The ECR repository of ${service}${github ? ' and the role that pushes images to it' : ''}.`;
}

/** Environments in other accounts, whose execution roles need access to the repository. */
function pullers({ registry, environments }: DeliveryModel): EnvironmentModel[] {
  return registry.existing ? [] : environments.filter(({ account }) => account !== registry.account);
}

function repository(model: DeliveryModel): string {
  const { registry } = model;
  const { encryption, kmsKeyArn } = registry;
  const others = pullers(model);
  return code`
    ${others.length > 0 ? 'const repository = ' : ''}new ecr.Repository(this, 'Repository', {
      repositoryName: ${quote(registry.repositoryName)},
      imageScanOnPush: true,
      // A tag is a commit, so it must always refer to the same image.
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      encryption: ecr.RepositoryEncryption.${encryption === RegistryEncryption.KMS ? 'KMS' : 'AES_256'},
      ${kmsKeyArn && `encryptionKey: kms.Key.fromKeyArn(this, 'RepositoryKey', ${quote(kmsKeyArn)}),`}
      lifecycleRules: [{ description: ${quote(`Expire all images except the newest ${registry.keepImages}`)}, maxImageCount: ${String(registry.keepImages)} }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    ${others.map(pullStatement).join('\n')}`;
}

function pullStatement({ name, account, executionRole }: EnvironmentModel): string {
  return code`
    // ${name} runs in another account and pulls images from here.
    repository.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal(${quote(account)})],
        actions: ${literal(PULL_ACTIONS)},
        conditions: ${literal({ ArnEquals: { 'aws:PrincipalArn': executionRole.arn } })},
      }),
    );`;
}

function buildRole(registry: RegistryModel, github: GithubModel): string {
  const { oidcProvider, buildRole: role } = github;
  const statements = pushStatements(registry);
  return code`
    const buildRole = new iam.Role(this, 'BuildRole', {
      roleName: ${quote(role.name)},
      description: 'Lets GitHub Actions push images.',
      assumedBy: ${githubPrincipal(github, role, providerArn(oidcProvider))},
      maxSessionDuration: ${duration(role.sessionSeconds / 60)},
    });
    ${addToRole('buildRole', statements)}

    ${acknowledge(wildcardFindings('buildRole', statements))}`;
}
