import type { SecretSource } from '../options';
import type { Place } from './aws';
import { isRecord } from './json-data';
import type { SecretModel } from './model';
import type { OptionReader } from './option-reader';
import type { Entry, Reason } from './option-source';
import type { ProblemCode } from './problem-codes';
import { JSON_KEY, TEXT, VARIABLE_NAME } from './rules';
import { readSecretSource } from './secret-source';

interface VariableModel {
  readonly name: string;
  readonly value: string;
}

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

export function resolveVariables(options: OptionReader, hasMainPort = listensOnMainPort(options)): VariableModel[] {
  return readVariables(options, (entry) => checkVariableName(options, entry, hasMainPort));
}

/** A check of the name of a variable. It must not show the value, which can be secret. */
type NameCheck = (entry: Entry) => void;

/** The `environmentVariables` of any target, sorted by name. */
export function readVariables(options: OptionReader, checkName: NameCheck): VariableModel[] {
  return options
    .entries('environmentVariables')
    .flatMap((entry) => {
      checkName(entry);
      const value = readText(options, entry);
      return value === undefined ? [] : [{ name: entry.name, value }];
    })
    .sort(byName);
}

/** The `secrets` of any target, sorted by name. */
export function readSecrets<T extends { readonly name: string }>(
  options: OptionReader,
  checkName: NameCheck,
  read: (entry: Entry) => T | undefined,
): T[] {
  const raw = options.value('environmentVariables');
  const variables = isRecord(raw) ? raw : {};
  return options
    .entries('secrets')
    .flatMap((entry) => {
      checkName(entry);
      if (Object.hasOwn(variables, entry.name)) {
        options.rejectEntryWithoutValue(entry, 'variable-and-secret', {
          why: 'has the same name as an environment variable',
          fix: `Remove environmentVariables.${entry.name}, or rename one of the two.`,
        });
      }
      return read(entry) ?? [];
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
  return readSecrets(
    options,
    (entry) => checkVariableName(options, entry, hasMainPort),
    (entry) => readSecret(options, entry, place),
  );
}

/** Reads an entry of an object that maps names to secrets. */
export function readSecret(options: OptionReader, entry: Entry, place: Place): SecretModel | undefined {
  const found = readSecretSource(options, entry, {
    place,
    known: SECRET_OPTIONS,
    otherPartition: OTHER_PARTITION,
    wrongSecret: 'Correct the value. To select a key in the secret, set jsonKey.',
  });
  if (!found) {
    return undefined;
  }
  const { secret, source } = found;
  const { service, arn, policyResource, kmsKeyArn } = source;
  const jsonKey = secret.string('jsonKey', JSON_KEY);
  if (service === 'ssm') {
    if (secret.has('jsonKey')) {
      secret.reject('jsonKey', 'json-key-for-parameter', {
        why: 'has no effect with an SSM parameter',
        fix: 'Remove it, or use secretsManager.',
      });
    }
    return { name: entry.name, valueFrom: arn, service, policyResource, kmsKeyArn };
  }
  return { name: entry.name, valueFrom: jsonKey ? `${arn}:${jsonKey}::` : arn, service, policyResource, kmsKeyArn };
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
