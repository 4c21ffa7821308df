import { DeliveryEngine, PipelineSource } from '../options';
import type { OptionReader } from './option-reader';
import { PATH_PATTERN } from './rules';

/** Which engines are enabled, and which one a push starts. */
export interface Engines {
  readonly github: boolean;
  readonly pipeline: boolean;
  readonly pipelineSource: PipelineSource;
  readonly trigger: DeliveryEngine;
}

/** Which engines are enabled, and which one a push starts. */
export function resolveEngines(
  options: OptionReader,
  githubOptions: OptionReader,
  pipelineOptions: OptionReader,
  subproject: boolean,
): Engines {
  const github = githubOptions.boolean('enabled') ?? true;
  const pipeline = pipelineOptions.boolean('enabled') ?? true;
  const pipelineSource =
    pipelineOptions.enumMember('source', 'PipelineSource', PipelineSource) ?? PipelineSource.GITHUB;
  const requested = options.enumMember('trigger', 'DeliveryEngine', DeliveryEngine);

  if (!github && !pipeline) {
    githubOptions.reject('enabled', 'no-engine', {
      why: 'leaves no engine enabled, because codePipeline.enabled is also false',
      fix: 'Enable at least one of the two engines.',
    });
  }
  if (
    github &&
    pipeline &&
    pipelineSource === PipelineSource.CODE_COMMIT &&
    !githubOptions.isRejected('enabled') &&
    !pipelineOptions.isRejected('enabled')
  ) {
    pipelineOptions.reject('source', 'different-repositories', {
      why: 'makes the two engines deploy from different repositories',
      allowed: 'PipelineSource.GITHUB when GitHub Actions is enabled',
      fix: 'Use PipelineSource.GITHUB, or set githubActions.enabled to false.',
    });
  }
  if (
    (requested === DeliveryEngine.GITHUB_ACTIONS && !github) ||
    (requested === DeliveryEngine.CODE_PIPELINE && !pipeline)
  ) {
    options.reject('trigger', 'disabled-trigger', {
      why: 'refers to a disabled engine',
      fix: 'Enable that engine, or choose the other one.',
    });
  }
  if (github && subproject) {
    githubOptions.rejectValue('enabled', true, 'github-actions-in-subproject', {
      why: 'is not supported in a subproject, because GitHub runs workflows only from the root of the repository',
      allowed: 'false in a subproject',
      fix: 'Set githubActions.enabled to false, or add the delivery to the root project.',
    });
  }
  return {
    github,
    pipeline,
    pipelineSource,
    trigger: requested ?? (github ? DeliveryEngine.GITHUB_ACTIONS : DeliveryEngine.CODE_PIPELINE),
  };
}

/** CodePipeline allows at most eight patterns. */
const MAX_TRIGGER_PATHS = 8;

/** The patterns of the files whose changes start a release. */
export function resolveTriggerPaths(
  options: OptionReader,
  githubOptions: OptionReader,
  { trigger, pipelineSource }: Engines,
): string[] {
  const paths = [...new Set(options.strings('triggerPaths', PATH_PATTERN))];
  if (paths.length > MAX_TRIGGER_PATHS) {
    options.reject('triggerPaths', 'too-many-paths', {
      why: `has ${paths.length} patterns`,
      allowed: `at most ${MAX_TRIGGER_PATHS}`,
      fix: 'Combine some of them, for example in a pattern with *.',
    });
  }
  if (paths.length > 0 && trigger === DeliveryEngine.GITHUB_ACTIONS && githubOptions.value('workflowCall') === true) {
    options.reject('triggerPaths', 'paths-without-push', {
      why: 'has no effect with githubActions.workflowCall, because a push does not start a release',
      fix: 'Remove it, and set paths in the workflow that calls deploy.yml.',
    });
  }
  if (
    paths.length > 0 &&
    trigger === DeliveryEngine.CODE_PIPELINE &&
    pipelineSource === PipelineSource.CODE_COMMIT &&
    !options.isRejected('trigger')
  ) {
    options.reject('triggerPaths', 'paths-with-code-commit', {
      why: 'has no effect, because CodePipeline cannot filter pushes to a CodeCommit repository',
      fix: 'Remove it.',
    });
  }
  return paths;
}

/** The success of another workflow replaces the push, so nothing else may determine what starts a release. */
export function checkAfterWorkflow(options: OptionReader, githubOptions: OptionReader, { trigger }: Engines): void {
  if (!githubOptions.has('afterWorkflow') || githubOptions.isRejected('afterWorkflow')) {
    return;
  }
  const other = ['triggerBranches', 'triggerTags', 'triggerPaths'].find((key) => options.has(key));
  const conflict =
    trigger === DeliveryEngine.CODE_PIPELINE
      ? 'because a push starts CodePipeline'
      : githubOptions.value('workflowCall') === true
        ? 'together with workflowCall'
        : other && `together with ${other}`;
  if (conflict && !options.isRejected('trigger')) {
    githubOptions.reject('afterWorkflow', 'conflicting-start', {
      why: `is not supported ${conflict}`,
      fix: 'Choose one way to start a release.',
    });
  }
}
