import type { Place } from '../../model/aws';
import type { SecretModel } from '../../model/model';
import type { OptionReader } from '../../model/option-reader';
import type { Entry } from '../../model/option-source';
import { readSecret, readSecrets, readVariables } from '../../model/resolve-variables';
import { VARIABLE_NAME } from '../../model/rules';
import type { Ec2EnvironmentModel } from './model';

/** Variables that the generated files set, each with the option that determines its value. */
const RESERVED: Readonly<Record<string, string>> = {
  PORT: 'port',
  HEALTH_CHECK_PATH: 'healthCheckPath',
  AWS_REGION: 'awsRegion',
};

const CREDENTIALS = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/;

export function resolveVariables(options: OptionReader): Ec2EnvironmentModel['variables'] {
  return readVariables(options, (entry) => checkName(options, entry));
}

export function resolveSecrets(options: OptionReader, place: Place): SecretModel[] {
  return readSecrets(
    options,
    (entry) => checkName(options, entry),
    (entry) => readSecret(options, entry, place),
  );
}

/** Does not show the value, which can be secret. */
function checkName(options: OptionReader, entry: Entry): void {
  const { name } = entry;
  if (CREDENTIALS.test(name)) {
    options.rejectEntryWithoutValue(entry, 'static-credentials', {
      why: 'sets a static AWS credential',
      fix: 'Grant the permissions to the instance role instead. The AWS SDK automatically uses the credentials of that role.',
    });
  } else if (Object.hasOwn(RESERVED, name)) {
    options.rejectEntryWithoutValue(entry, 'reserved-variable', {
      why: `is set from ${RESERVED[name]}`,
      fix: `Set ${RESERVED[name]} instead.`,
    });
  } else if (!VARIABLE_NAME.test(name)) {
    options.rejectEntryWithoutValue(entry, 'variable-name', {
      why: 'is not a valid variable name',
      allowed: 'letters, digits, and underscores, not starting with a digit',
      fix: 'Rename the variable.',
    });
  }
}
