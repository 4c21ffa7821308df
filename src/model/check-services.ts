import { CODE_BUILD, CODE_CONNECTIONS, CODE_PIPELINE, type MissingService } from '../data/regional-services';
import { PipelineSource } from '../options';
import { partitionOf } from './aws';
import type { OptionReader } from './option-reader';
import type { Engines } from './resolve-engines';

/**
 * Reports a pipeline in a Region that lacks a service that the pipeline needs. AWS adds services to Regions, so the
 * config can insist on the pipeline, unless the whole partition lacks the service.
 */
export function checkPipelineServices(
  pipelineOptions: OptionReader,
  { pipeline, pipelineSource }: Engines,
  region: string,
): void {
  if (!pipeline || pipelineOptions.isRejected('enabled', 'source')) {
    return;
  }
  const fromGithub = pipelineSource === PipelineSource.GITHUB;
  const partition = partitionOf(region);
  const lacks = ({ partitions, regions }: MissingService) =>
    partitions.includes(partition) || (!pipelineOptions.has('enabled') && regions.includes(region));
  const missing = [CODE_PIPELINE, CODE_BUILD, ...(fromGithub ? [CODE_CONNECTIONS] : [])].filter(lacks);
  const [first] = missing;
  if (!first) {
    return;
  }
  const onlyConnections = first === CODE_CONNECTIONS;
  const everywhere = first.partitions.includes(partition);
  pipelineOptions.rejectValue('enabled', true, 'service-not-in-region', {
    why: `requires AWS ${first.name}, which is not available in ${region}`,
    allowed: onlyConnections ? 'false, or another source than GitHub' : 'false',
    fix: `Set codePipeline.enabled to false${onlyConnections ? ', or use PipelineSource.CODE_COMMIT' : ''}.${everywhere ? '' : ` If AWS has added ${first.name} to the Region, set codePipeline.enabled to true.`}`,
  });
}
