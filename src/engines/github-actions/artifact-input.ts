import type { Artifact, ArtifactInput } from '../../core/artifact';
import type { WorkflowStep } from './workflow-step';

/** The value that the person or the workflow that starts a release specifies. */
export function inputExpression({ name }: ArtifactInput): string {
  return `\${{ inputs.${name} }}`;
}

/** What `workflow_dispatch` and `workflow_call` ask for. */
export function workflowInputs({ input }: Artifact): object {
  return input ? { inputs: { [input.name]: { description: input.description, required: true, type: 'string' } } } : {};
}

/** Checks the artifact before anything else happens in an environment. */
export function checkSteps({ input }: Artifact): WorkflowStep[] {
  return input
    ? [
        {
          name: input.check.title,
          env: { [input.variable]: inputExpression(input) },
          run: `${input.check.commands.join('\n')}\n`,
        },
      ]
    : [];
}
