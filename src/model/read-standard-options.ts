import type { DeliveryWaiver } from '../options';
import { isDay } from './day';
import type { OptionReader, StringRule } from './option-reader';
import { isPluginRule } from './resolve-validation-plugins';
import { ENVIRONMENT_NAME } from './rules';

const WAIVER_OPTIONS: Readonly<Record<keyof DeliveryWaiver, true>> = {
  rule: true,
  reason: true,
  owner: true,
  expires: true,
  environment: true,
};

const OPTION_PATH: StringRule = {
  pattern: /^[A-Za-z]\w*(\.[^.\s]+)*$/,
  allowed: 'the path of an option, for example logging.retentionDays',
};

const TEXT: StringRule = { pattern: /^\S.*$/, allowed: 'text on one line', maxLength: 500 };

/** https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Validations.html#acknowledgerules */
const PLUGIN_RULE: StringRule = {
  pattern: /^[A-Za-z][\w.-]*::[^\s:[\](){}]+(\[[^[\](){}]*\])?$/,
  allowed: 'the ID that cdk synth prints, for example AwsSolutions::AwsSolutions-ECS4',
  maxLength: 500,
};

const REQUIRED = { rule: 'the code of a rule', reason: TEXT.allowed, owner: 'a person or a team' } as const;

/**
 * Checks the options about the standard of the organization.
 *
 * @param hasStandard whether the config has a valid standard
 */
export function readStandardOptions(options: OptionReader, hasStandard: boolean): void {
  if (options.has('standard') && !hasStandard) {
    options.rejectWithoutValue('standard', 'not-a-standard', {
      why: 'is not a standard',
      allowed: 'an instance of DeliveryStandard',
      fix: 'Create it with new DeliveryStandard(...). If it is one, it comes from another copy of projen-aws-delivery: make projen-aws-delivery a peer dependency of the package that exports it.',
    });
  }
  options.strings('unset', OPTION_PATH);
  const waivers = options.structs('waivers', WAIVER_OPTIONS);
  waivers.forEach(checkWaiver);
  if (!options.has('standard')) {
    const [ofPlugins, ofStandard] = [true, false].map((ofPlugin) =>
      waivers.filter((waiver) => isPluginRule(waiver.value('rule')) === ofPlugin),
    ) as [OptionReader[], OptionReader[]];
    for (const waiver of ofPlugins.length > 0 ? ofStandard : []) {
      if (waiver.has('rule') && !waiver.isRejected('rule')) {
        waiver.reject('rule', 'needs-standard', {
          why: 'has no effect without a standard',
          fix: 'Set standard, or remove the waiver.',
        });
      }
    }
    const withoutEffect = ofPlugins.length > 0 ? ['unset'] : ['unset', 'waivers'];
    for (const key of withoutEffect.filter((each) => options.has(each) && !options.isRejected(each))) {
      options.rejectWithoutValue(key, 'needs-standard', {
        why: 'has no effect without a standard',
        fix: 'Set standard, or remove this option.',
      });
    }
  }
}

function checkWaiver(waiver: OptionReader): void {
  for (const [key, allowed] of Object.entries(REQUIRED)) {
    if (!waiver.has(key)) {
      waiver.rejectWithoutValue(key, 'missing-option', { why: 'is missing', allowed, fix: `Set ${key}.` });
    }
    waiver.string(key, key === 'rule' && isPluginRule(waiver.value(key)) ? PLUGIN_RULE : TEXT);
  }
  const day = waiver.value('expires');
  if (typeof day !== 'string' || !isDay(day)) {
    waiver.reject('expires', 'invalid-format', {
      why: 'is not a day',
      allowed: 'a day in the format YYYY-MM-DD',
      fix: 'Set the last day on which the waiver is valid.',
    });
  }
  waiver.string('environment', ENVIRONMENT_NAME);
}
