import type { Artifact } from '../../core/artifact';
import type { RoleSummary } from '../../core/role-summary';
import type { StackPart } from '../../core/stack-source';
import type { Statement } from '../../core/statement';
import { LOG_RETENTION } from '../../data/log-retention';
import { inline } from '../../printing/markdown';
import { acknowledge, addToRole, wildcardFindings } from '../../printing/statements';
import { imports, mergedImports, quote, sourceFile } from '../../printing/typescript';
import { instanceStatements } from './instance-statements';
import type { Ec2EnvironmentModel } from './model';

export interface BaseStackInput {
  readonly service: string;
  readonly environment: Ec2EnvironmentModel;
  readonly artifact: Artifact;
  /** The roles that engines assume. */
  readonly parts: readonly StackPart[];
}

/**
 * `infra/base-stack.ts`, or one file for each environment: what must exist before the first instance starts. The
 * artifact bucket allows the instance role to read from another account.
 */
export function renderBaseStack({ service, environment, artifact, parts }: BaseStackInput): string {
  const { name, baseStack, instanceRole, logGroup, logRetentionDays } = environment;
  const statements = allStatements(environment, artifact);
  return sourceFile`
    ${imports(
      mergedImports(
        {
          'aws-cdk-lib': ['RemovalPolicy', 'Stack', 'type StackProps', 'Validations'],
          'aws-cdk-lib/aws-iam': 'iam',
          'aws-cdk-lib/aws-logs': 'logs',
          constructs: ['type Construct'],
        },
        ...parts.map((part) => part.imports),
      ),
    )}

    /** Resources that ${service} needs in ${name} before the first instance starts. */
    export class ${baseStack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        new logs.LogGroup(this, 'LogGroup', {
          logGroupName: ${quote(logGroup.name)},
          retention: logs.RetentionDays.${LOG_RETENTION[logRetentionDays]},
          removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        });

        const instanceRole = new iam.Role(this, 'InstanceRole', {
          roleName: ${quote(instanceRole.createAs)},
          description: 'Permissions of the instances and of the application code.',
          assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
          // Session Manager replaces SSH.
          managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
        });
        ${addToRole('instanceRole', statements)}

        ${parts.map((part) => part.code).join('\n\n')}

        ${acknowledge([
          {
            construct: 'instanceRole',
            id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSSMManagedInstanceCore]`,
            reason: 'AWS maintains the permissions of the SSM agent.',
          },
          ...wildcardFindings('instanceRole', statements),
          ...parts.flatMap((part) => part.findings),
        ])}
      }
    }
  `;
}

/** The permissions of `AmazonSSMManagedInstanceCore` that matter for the guide. */
const SESSION_MANAGER: Statement = {
  why: 'Connect with Session Manager. The managed policy AmazonSSMManagedInstanceCore also allows reading all SSM parameters that are not encrypted with your own KMS key.',
  actions: ['ssm:GetParameter', 'ssm:GetParameters'],
  resources: ['*'],
};

/** The role of the instances, which the application code shares. */
export function instanceRoles(environment: Ec2EnvironmentModel, artifact: Artifact): RoleSummary[] {
  return [
    {
      title: inline(environment.instanceRole.createAs),
      assumedBy: 'the instances and the application code',
      statements: [...allStatements(environment, artifact), SESSION_MANAGER],
    },
  ];
}

function allStatements(environment: Ec2EnvironmentModel, artifact: Artifact): Statement[] {
  return [...artifact.readStatements, ...instanceStatements(environment)];
}
