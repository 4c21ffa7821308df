import { type DeploymentLifecycleHook, DeploymentLifecycleStage } from '../options';
import type { Place } from './aws';
import { checkPlace } from './check-place';
import type { DeploymentModel, LifecycleHookModel } from './model';
import type { OptionReader } from './option-reader';
import { FUNCTION_ARN } from './rules';

const HOOK_OPTIONS: Readonly<Record<keyof DeploymentLifecycleHook, true>> = { functionArn: true, stages: true };

const STAGES = Object.values(DeploymentLifecycleStage);

/** Resolves the functions that ECS runs during a deployment. */
export function resolveLifecycleHooks(
  options: OptionReader,
  place: Place,
  { strategy, shift }: DeploymentModel,
): LifecycleHookModel[] {
  const readers = options.structs('lifecycleHooks', HOOK_OPTIONS);
  if (readers.length > 0 && !shift && !options.isRejected('strategy')) {
    options.rejectWithoutValue('lifecycleHooks', 'traffic-shift-required', {
      why: `requires a strategy that shifts traffic, but the strategy is ${strategy}`,
      allowed: 'DeploymentStrategy.BLUE_GREEN, DeploymentStrategy.CANARY, DeploymentStrategy.LINEAR',
      fix: 'Choose one of these strategies, or remove lifecycleHooks.',
    });
  }
  return readers.map((reader) => {
    for (const key of ['functionArn', 'stages'].filter((k) => !reader.has(k))) {
      reader.rejectWithoutValue(key, 'missing-option', { why: 'is missing', fix: `Set ${key}.` });
    }
    const functionArn = reader.string('functionArn', FUNCTION_ARN);
    if (functionArn) {
      const fix = 'Use a function in the account and Region of the service.';
      checkPlace(reader, 'functionArn', functionArn, { place, same: ['account', 'region', 'partition'], fix });
    }
    return { functionArn: functionArn ?? '', stages: readStages(reader) };
  });
}

function readStages(reader: OptionReader): DeploymentLifecycleStage[] {
  if (reader.isEmptyList('stages')) {
    reader.reject('stages', 'empty-list', {
      why: 'is empty',
      allowed: 'at least one stage',
      fix: 'Add a stage, or remove the hook.',
    });
  }
  const stages = reader.strings('stages', {
    pattern: new RegExp(`^(${STAGES.join('|')})$`),
    allowed: STAGES.map((stage) => `DeploymentLifecycleStage.${stage}`).join(', '),
    fix: 'Use one of these stages.',
  });
  return [...new Set(stages as DeploymentLifecycleStage[] | undefined)];
}
