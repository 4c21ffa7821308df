import type { StackPart } from '../../core/stack-source';
import { LOG_RETENTION } from '../../data/log-retention';
import { acknowledge, addToRole, wildcardFindings } from '../../printing/statements';
import { code, imports, mergedImports, quote, sourceFile } from '../../printing/typescript';
import type { LambdaEnvironmentModel } from './model';
import { functionStatements } from './role-statements';

export interface BaseStackInput {
  readonly service: string;
  readonly environment: LambdaEnvironmentModel;
  /** The roles that engines assume. */
  readonly parts: readonly StackPart[];
}

/**
 * `infra/base-stack.ts`, or one file for each environment: the resources that must exist before the first release. The
 * role is here because an alias can shift traffic only between versions that have the same role.
 */
export function renderBaseStack({ service, environment, parts }: BaseStackInput): string {
  const { role, logGroup, baseStack } = environment;
  const statements = functionStatements(environment);
  const findings = [
    ...(role.createAs ? wildcardFindings('functionRole', statements) : []),
    ...parts.flatMap((part) => part.findings),
  ];
  return sourceFile`
    ${imports(
      mergedImports(
        {
          'aws-cdk-lib': [
            ...(logGroup.create ? ['RemovalPolicy'] : []),
            'Stack',
            'type StackProps',
            ...(findings.length > 0 ? ['Validations'] : []),
          ],
          ...(role.createAs ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
          ...(logGroup.create ? { 'aws-cdk-lib/aws-logs': 'logs' } : {}),
          constructs: ['type Construct'],
        },
        ...parts.map((part) => part.imports),
      ),
    )}

    /** Resources that ${service} needs in ${environment.name} before the first release. */
    export class ${baseStack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${logGroup.create ? logGroupCode(environment) : undefined}

        ${role.createAs && roleCode(role.createAs, environment)}

        ${parts.map((part) => part.code).join('\n\n')}

        ${acknowledge(findings)}
      }
    }
  `;
}

function logGroupCode({ role, logGroup, logRetentionDays }: LambdaEnvironmentModel): string {
  return code`
    ${role.createAs && 'const logGroup = '}new logs.LogGroup(this, 'LogGroup', {
      logGroupName: ${quote(logGroup.name)},
      retention: logs.RetentionDays.${LOG_RETENTION[logRetentionDays]},
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });`;
}

function roleCode(name: string, environment: LambdaEnvironmentModel): string {
  return code`
    // Two versions can share traffic only if they have the same role, so releases never replace it.
    const functionRole = new iam.Role(this, 'FunctionRole', {
      roleName: ${quote(name)},
      description: 'Permissions of the function.',
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    ${environment.logGroup.create ? 'logGroup.grantWrite(functionRole);' : undefined}
    ${addToRole('functionRole', functionStatements(environment))}`;
}
