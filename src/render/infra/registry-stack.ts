import type { DeliveryModel, GithubModel, RegistryModel } from '../../model/model';
import { OIDC_HOST } from '../../model/resolve-github';
import { RegistryEncryption } from '../../options';
import { AUDIENCE, githubPrincipal } from './github-trust';
import { acknowledge, addToRole, pushStatements, wildcardFindings } from './statements';
import { code, duration, imports, quote, sourceFile } from './typescript';

/** Whether anything is left to create: an account can have the repository already, and no workflow. */
export function hasRegistryStack({ registry, github }: Pick<DeliveryModel, 'registry' | 'github'>): boolean {
  return !registry.existing || github !== undefined;
}

/**
 * `infra/registry-stack.ts`: where images are kept, and who pushes them.
 */
export function renderRegistryStack({ service, registry, github }: DeliveryModel): string {
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
      ...(github ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
      ...(kmsKey ? { 'aws-cdk-lib/aws-kms': 'kms' } : {}),
      constructs: ['type Construct'],
    })}

    /** ${purpose(service, registry, github)} */
    export class RegistryStack extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${registry.existing ? undefined : repository(registry)}

        ${github?.oidcProvider.create ? identityProvider() : undefined}

        ${github && buildRole(registry, github)}
      }
    }
  `;
}

function purpose(service: string, registry: RegistryModel, github?: GithubModel): string {
  const workflow = `the role of the workflow that builds ${registry.existing ? `the images of ${service}` : 'them'}`;
  const parts = [
    ...(registry.existing ? [] : [`the repository of the images of ${service}`]),
    ...(github ? [workflow] : []),
  ];
  return `${parts.join(', and ').replace(/^t/, 'T')}.`;
}

function repository(registry: RegistryModel): string {
  const { encryption, kmsKeyArn } = registry;
  return code`
    new ecr.Repository(this, 'Repository', {
      repositoryName: ${quote(registry.repositoryName)},
      imageScanOnPush: true,
      // A tag is a commit: it never comes to mean another image.
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      encryption: ecr.RepositoryEncryption.${encryption === RegistryEncryption.KMS ? 'KMS' : 'AES_256'},
      ${kmsKeyArn && `encryptionKey: kms.Key.fromKeyArn(this, 'RepositoryKey', ${quote(kmsKeyArn)}),`}
      lifecycleRules: [{ description: ${quote(`Keep the newest ${registry.keepImages}`)}, maxImageCount: ${String(registry.keepImages)} }],
      removalPolicy: RemovalPolicy.RETAIN,
    });`;
}

function identityProvider(): string {
  return code`
    // An account has one such provider, for all repositories: it outlives this stack.
    const githubProvider = new iam.OidcProviderNative(this, 'GithubProvider', {
      url: ${quote(`https://${OIDC_HOST}`)},
      clientIds: [${quote(AUDIENCE)}],
      removalPolicy: RemovalPolicy.RETAIN,
    });`;
}

function buildRole(registry: RegistryModel, github: GithubModel): string {
  const { oidcProvider, buildRole: role } = github;
  const statements = pushStatements(registry);
  const provider = oidcProvider.create ? 'githubProvider.oidcProviderArn' : quote(oidcProvider.arn);
  return code`
    const buildRole = new iam.Role(this, 'BuildRole', {
      roleName: ${quote(role.name)},
      description: 'GitHub Actions: builds and pushes the image.',
      assumedBy: ${githubPrincipal(github, role, provider)},
      maxSessionDuration: ${duration(role.sessionSeconds / 60)},
    });
    ${addToRole('buildRole', statements)}

    ${acknowledge(wildcardFindings('buildRole', statements))}`;
}
