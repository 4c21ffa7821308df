import type { SecretSource } from '../options';
import { arnOf, type Place } from './aws';
import { checkPlace, isKnown } from './check-place';
import { isRecord } from './json-data';
import type { SecretModel } from './model';
import type { OptionReader } from './option-reader';
import type { Entry, Reason } from './option-source';
import type { ProblemCode } from './problem-codes';
import {
  JSON_KEY,
  KMS_KEY_ARN,
  PARAMETER_ARN,
  PARAMETER_NAME,
  SECRET_ARN,
  SECRET_NAME,
  SECRET_SUFFIX,
  TEXT,
  VARIABLE_NAME,
} from './rules';

const SECRET_OPTIONS: Readonly<Record<keyof SecretSource, true>> = {
  secretsManager: true,
  jsonKey: true,
  ssmParameter: true,
  kmsKeyArn: true,
};

/** Variable names that are already set in a task or must not be set, and what to do instead. */
const RESERVED: readonly (Reason & {
  readonly names: RegExp;
  readonly code: ProblemCode;
  /** Set only if the container listens on its main port. */
  readonly ofMainPort?: boolean;
})[] = [
  {
    names: /^PORT$/,
    code: 'reserved-variable',
    why: 'is set from containerPort',
    fix: 'Set containerPort instead.',
    ofMainPort: true,
  },
  {
    names: /^HEALTH_CHECK_PATH$/,
    code: 'reserved-variable',
    why: 'is set from healthCheckPath',
    fix: 'Set healthCheckPath instead.',
    ofMainPort: true,
  },
  {
    names: /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/,
    code: 'static-credentials',
    why: 'sets a static AWS credential',
    fix: 'Grant the permissions to the task role instead. The AWS SDK automatically uses the credentials of the task role.',
  },
  {
    names: /^(AWS_EXECUTION_ENV|AWS_CONTAINER_.*|ECS_.*)$/,
    code: 'reserved-variable',
    why: 'is set by ECS',
    fix: 'Use another name.',
  },
];

const OTHER_PARTITION = 'Use a resource in the same AWS partition as the service.';

export function resolveVariables(
  options: OptionReader,
  hasMainPort = listensOnMainPort(options),
): { name: string; value: string }[] {
  return options
    .entries('environmentVariables')
    .flatMap((entry) => {
      checkVariableName(options, entry, hasMainPort);
      const text = readText(options, entry);
      return text === undefined ? [] : [{ name: entry.name, value: text }];
    })
    .sort(byName);
}

/** Reads an entry of an object as text. */
export function readText(options: OptionReader, entry: Entry): string | undefined {
  const { value } = entry;
  // A number beyond the precision of JavaScript differs from the number in the config.
  const exact =
    typeof value === 'number' && (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)));
  const text = exact ? String(value) : value;
  if (typeof text !== 'string') {
    const fix =
      typeof value === 'number' || typeof value === 'boolean'
        ? 'Put the value in quotes.'
        : 'Specify a string, or remove the variable.';
    return options.rejectEntry(entry, 'wrong-type', { why: 'is not a string', allowed: 'any text', fix });
  }
  return TEXT.pattern.test(text)
    ? text
    : options.rejectEntry(entry, 'invalid-format', {
        why: 'is not valid text',
        allowed: TEXT.allowed,
        fix: 'Encode binary data, for example as Base64.',
      });
}

export function resolveSecrets(
  options: OptionReader,
  place: Place,
  hasMainPort = listensOnMainPort(options),
): SecretModel[] {
  const raw = options.value('environmentVariables');
  const variables = isRecord(raw) ? raw : {};
  return options
    .entries('secrets')
    .flatMap((entry) => {
      const { name } = entry;
      checkVariableName(options, entry, hasMainPort);
      if (Object.hasOwn(variables, name)) {
        options.rejectEntryWithoutValue(entry, 'variable-and-secret', {
          why: 'has the same name as an environment variable',
          fix: `Remove environmentVariables.${name}, or rename one of the two.`,
        });
      }
      return readSecret(options, entry, place) ?? [];
    })
    .sort(byName);
}

