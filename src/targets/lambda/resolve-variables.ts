import { arnOf, type Place } from '../../model/aws';
import { checkPlace } from '../../model/check-place';
import { isRecord } from '../../model/json-data';
import type { OptionReader } from '../../model/option-reader';
import type { Entry } from '../../model/option-source';
import { readText } from '../../model/resolve-variables';
import { KMS_KEY_ARN, PARAMETER_ARN, PARAMETER_NAME, SECRET_ARN, SECRET_NAME, SECRET_SUFFIX } from '../../model/rules';
import type { LambdaSecret } from '../../options';
import type { LambdaEnvironmentModel, LambdaSecretModel } from './model';
import { CREDENTIAL_VARIABLES, LAMBDA_VARIABLE, RESERVED_VARIABLES } from './rules';

const SECRET_OPTIONS: Readonly<Record<keyof LambdaSecret, true>> = {
  secretsManager: true,
  ssmParameter: true,
  kmsKeyArn: true,
};

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_VARIABLE_BYTES = 4096;

const OTHER_PARTITION = 'Use a resource in the same AWS partition as the function.';

type Variables = LambdaEnvironmentModel['variables'];

export function resolveVariables(options: OptionReader): Variables {
  return options
    .entries('environmentVariables')
    .flatMap((entry) => {
      checkName(options, entry);
      const value = readText(options, entry);
      return value === undefined ? [] : [{ name: entry.name, value }];
    })
    .sort(byName);
}

export function resolveSecrets(options: OptionReader, place: Place): LambdaSecretModel[] {
  const raw = options.value('environmentVariables');
  const variables = isRecord(raw) ? raw : {};
  return options
    .entries('secrets')
    .flatMap((entry) => {
      checkName(options, entry);
      if (Object.hasOwn(variables, entry.name)) {
        options.rejectEntryWithoutValue(entry, 'variable-and-secret', {
          why: 'has the same name as an environment variable',
          fix: `Remove environmentVariables.${entry.name}, or rename one of the two.`,
        });
      }
      return readSecret(options, entry, place) ?? [];
    })
    .sort(byName);
}

/** Lambda refuses a function whose variables are larger, including those with the names of secrets. */
export function checkVariablesSize(
  options: OptionReader,
  { variables, secrets }: Pick<LambdaEnvironmentModel, 'variables' | 'secrets'>,
): void {
  const all = Object.fromEntries([
    ...variables.map(({ name, value }) => [name, value]),
    ...secrets.map(({ name, id }) => [name, id]),
  ]);
  const size = Buffer.byteLength(JSON.stringify(all));
  if (size > MAX_VARIABLE_BYTES) {
    options.rejectWithoutValue('environmentVariables', 'variables-too-large', {
      why: `and secrets contain ${size} bytes in total`,
      allowed: `at most ${MAX_VARIABLE_BYTES}`,
      fix: 'Store large values in a file in the deployment package or in an SSM parameter.',
    });
  }
}

/** Does not show the value, which can be secret. */
function checkName(options: OptionReader, entry: Entry): void {
  const { name } = entry;
  if (CREDENTIAL_VARIABLES.test(name)) {
    options.rejectEntryWithoutValue(entry, 'static-credentials', {
      why: 'sets a static AWS credential',
      fix: 'Grant the permissions to the function role instead. The AWS SDK automatically uses the credentials of that role.',
    });
  } else if (RESERVED_VARIABLES.test(name)) {
    options.rejectEntryWithoutValue(entry, 'reserved-variable', { why: 'is set by Lambda', fix: 'Use another name.' });
  } else if (!LAMBDA_VARIABLE.test(name)) {
    options.rejectEntryWithoutValue(entry, 'variable-name', {
      why: 'is not a valid variable name',
      allowed: 'at least two characters: letters, digits, and underscores, starting with a letter',
      fix: 'Rename the variable.',
    });
  }
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function readSecret(options: OptionReader, entry: Entry, place: Place): LambdaSecretModel | undefined {
  if (!isRecord(entry.value)) {
    return options.rejectEntryWithoutValue(entry, 'wrong-type', {
      why: 'is not an object',
      allowed: "{ secretsManager: '<name>' } or { ssmParameter: '<name>' }",
      fix: 'Specify the name or ARN of the secret, not its value.',
    });
  }
  const secret = options.entryStruct(entry, SECRET_OPTIONS);
  const kmsKeyArn = secret.string('kmsKeyArn', KMS_KEY_ARN);
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
  const found = secret.has('ssmParameter') ? parameter(secret, place) : secretOf(secret, place);
  return found && { name: entry.name, ...found, kmsKeyArn };
}

type Found = Pick<LambdaSecretModel, 'id' | 'service' | 'policyResource'>;

function parameter(secret: OptionReader, place: Place): Found | undefined {
  const value = secret.value('ssmParameter');
  if (typeof value === 'string' && PARAMETER_ARN.test(value)) {
    checkPlace(secret, 'ssmParameter', value, { place, same: ['partition'], fix: OTHER_PARTITION });
    return { id: value, service: 'ssm', policyResource: value };
  }
  if (typeof value === 'string' && PARAMETER_NAME.test(value)) {
    return {
      id: value,
      service: 'ssm',
      policyResource: arnOf('ssm', place, `parameter/${value.replace(/^\//, '')}`),
    };
  }
  return secret.reject('ssmParameter', 'invalid-format', {
    why: 'is neither a parameter name nor a parameter ARN',
    allowed: '/path/name, or arn:aws:ssm:<region>:<account>:parameter/<name>',
    fix: 'Correct the value.',
  });
}

function secretOf(secret: OptionReader, place: Place): Found | undefined {
  const value = secret.value('secretsManager');
  if (typeof value === 'string' && SECRET_ARN.test(value)) {
    checkPlace(secret, 'secretsManager', value, { place, same: ['partition'], fix: OTHER_PARTITION });
    return { id: value, service: 'secretsmanager', policyResource: value };
  }
  if (typeof value === 'string' && SECRET_NAME.test(value)) {
    if (SECRET_SUFFIX.test(value)) {
      return secret.reject('secretsManager', 'ambiguous-secret-name', {
        why: 'ends with a hyphen and six characters, which Secrets Manager interprets as the end of an ARN',
        allowed: 'a name without such an ending, or the full ARN',
        fix: 'Specify the full ARN.',
      });
    }
    return {
      id: value,
      service: 'secretsmanager',
      policyResource: `${arnOf('secretsmanager', place, `secret:${value}`)}-??????`,
    };
  }
  return secret.reject('secretsManager', 'invalid-format', {
    why: 'is neither a secret name nor a full secret ARN',
    allowed: '<name>, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>',
    fix: 'Correct the value.',
  });
}
