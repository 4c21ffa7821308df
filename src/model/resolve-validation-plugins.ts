import type { DeliveryWaiver, ValidationPlugin } from '../options';
import type { AcknowledgmentModel, ValidationPluginModel } from './model';
import type { OptionReader, StringRule } from './option-reader';
import { NPM_PACKAGE } from './rules';

const PLUGIN_OPTIONS: Readonly<Record<keyof ValidationPlugin, true>> = {
  packageName: true,
  version: true,
  className: true,
};

const PACKAGE_NAME: StringRule = {
  pattern: NPM_PACKAGE,
  allowed: 'the name of an npm package, for example cdk-nag',
  maxLength: 214,
};

/** https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies */
const PACKAGE_VERSION: StringRule = {
  pattern: /^(\*|[\^~]?\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?)$/,
  allowed: 'a version or a range, for example ^3.0.2',
  maxLength: 64,
};

const CLASS_NAME: StringRule = {
  pattern: /^[A-Z][A-Za-z0-9_]*$/,
  allowed: 'the name of a class, for example AwsSolutionsChecks',
  maxLength: 100,
};

/** The validation plugins of the CDK app. */
export function resolveValidationPlugins(options: OptionReader): ValidationPluginModel[] {
  const readers = options.structs('validationPlugins', PLUGIN_OPTIONS);
  const plugins = readers.map((plugin) => ({
    packageName: required(plugin, 'packageName', PACKAGE_NAME),
    version: plugin.string('version', PACKAGE_VERSION) ?? '*',
    className: required(plugin, 'className', CLASS_NAME),
  }));
  readers.forEach((reader, i) => {
    const { packageName, version, className } = plugins[i]!;
    const earlier = plugins.slice(0, i);
    if (className !== '' && earlier.some((other) => other.className === className)) {
      reader.reject('className', 'duplicate-name', {
        why: 'is already the class of another plugin',
        fix: 'Remove one of the two plugins.',
      });
    }
    const other = earlier.find((each) => each.packageName === packageName && each.version !== version);
    if (packageName !== '' && other) {
      reader.rejectWithoutValue('version', 'different-plugin-versions', {
        why: `is ${version}, but another plugin of ${packageName} has the version ${other.version}`,
        fix: 'Set the same version for both plugins.',
      });
    }
  });
  return plugins;
}

function required(plugin: OptionReader, key: 'packageName' | 'className', rule: StringRule): string {
  if (!plugin.has(key)) {
    plugin.rejectWithoutValue(key, 'missing-option', { why: 'is missing', allowed: rule.allowed, fix: `Set ${key}.` });
  }
  return plugin.string(key, rule) ?? '';
}

/**
 * Whether a rule belongs to a validation plugin of the CDK app, as opposed to the standard. The ID is the one that
 * `cdk synth` prints: the name of the plugin, and the rule.
 */
export function isPluginRule(rule: unknown): rule is string {
  return typeof rule === 'string' && rule.includes('::');
}

/** Findings of the plugins that are waived. */
export function acknowledgmentsOf(waivers: unknown): AcknowledgmentModel[] {
  // Each waiver has been checked, or has caused a problem.
  const all = (Array.isArray(waivers) ? waivers : []) as readonly (DeliveryWaiver | undefined)[];
  return all.flatMap((waiver) => {
    if (!waiver || !isPluginRule(waiver.rule)) {
      return [];
    }
    const { rule, reason, owner, expires, environment } = waiver;
    return [{ id: rule, reason: `${reason} (waived by ${owner} until ${expires})`, environment }];
  });
}
