import type { Step } from '../../core/release';
import type { Statement } from '../../core/statement';
import { arnOf } from '../../model/aws';
import type { DeliveryModel, EnvironmentModel, ReleaseVariableModel } from '../../model/model';
import { ReleaseValue } from '../../options';
import { containerOf } from './container';

/** What the task definition file contains in place of a value that the release determines. */
export const SET_BY_THE_RELEASE = 'set-by-the-release';

/** Bash expressions for the values. */
const EXPRESSIONS: Readonly<Record<ReleaseValue, string>> = {
  [ReleaseValue.IMAGE_TAG]: '${IMAGE_URI##*:}',
  [ReleaseValue.IMAGE_URI]: '$IMAGE_URI',
  [ReleaseValue.RELEASED_AT]: '$(date --utc +%Y-%m-%dT%H:%M:%SZ)',
};

/** The step that sets the values in the task definition file before it is registered, if there are any. */
export function variableSteps(model: DeliveryModel, environment: EnvironmentModel): Step[] {
  const { releaseVariables, taskDefinition, workers } = environment;
  if (releaseVariables.length === 0) {
    return [];
  }
  const files = [taskDefinition, ...workers.map((worker) => worker.taskDefinition)].map(({ file }) => file);
  const hasOutputs = releaseVariables.some(({ stackOutput }) => stackOutput);
  return [
    {
      id: 'set-variables',
      title: 'Set environment variables in the task definition',
      settings: { CONTAINER: containerOf(model, environment).name, TASK_DEFINITIONS: files.join(' ') },
      reads: ['IMAGE_URI'],
      commands: [SET_VARIABLE, ...(hasOutputs ? [STACK_OUTPUT] : []), ...releaseVariables.map(commandOf)],
      statements: outputStatements(environment),
      files,
      guide: {
        text: 'Sets the environment variables whose values the release determines in the task definition',
        detail: releaseVariables.map(({ name }) => `\`${name}\``).join(', '),
      },
    },
  ];
}

const SET_VARIABLE = `set_variable() {
  for FILE in $TASK_DEFINITIONS; do
    jq --arg container "$CONTAINER" --arg name "$1" --arg value "$2" '(.containerDefinitions[] | select(.name == $container).environment[] | select(.name == $name)).value = $value' "$FILE" > with-variables.json
    mv -f with-variables.json "$FILE"
  done
}`;

const STACK_OUTPUT = `stack_output() {
  VALUE=$(aws cloudformation describe-stacks --stack-name "$1" --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue | [0]" --output text)
  [ "$VALUE" != None ] || { echo "The stack $1 has no output $2" >&2; exit 1; }
}`;

function commandOf({ name, value, stackOutput }: ReleaseVariableModel): string {
  return stackOutput
    ? `stack_output ${stackOutput.stack} ${stackOutput.output}\nset_variable ${name} "$VALUE"`
    : `set_variable ${name} "${EXPRESSIONS[value!]}"`;
}

function outputStatements(environment: EnvironmentModel): Statement[] {
  const stacks = environment.releaseVariables.flatMap(({ stackOutput }) => (stackOutput ? [stackOutput.stack] : []));
  return stacks.length === 0
    ? []
    : [
        {
          why: 'Read the stack outputs that environment variables contain.',
          actions: ['cloudformation:DescribeStacks'],
          resources: [...new Set(stacks)].map((stack) => arnOf('cloudformation', environment, `stack/${stack}/*`)),
          wildcard: 'CloudFormation appends a generated ID to the stack name in the ARN.',
        },
      ];
}
