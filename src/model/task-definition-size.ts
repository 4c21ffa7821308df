import type { ContainerModel, EnvironmentModel } from './model';
import type { OptionReader } from './option-reader';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html: "Task definition size". */
const MAX_BYTES = 65_536;

type TaskDefinitionParts = Pick<EnvironmentModel, 'environmentVariables' | 'secrets' | 'sidecars' | 'taskDefinition'>;

/** Reports the largest option of a task definition that exceeds the size limit of ECS. */
export function checkTaskDefinitionSize(
  environments: readonly { readonly environment: TaskDefinitionParts; readonly options: OptionReader }[],
  container: ContainerModel,
): void {
  for (const { environment, options } of environments) {
    const { environmentVariables, secrets, sidecars, taskDefinition } = environment;
    const parts = [
      { option: 'environmentVariables', data: environmentVariables },
      { option: 'secrets', data: secrets.map(({ name, valueFrom }) => ({ name, valueFrom })) },
      ...(sidecars.length > 0 ? [{ option: 'sidecars', data: sidecars }] : []),
      { option: 'command', data: container.command ?? [] },
      { option: 'healthCheckCommand', data: container.healthCheckCommand ?? [] },
      {
        option: 'containerDefinitionFields',
        data: { ...container.extraFields, linuxParameters: container.linuxParameters },
      },
      { option: 'taskDefinitionFields', data: taskDefinition.extraFields },
    ].map(({ option, data }) => ({ option, bytes: Buffer.byteLength(JSON.stringify(data)) }));
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    if (bytes > MAX_BYTES) {
      const largest = parts.reduce((a, b) => (b.bytes > a.bytes ? b : a));
      options.rejectWithoutValue(largest.option, 'task-definition-too-large', {
        why: `increases the size of the task definition to at least ${bytes} bytes`,
        allowed: `at most ${MAX_BYTES} bytes`,
        fix: 'Move long values to SSM parameters, S3 (environmentFiles), or the image.',
      });
    }
  }
}
