import type { Facts } from '../core/fact';
import type { LoggingOptions } from '../options';
import { arnOf, type Place } from './aws';
import type { LogGroupModel } from './model';
import type { OptionReader } from './option-reader';
import { LOG_GROUP, LOG_STREAM_PREFIX } from './rules';
import { SHARED } from './shared-values';

const LOGGING_OPTIONS: Readonly<Record<keyof LoggingOptions, true>> = {
  logGroup: true,
  existingLogGroup: true,
  streamPrefix: true,
};

interface LoggingFacts extends Place {
  readonly service: string;
  readonly name: string;
  readonly decisions: Facts;
}

export function readLogging(options: OptionReader): OptionReader {
  return options.struct('logging', LOGGING_OPTIONS);
}

/** The log group of an environment, created by the base stack or existing. */
export function resolveLogGroup(options: OptionReader, facts: LoggingFacts): LogGroupModel {
  const logging = readLogging(options);
  const created = logging.string('logGroup', LOG_GROUP);
  const existing = logging.string('existingLogGroup', LOG_GROUP);
  if (created !== undefined && existing !== undefined) {
    logging.reject('logGroup', 'log-group-exists', {
      why: 'is created by the base stack, but existingLogGroup specifies an existing log group',
      fix: 'Remove logGroup or existingLogGroup.',
    });
  }
  const option = existing === undefined ? SHARED.logGroup.option : 'logging.existingLogGroup';
  const name = facts.decisions.decide(
    { ...SHARED.logGroup, option },
    existing ?? created ?? `/ecs/${facts.service}/${facts.name}`,
  );
  return {
    name,
    arn: arnOf('logs', facts, `log-group:${name}`),
    create: !logging.has('existingLogGroup'),
    streamPrefix: logging.string('streamPrefix', LOG_STREAM_PREFIX),
  };
}
