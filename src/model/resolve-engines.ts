import { DeliveryEngine, PipelineSource } from '../options';
import type { OptionReader } from './option-reader';

interface Engines {
  readonly github: boolean;
  readonly pipeline: boolean;
  readonly pipelineSource: PipelineSource;
  readonly trigger: DeliveryEngine;
}

/** Which engines are on, and which one a push starts. */
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
  const wanted = options.enumMember('trigger', 'DeliveryEngine', DeliveryEngine);

  if (!github && !pipeline) {
    githubOptions.refuse(
      'enabled',
      'leaves no engine, since codePipeline.enabled is false too',
      undefined,
      'Enable one of the two.',
    );
  }
  if (github && pipeline && pipelineSource === PipelineSource.CODE_COMMIT) {
    pipelineOptions.refuse(
      'source',
      'makes the two engines deliver from two repositories',
      'PipelineSource.GITHUB while githubActions is enabled',
      'Take the GitHub source, or set githubActions.enabled to false.',
    );
  }
  if ((wanted === DeliveryEngine.GITHUB_ACTIONS && !github) || (wanted === DeliveryEngine.CODE_PIPELINE && !pipeline)) {
    options.refuse(
      'trigger',
      'names an engine that is switched off',
      undefined,
      'Enable that engine, or name the other one.',
    );
  }
  if (github && subproject) {
    options.problems.add({
      path: githubOptions.pathOf('enabled'),
      value: true,
      why: "cannot work in a subproject: GitHub reads workflows from the repository's root only",
      allowed: 'false here',
      fix: 'Set githubActions.enabled to false, or add the component to the root project.',
    });
  }
  return {
    github,
    pipeline,
    pipelineSource,
    trigger: wanted ?? (github ? DeliveryEngine.GITHUB_ACTIONS : DeliveryEngine.CODE_PIPELINE),
  };
}
