import { arnOf, type Place } from './aws';
import { checkPlace, isKnown } from './check-place';
import { isRecord } from './json-data';
import type { OptionReader } from './option-reader';
import type { Entry } from './option-source';
import { KMS_KEY_ARN, PARAMETER_ARN, PARAMETER_NAME, SECRET_ARN, SECRET_NAME, SECRET_SUFFIX } from './rules';

/** A secret in Secrets Manager, or a parameter in Parameter Store. */
export interface LocatedSecret {
  readonly service: 'secretsmanager' | 'ssm';
  /** The name or the ARN, as in the config. */
  readonly id: string;
  /** Without the suffix that Secrets Manager adds, if the config contains the name. */
  readonly arn: string;
  /** The ARN in a policy. */
  readonly policyResource: string;
  readonly kmsKeyArn?: string;
}

type Location = Omit<LocatedSecret, 'kmsKeyArn'>;

interface SourceRules {
  readonly place: Place;
  /** An object whose keys are the names of the options. */
  readonly known: object;
  /** How to fix a source in another partition. */
  readonly otherPartition: string;
  /** How to fix a value that identifies no secret. */
  readonly wrongSecret: string;
}

/** Reads where a secret is stored, and returns the reader of its options for those of the target. */
export function readSecretSource(
  options: OptionReader,
  entry: Entry,
  rules: SourceRules,
): { readonly secret: OptionReader; readonly source: LocatedSecret } | undefined {
  if (!isRecord(entry.value)) {
    return options.rejectEntryWithoutValue(entry, 'wrong-type', {
      why: 'is not an object',
      allowed: "{ secretsManager: '<name>' } or { ssmParameter: '<name>' }",
      fix: 'Specify the name or ARN of the secret, not its value.',
    });
  }
  const secret = options.entryStruct(entry, rules.known);
  const kmsKeyArn = secret.string('kmsKeyArn', KMS_KEY_ARN);
  if (kmsKeyArn) {
    checkPartition(secret, 'kmsKeyArn', kmsKeyArn, rules);
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
  const found = secret.has('ssmParameter') ? parameterOf(secret, rules) : secretOf(secret, rules);
  if (found?.service === 'secretsmanager') {
    checkSharedSecret(secret, found.arn, rules.place);
  }
  return found && { secret, source: { ...found, kmsKeyArn } };
}

function checkPartition(secret: OptionReader, key: string, arn: string, { place, otherPartition }: SourceRules): void {
  checkPlace(secret, key, arn, { place, same: ['partition'], fix: otherPartition });
}

function parameterOf(secret: OptionReader, rules: SourceRules): Location | undefined {
  const id = secret.value('ssmParameter');
  if (typeof id === 'string' && PARAMETER_ARN.test(id)) {
    checkPartition(secret, 'ssmParameter', id, rules);
    return { service: 'ssm', id, arn: id, policyResource: id };
  }
  if (typeof id === 'string' && PARAMETER_NAME.test(id)) {
    const arn = arnOf('ssm', rules.place, `parameter/${id.replace(/^\//, '')}`);
    return { service: 'ssm', id, arn, policyResource: arn };
  }
  return secret.reject('ssmParameter', 'invalid-format', {
    why: 'is neither a parameter name nor a parameter ARN',
    allowed: '/path/name, or arn:aws:ssm:<region>:<account>:parameter/<name>',
    fix: 'Correct the value.',
  });
}

function secretOf(secret: OptionReader, rules: SourceRules): Location | undefined {
  const id = secret.value('secretsManager');
  if (typeof id === 'string' && SECRET_ARN.test(id)) {
    checkPartition(secret, 'secretsManager', id, rules);
    return { service: 'secretsmanager', id, arn: id, policyResource: id };
  }
  if (typeof id === 'string' && SECRET_NAME.test(id)) {
    if (SECRET_SUFFIX.test(id)) {
      return secret.reject('secretsManager', 'ambiguous-secret-name', {
        why: 'ends with a hyphen and six characters, which Secrets Manager interprets as the end of an ARN',
        allowed: 'a name without such an ending, or the full ARN',
        fix: 'Specify the full ARN.',
      });
    }
    const arn = arnOf('secretsmanager', rules.place, `secret:${id}`);
    return { service: 'secretsmanager', id, arn, policyResource: `${arn}-??????` };
  }
  return secret.reject('secretsManager', 'invalid-format', {
    why: 'is neither a secret name nor a full secret ARN',
    allowed: '<name>, or arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>',
    fix: rules.wrongSecret,
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