/** Reads an entry of an object that maps names to secrets. */
export function readSecret(options: OptionReader, entry: Entry, place: Place): SecretModel | undefined {
  if (!isRecord(entry.value)) {
    return options.rejectEntryWithoutValue(entry, 'wrong-type', {
      why: 'is not an object',
      allowed: "{ secretsManager: '<name>' } or { ssmParameter: '<name>' }",
      fix: 'Specify the name or ARN of the secret, not its value.',
    });
  }
  return resolveSecret(options.entryStruct(entry, SECRET_OPTIONS), entry.name, place);
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function listensOnMainPort(options: OptionReader): boolean {
  return options.value('receivesRequests') !== false;
}

/** Does not show the value, which can be secret. */
export function checkVariableName(options: OptionReader, entry: Entry, hasMainPort = listensOnMainPort(options)): void {
  if (!VARIABLE_NAME.test(entry.name)) {
    options.rejectEntryWithoutValue(entry, 'variable-name', {
      why: 'is not a valid variable name',
      allowed: 'letters, digits, and underscores, not starting with a digit',
      fix: 'Rename the variable.',
    });
  }
  const reserved = RESERVED.find(({ names, ofMainPort }) => {
    return names.test(entry.name) && !(ofMainPort && !hasMainPort);
  });
  if (reserved) {
    const { code, why, fix } = reserved;
    options.rejectEntryWithoutValue(entry, code, { why, fix });
  }
}

function resolveSecret(secret: OptionReader, name: string, place: Place): SecretModel | undefined {
  const kmsKeyArn = secret.string('kmsKeyArn', KMS_KEY_ARN);
  const jsonKey = secret.string('jsonKey', JSON_KEY);
  if (kmsKeyArn) {
    checkPlace(secret, 'kmsKeyArn', kmsKeyArn, { place, same: ['partition'], fix: OTHER_PARTITION });
  }
  if (secret.has('secretsManager') === secret.has('ssmParameter')) {
    return secret.has('ssmParameter')
      ? secret.reject('ssmParameter', 'secret-source', {
          why: 'is set together with secretsManager',
          fix: 'Remove one of the two.',
        })
      : secret.rejectWithoutValue('secretsManager', 'secret-source', {
          why: 'is missing, and so is ssmParameter',
          fix: 'Set one of the two.',
        });
  }
  if (secret.has('ssmParameter')) {
    if (secret.has('jsonKey')) {
      secret.reject('jsonKey', 'json-key-for-parameter', {
        why: 'has no effect with an SSM parameter',
        fix: 'Remove it, or use secretsManager.',
      });
    }
    const arn = parameterArn(secret, place);
    return arn === undefined ? undefined : { name, valueFrom: arn, service: 'ssm', policyResource: arn, kmsKeyArn };
  }
  const arn = secretArn(secret, place);
  return (
    arn && {
      name,
      valueFrom: jsonKey ? `${arn.exact}:${jsonKey}::` : arn.exact,
      service: 'secretsmanager',
      policyResource: arn.policy,
      kmsKeyArn,
    }
  );
}

function parameterArn(secret: OptionReader, place: Place): string | undefined {
  const value = secret.value('ssmParameter');
  if (typeof value === 'string' && PARAMETER_ARN.test(value)) {
    checkPlace(secret, 'ssmParameter', value, { place, same: ['partition'], fix: OTHER_PARTITION });
    return value;
  }
  if (typeof value === 'string' && PARAMETER_NAME.test(value)) {
    return arnOf('ssm', place, `parameter/${value.replace(/^\//, '')}`);
  }
  return secret.reject('ssmParameter', 'invalid-format', {
    why: 'is neither a parameter name nor a parameter ARN',
    allowed: '/path/name, or arn:aws:ssm:<region>:<account>:parameter/<name>',
    fix: 'Correct the value.',
  });
}

/** The AWS managed key aws/secretsmanager does not allow other accounts to decrypt a secret. */
function checkSharedSecret(secret: OptionReader, arn: string, place: Place): void {
  const account = arn.split(':')[4]!;
  if (isKnown('account', place) && account !== place.account && !secret.has('kmsKeyArn')) {
    secret.rejectWithoutValue('kmsKeyArn', 'key-of-shared-secret', {
      why: `is missing, but the secret is in account ${account}. Another account can read a secret only if it is encrypted with a customer managed key`,
      allowed: KMS_KEY_ARN.allowed,
      fix: 'Set kmsKeyArn to the ARN of the key that encrypts the secret.',
    });
  }
}

function secretArn(secret: OptionReader, place: Place): { exact: string; policy: string } | undefined {
  const value = secret.value('secretsManager');
  if (typeof value === 'string' && SECRET_ARN.test(value)) {
    checkPlace(secret, 'secretsManager', value, { place, same: ['partition'], fix: OTHER_PARTITION });
    checkSharedSecret(secret, value, place);
    return { exact: value, policy: value };
  }
  if (typeof value === 'string' && SECRET_NAME.test(value)) {
    if (SECRET_SUFFIX.test(value)) {
      return secret.reject('secretsManager', 'ambiguous-secret-name', {
        why: 'ends with a hyphen and six characters, which Secrets Manager interprets as the end of an ARN',
        allowed: 'a name without such an ending, or the full ARN',
        fix: 'Specify the full ARN.',
      });
    }
    const arn = arnOf('secretsmanager', place, `secret:${value}`);
    return { exact: arn, policy: `${arn}-??????` };
  }
  return secret.reject('secretsManager', 'invalid-format', {
    why: 'is neither a secret name nor a full secret ARN',
    allowed: '<name>, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>',
    fix: 'Correct the value. To select a key in the secret, set jsonKey.',
  });
}
