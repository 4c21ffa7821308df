import type { Facts } from '../../core/fact';
import type { Place } from '../../model/aws';
import { checkPlace } from '../../model/check-place';
import { isRecord } from '../../model/json-data';
import type { OptionReader } from '../../model/option-reader';
import { readSmokeTest, smokeTestOptions } from '../../model/resolve-smoke-test';
import { DOMAIN_NAME, HOSTED_ZONE_ID } from '../../model/rules';
import { SiteStrategy } from '../../options';
import type { SiteDomainModel, SiteEnvironmentModel, SiteStrategyModel } from './model';
import { DOMAIN_OPTIONS, STRATEGY_OPTIONS } from './options';
import { SITE_CERTIFICATE_ARN, SITE_WEB_ACL_ARN } from './rules';

export function resolveStrategy(options: OptionReader): SiteStrategyModel {
  const name = options.enumMember('strategy', 'SiteStrategy', SiteStrategy) ?? SiteStrategy.ALL_AT_ONCE;
  const parameters = options.struct('strategyParameters', STRATEGY_OPTIONS);
  const gradual = name === SiteStrategy.CANARY || name === SiteStrategy.LINEAR;
  const percent = parameters.integer('percent', 1, 99);
  const stepBakeTimeInMinutes = parameters.integer('stepBakeTimeInMinutes', 1, 120);
  const bakeTimeInMinutes = parameters.integer('bakeTimeInMinutes', 0, 120) ?? 0;
  const approvePreview = parameters.boolean('approvePreview') === true && name === SiteStrategy.BLUE_GREEN;
  const allowed = [
    ...(gradual ? ['percent', 'stepBakeTimeInMinutes'] : []),
    ...(name === SiteStrategy.BLUE_GREEN ? ['approvePreview'] : []),
    'bakeTimeInMinutes',
  ];
  if (!options.isRejected('strategy')) {
    for (const key of Object.keys(STRATEGY_OPTIONS).filter((each) => parameters.has(each) && !allowed.includes(each))) {
      parameters.reject(key, 'parameter-of-other-strategy', {
        why: `is not a parameter of ${name}`,
        allowed: allowed.join(', '),
        fix: 'Remove it, or choose another strategy.',
      });
    }
  }
  return gradual
    ? { name, percent: percent ?? 10, stepBakeTimeInMinutes: stepBakeTimeInMinutes ?? 5, bakeTimeInMinutes }
    : { name, bakeTimeInMinutes, ...(approvePreview ? { approvePreview } : {}) };
}

/** A release that waits for the approval of its preview does not also wait before it. */
export function resolveApprovals(
  options: OptionReader,
  { approvePreview }: SiteStrategyModel,
  byDefault: boolean,
): Pick<SiteEnvironmentModel, 'approval' | 'approvePreview'> {
  const approval = options.boolean('approval');
  if (approvePreview && approval) {
    options.struct('strategyParameters', STRATEGY_OPTIONS).reject('approvePreview', 'two-approvals', {
      why: 'is not compatible with approval, because a release waits for only one approval in each environment',
      fix: 'Remove one of the two options, or set approval to false in this environment.',
    });
  }
  return { approval: approval ?? (byDefault && !approvePreview), ...(approvePreview ? { approvePreview } : {}) };
}

export function resolveDomain(parent: OptionReader, place: Place): SiteDomainModel | undefined {
  const options = parent.struct('domain', DOMAIN_OPTIONS);
  if (!isRecord(parent.value('domain'))) {
    return undefined;
  }
  const names = options.strings('names', DOMAIN_NAME) ?? [];
  if (!options.has('names') || options.isEmptyList('names')) {
    options.rejectWithoutValue('names', 'missing-option', {
      why: 'is missing or empty',
      allowed: 'at least one domain name',
      fix: 'List the domain names of the site, or remove domain.',
    });
  }
  for (const name of new Set(names.filter((each, i) => names.indexOf(each) !== i))) {
    options.rejectValue('names', name, 'duplicate-domain-name', {
      why: 'is listed more than once',
      fix: 'List each domain name only once.',
    });
  }
  if (!options.has('certificateArn')) {
    options.rejectWithoutValue('certificateArn', 'missing-option', {
      why: 'is missing',
      allowed: SITE_CERTIFICATE_ARN.allowed,
      fix: 'Set it to the ARN of a certificate in us-east-1 that is valid for all names.',
    });
  }
  const certificateArn = options.string('certificateArn', SITE_CERTIFICATE_ARN) ?? '';
  if (certificateArn) {
    checkPlace(options, 'certificateArn', certificateArn, {
      place,
      same: ['account'],
      fix: 'Use a certificate in the account of the environment.',
    });
  }
  const id = options.string('hostedZoneId', HOSTED_ZONE_ID);
  const name = options.string('hostedZoneName', DOMAIN_NAME);
  for (const [key, other] of [
    ['hostedZoneId', 'hostedZoneName'],
    ['hostedZoneName', 'hostedZoneId'],
  ] as const) {
    if (!options.has(key) && options.has(other)) {
      options.rejectWithoutValue(key, 'missing-option', {
        why: `is missing, but ${other} is set`,
        fix: `Set ${key}, or remove ${other}.`,
      });
    }
  }
  const outside = name === undefined ? [] : names.filter((each) => each !== name && !each.endsWith(`.${name}`));
  if (outside.length > 0) {
    options.rejectWithoutValue('hostedZoneName', 'domain-outside-zone', {
      why: `does not contain ${outside.join(', ')}`,
      allowed: `${name} and names that end with .${name}`,
      fix: 'Specify the hosted zone of the domain names, or remove hostedZoneId and hostedZoneName.',
    });
  }
  return { names, certificateArn, hostedZone: id === undefined || name === undefined ? undefined : { id, name } };
}

export function resolveWebAcl(options: OptionReader, place: Place): string | undefined {
  const arn = options.string('webAclArn', SITE_WEB_ACL_ARN);
  if (arn) {
    checkPlace(options, 'webAclArn', arn, {
      place,
      same: ['account'],
      fix: 'Use a web ACL in the account of the environment.',
    });
  }
  return arn;
}

/** A key of an object that a site can read with a dot. */
const CONFIG_KEY = /^[A-Za-z_$][\w$.-]*$/;

/** The text of `/config.json`. */
export function resolveConfigFile(options: OptionReader): string | undefined {
  const values: Record<string, string> = {};
  for (const entry of options.entries('config')) {
    if (!CONFIG_KEY.test(entry.name)) {
      options.rejectEntry({ ...entry, value: entry.name }, 'invalid-format', {
        why: 'is not a valid name',
        allowed: 'letters, digits, and the characters _ $ . -, not starting with a digit',
        fix: 'Rename it.',
      });
    } else if (typeof entry.value !== 'string') {
      options.rejectEntry(entry, 'wrong-type', {
        why: 'is not a string',
        allowed: 'a string',
        fix: 'Put it in quotes.',
      });
    } else {
      values[entry.name] = entry.value;
    }
  }
  return options.has('config') ? JSON.stringify(values) : undefined;
}

export function resolveSmokeTest(parent: OptionReader, decisions: Facts): SiteEnvironmentModel['smokeTest'] {
  const options = smokeTestOptions(parent, 'the site');
  return options && readSmokeTest(options, decisions);
}
