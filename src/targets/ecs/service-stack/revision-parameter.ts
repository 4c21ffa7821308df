import { code, quote } from '../../../printing/typescript';

interface RevisionParameter {
  readonly name: string;
  /** Variable of the parameter. */
  readonly variable: string;
  /** Variable of the condition that the parameter is not empty. */
  readonly condition: string;
  readonly conditionId: string;
  readonly conditionComment?: string;
  readonly description: string;
}

/** Code for the parameter that contains the ARN of a task definition revision. */
export function revisionParameter(parameter: RevisionParameter): string {
  const { name, variable, condition, conditionId, conditionComment, description } = parameter;
  return code`
    const ${variable} = new CfnParameter(this, ${quote(name)}, {
      type: 'String',
      default: '',
      allowedPattern: '^(|arn:[^:]+:ecs:[^:]+:[0-9]{12}:task-definition/[A-Za-z0-9_-]+:[0-9]+)$',
      description: ${quote(description)},
    });
    ${conditionComment}
    const ${condition} = new CfnCondition(this, ${quote(conditionId)}, {
      expression: Fn.conditionNot(Fn.conditionEquals(${variable}.valueAsString, '')),
    });`;
}
