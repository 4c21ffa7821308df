import type { Place } from '../../model/aws';
import type { OptionReader } from '../../model/option-reader';
import type { Entry } from '../../model/option-source';
import { readSecrets, readVariables } from '../../model/resolve-variables';
import { readSecretSource } from '../../model/secret-source';
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
  return readVariables(options, (entry) => checkName(options, entry));
}

export function resolveSecrets(options: OptionReader, place: Place): LambdaSecretModel[] {
  return readSecrets(
    options,
    (entry) => checkName(options, entry),
    (entry) => readSecret(options, entry, place),
  );
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

function readSecret(options: OptionReader, entry: Entry, place: Place): LambdaSecretModel | undefined {
  const found = readSecretSource(options, entry, {
    place,
    known: SECRET_OPTIONS,
    otherPartition: OTHER_PARTITION,
    wrongSecret: 'Correct the value.',
  });
  if (!found) {
    return undefined;
  }
  const { id, service, policyResource, kmsKeyArn } = found.source;
  return { name: entry.name, id, service, policyResource, kmsKeyArn };
}
