import type { Facts } from '../core/fact';
import { AWSLOGS_OPTIONS, OWNED_AWSLOGS_OPTIONS, REQUIRED_SPLUNK_OPTIONS } from '../data/log-drivers';
import { LogDriver, type LoggingOptions } from '../options';
import { arnOf, type Place } from './aws';
import type { LogDriverModel, LogGroupModel } from './model';
import type { OptionReader } from './option-reader';
import type { Entry } from './option-source';
import { readSecret } from './resolve-variables';
import { LOG_GROUP, LOG_STREAM_PREFIX } from './rules';
import { SHARED } from './shared-values';

const LOGGING_OPTIONS: Readonly<Record<keyof LoggingOptions, true>> = {
  driver: true,
  options: true,
  secretOptions: true,
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

/** Where the output of the containers goes: that of sidecars always to the log group. */
export function resolveLogging(
  options: OptionReader,
  facts: LoggingFacts,
): { logGroup?: LogGroupModel; logDriver?: LogDriverModel } {
  const logging = readLogging(options);
  const driver = logging.enumMember('driver', 'LogDriver', LogDriver) ?? LogDriver.AWSLOGS;
  const hasSidecars = options.has('sidecars') && !options.isEmptyList('sidecars');
  const hasLogGroup = driver === LogDriver.AWSLOGS || hasSidecars;
  rejectUnused(logging, driver, hasLogGroup);
  const logGroup = hasLogGroup ? resolveLogGroup(logging, facts) : undefined;
  const logDriver = {
    name: driver,
    options: Object.fromEntries(logging.entries('options').flatMap((entry) => readOption(logging, entry, driver))),
    secretOptions: logging.entries('secretOptions').flatMap((entry) => readSecret(logging, entry, facts) ?? []),
    ...(driver === LogDriver.AWSLOGS ? { logGroupName: logGroup?.name } : {}),
  };
  if (driver === LogDriver.SPLUNK) {
    requireSplunkOptions(logging);
  }
  return {
    logGroup,
    logDriver: driver === LogDriver.NONE ? undefined : logDriver,
  };
}

/** Rejects options that have no effect with a log driver. */
function rejectUnused(logging: OptionReader, driver: LogDriver, hasLogGroup: boolean): void {
  const unused = [
    ...(hasLogGroup ? [] : ['logGroup', 'existingLogGroup', 'streamPrefix']),
    ...(driver === LogDriver.NONE ? ['options', 'secretOptions'] : []),
  ];
  for (const key of unused.filter((each) => logging.has(each))) {
    logging.rejectWithoutValue(key, 'unused-container-option', {
      why: `has no effect with the log driver ${driver}`,
      fix: `Remove ${key}, or change driver.`,
    });
  }
}

function readOption(logging: OptionReader, entry: Entry, driver: LogDriver): [string, string][] {
  const { name, value } = entry;
  if (typeof value !== 'string') {
    logging.rejectEntry(entry, 'wrong-type', { why: 'is not a string', fix: 'Put the value in quotes.' });
    return [];
  }
  if (driver === LogDriver.AWSLOGS && Object.hasOwn(OWNED_AWSLOGS_OPTIONS, name)) {
    const fix = OWNED_AWSLOGS_OPTIONS[name]!;
    logging.rejectEntryWithoutValue(entry, 'log-driver-option', { why: 'cannot be set here', fix });
  } else if (driver === LogDriver.AWSLOGS && !AWSLOGS_OPTIONS.includes(name)) {
    logging.rejectEntryWithoutValue(entry, 'log-driver-option', {
      why: 'is not an option of the awslogs log driver',
      allowed: AWSLOGS_OPTIONS.join(', '),
      fix: 'Correct the name, or remove the option.',
    });
  }
  return [[name, value]];
}

/** Without these options, the container does not start. */
function requireSplunkOptions(logging: OptionReader): void {
  const names = ['options', 'secretOptions'].flatMap((key) => logging.entries(key).map(({ name }) => name));
  for (const name of REQUIRED_SPLUNK_OPTIONS.filter((each) => !names.includes(each))) {
    logging.rejectWithoutValue('driver', 'log-driver-option', {
      why: `requires the option ${name}`,
      fix: `Add ${name} to logging.options or logging.secretOptions.`,
    });
  }
}

/** The log group of an environment, created by the base stack or existing. */
function resolveLogGroup(logging: OptionReader, facts: LoggingFacts): LogGroupModel {
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
