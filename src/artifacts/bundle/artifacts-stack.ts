import type { StackPart } from '../../core/stack-source';
import type { BucketModel } from '../../model/bundle-model';
import { acknowledge } from '../../printing/statements';
import { code, imports, literal, mergedImports, quote, sourceFile } from '../../printing/typescript';
import type { BundleInput, BundleReader } from './bundle';

/**
 * `infra/artifacts-stack.ts`: the bucket that stores the bundles, and the roles that store them.
 *
 * @param parts the roles that store bundles
 */
export function renderArtifactsStack(
  { service, noun, readers }: BundleInput,
  { name, account, region, stack }: BucketModel,
  parts: readonly StackPart[],
): string {
  const distant = readers.filter((reader) => reader.region === region && reader.account !== account);
  return sourceFile`
    ${imports(
      mergedImports(
        {
          'aws-cdk-lib': ['Duration', 'RemovalPolicy', 'Stack', 'type StackProps', 'Validations'],
          ...(distant.length > 0 ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
          'aws-cdk-lib/aws-s3': 's3',
          constructs: ['type Construct'],
        },
        ...parts.map((part) => part.imports),
      ),
    )}

    /** The bucket for the ${noun}s of ${service}${parts.length > 0 ? ', and the role that stores them' : ''}. */
    export class ${stack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        // Nothing expires: a rollback, or an instance that starts later, needs the file of an earlier release.
        const artifacts = new s3.Bucket(this, 'Artifacts', {
          bucketName: ${quote(name)},
          encryption: s3.BucketEncryption.S3_MANAGED,
          blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
          enforceSSL: true,
          lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
          // Retained, because CloudFormation cannot delete a bucket that contains objects.
          removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        });
        ${distant.map(readStatement).join('\n')}

        ${parts.map((part) => part.code).join('\n\n')}

        ${acknowledge([
          {
            construct: 'artifacts',
            id: 'AwsSolutions-S1',
            reason: `Only the roles of ${service} can access the bucket.`,
          },
          ...parts.flatMap(({ findings }) => findings),
        ])}
      }
    }
  `;
}

function readStatement({ name, account, roleArn }: BundleReader): string {
  return code`
    // ${name} runs in another account and reads from here.
    artifacts.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal(${quote(account)})],
        actions: ['s3:GetObject'],
        resources: [artifacts.arnForObjects('*')],
        conditions: ${literal({ ArnEquals: { 'aws:PrincipalArn': roleArn } })},
      }),
    );`;
}
