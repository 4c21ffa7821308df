import type { RoleSummary } from '../../core/role-summary';
import type { StackPart } from '../../core/stack-source';
import { LOG_RETENTION } from '../../data/log-retention';
import { pascalCase } from '../../model/names';
import { inline } from '../../printing/markdown';
import { acknowledge, addToRole, wildcardFindings } from '../../printing/statements';
import { code, imports, mergedImports, quote, sourceFile } from '../../printing/typescript';
import { type FunctionModel, functionsOf, type LambdaEnvironmentModel } from './model';
import { functionStatements } from './role-statements';

export interface BaseStackInput {
  readonly service: string;
  readonly environment: LambdaEnvironmentModel;
  /** The roles that engines assume. */
  readonly parts: readonly StackPart[];
}

/** Whether releases use resources of the base stack, in addition to the role that they assume. */
export function releasesUseBaseStack({ role, logGroup }: LambdaEnvironmentModel): boolean {
  return role.createAs !== undefined || logGroup.create;
}

/**
 * `infra/base-stack.ts`, or one file for each environment: the resources that must exist before the first release. The
 * role is here because an alias can shift traffic only between versions that have the same role.
 */
export function renderBaseStack({ service, environment, parts }: BaseStackInput): string {
  const { baseStack } = environment;
  const functions = namedFunctions(environment);
  const findings = [
    ...functions.flatMap(({ of, roleVariable }) =>
      of.role.createAs ? wildcardFindings(roleVariable, functionStatements(of)) : [],
    ),
    ...parts.flatMap((part) => part.findings),
  ];
  // All functions use the same existing role and log settings, or none does.
  const { role, logGroup } = environment;
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

        ${functions
          .map(
            (each) => code`
            ${logGroup.create ? logGroupCode(each) : undefined}

            ${role.createAs && roleCode(each)}`,
          )
          .join('\n\n')}

        ${parts.map((part) => part.code).join('\n\n')}

        ${acknowledge(findings)}
      }
    }
  `;
}

/** The roles of the functions that the stack creates. */
export function functionRoles(environment: LambdaEnvironmentModel): RoleSummary[] {
  return functionsOf(environment).flatMap((each) =>
    each.role.createAs
      ? [
          {
            title: inline(each.role.createAs),
            assumedBy: `the code of the function ${inline(each.functionName)}`,
            statements: functionStatements(each),
          },
        ]
      : [],
  );
}

interface NamedFunction {
  readonly of: FunctionModel;
  /** The prefix of the IDs of its constructs. */
  readonly id: string;
  readonly roleVariable: string;
  readonly logGroupVariable: string;
}

function namedFunctions(environment: LambdaEnvironmentModel): NamedFunction[] {
  return [
    { of: environment, id: '', roleVariable: 'functionRole', logGroupVariable: 'logGroup' },
    ...environment.additionalFunctions.map((of) => {
      const id = pascalCase(of.name);
      const variable = id.replace(/^./, (first) => first.toLowerCase());
      return { of, id, roleVariable: `${variable}FunctionRole`, logGroupVariable: `${variable}LogGroup` };
    }),
  ];
}

function logGroupCode({ of: { role, logGroup, logRetentionDays }, id, logGroupVariable }: NamedFunction): string {
  return code`
    ${role.createAs && `const ${logGroupVariable} = `}new logs.LogGroup(this, ${quote(`${id}LogGroup`)}, {
      logGroupName: ${quote(logGroup.name)},
      retention: logs.RetentionDays.${LOG_RETENTION[logRetentionDays]},
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });`;
}

function roleCode({ of, id, roleVariable, logGroupVariable }: NamedFunction): string {
  return code`
    // Two versions can share traffic only if they have the same role, so releases never replace it.
    const ${roleVariable} = new iam.Role(this, ${quote(`${id}FunctionRole`)}, {
      roleName: ${quote(of.role.createAs!)},
      description: ${quote(id === '' ? 'Permissions of the function.' : `Permissions of the function ${of.functionName}.`)},
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    ${of.logGroup.create ? `${logGroupVariable}.grantWrite(${roleVariable});` : undefined}
    ${addToRole(roleVariable, functionStatements(of))}`;
}
