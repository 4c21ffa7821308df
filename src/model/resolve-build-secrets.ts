import type { Facts } from '../core/fact';
import { PACKAGE_MANAGERS, type PackageManagerName } from '../data/package-managers';
import type { BuildFileSource, RegistryLogin } from '../options';
import { arnOf, type Place, partitionOf } from './aws';
import { isRecord } from './json-data';
import type { BuildModel, BuildSecretModel, RegistryLoginModel } from './model';
import type { OptionReader } from './option-reader';
import type { Entry } from './option-source';
import { readSecret } from './resolve-variables';
import {
  BUILD_VARIABLE,
  ECR_REPOSITORY,
  KMS_KEY_ARN,
  PROJECT_PATH,
  REGISTRY_HOST,
  S3_URI,
  SECRET,
  SECRET_ID,
} from './rules';
import { SHARED } from './shared-values';

const FILE_OPTIONS: Readonly<Record<keyof BuildFileSource, true>> = {
  secretsManager: true,
  jsonKey: true,
  ssmParameter: true,
  kmsKeyArn: true,
  s3Uri: true,
};

const LOGIN_OPTIONS: Readonly<Record<keyof RegistryLogin, true>> = {
  host: true,
  repositories: true,
  credentialsSecret: true,
  kmsKeyArn: true,
};

interface Input {
  /** Where secrets are that the config specifies by name. */
  readonly place: Place;
  readonly decisions: Facts;
}

interface ImageInput extends Input {
  readonly packageManager: PackageManagerName;
  readonly generated: boolean;
  /** The files that the generated Dockerfile copies. */
  readonly copied: readonly string[];
}

/** What the image build reads from AWS in addition to the source code. */
export function resolveBuildInputs(
  build: OptionReader,
  input: ImageInput,
): Pick<BuildModel, 'secrets' | 'contextFiles' | 'registries'> {
  return {
    secrets: resolveImageSecrets(build, input),
    contextFiles: resolveContextFiles(build, input),
    registries: build.structs('registries', LOGIN_OPTIONS).flatMap((login) => resolveLogin(login, input)),
  };
}

function resolveImageSecrets(build: OptionReader, input: ImageInput): BuildSecretModel[] {
  const { id } = PACKAGE_MANAGERS[input.packageManager].image.secret;
  return build.entries('secrets').flatMap((entry) => {
    if (!SECRET_ID.pattern.test(entry.name)) {
      const { allowed, fix } = SECRET_ID;
      build.rejectEntryWithoutValue(entry, 'invalid-format', { why: 'is not a valid secret ID', allowed, fix: fix! });
      return [];
    }
    if (input.generated && entry.name !== id) {
      build.rejectEntryWithoutValue(entry, 'own-dockerfile-required', {
        why: 'has no effect on the generated Dockerfile',
        allowed: id,
        fix: 'Set imageBuild.dockerfile, or remove the secret.',
      });
      return [];
    }
    return readBuildSecret(build, entry, input);
  });
}

function resolveContextFiles(build: OptionReader, input: ImageInput): BuildSecretModel[] {
  return build.entries('contextFiles').flatMap((entry) => {
    if (!PROJECT_PATH.pattern.test(entry.name)) {
      const fix = 'Correct the path.';
      const { allowed } = PROJECT_PATH;
      build.rejectEntryWithoutValue(entry, 'invalid-format', { why: 'is not a valid path', allowed, fix });
      return [];
    }
    if (input.generated && !input.copied.some((path) => isWithin(entry.name, path))) {
      build.rejectEntryWithoutValue(entry, 'own-dockerfile-required', {
        why: 'has no effect, because the generated Dockerfile does not copy the file',
        fix: 'Add the path to imageBuild.files or imageBuild.installFiles, or set imageBuild.dockerfile.',
      });
      return [];
    }
    return isRecord(entry.value) && 's3Uri' in entry.value
      ? readObject(build, entry, input)
      : readBuildSecret(build, entry, input);
  });
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The variables of `installCommands` and `testCommands`. */
export function resolveSecretVariables(
  build: OptionReader,
  commands: readonly string[],
  input: Input,
): BuildSecretModel[] {
  const { place } = input;
  if (
    build.entries('secretVariables').length > 0 &&
    commands.length === 0 &&
    !build.isRejected('installCommands', 'testCommands')
  ) {
    build.rejectWithoutValue('secretVariables', 'variables-without-commands', {
      why: 'has no effect, because no commands run before the image build',
      fix: 'Set imageBuild.installCommands or imageBuild.testCommands. To pass a secret to the image build, use imageBuild.secrets.',
    });
  }
  return build.entries('secretVariables').flatMap((entry) => {
    if (!BUILD_VARIABLE.pattern.test(entry.name)) {
      const { allowed, fix } = BUILD_VARIABLE;
      build.rejectEntryWithoutValue(entry, 'variable-name', { why: 'is not valid', allowed, fix: fix! });
      return [];
    }
    const found = readBuildSecret(build, entry, input);
    for (const { service, source } of found.filter((secret) => secret.source.startsWith('arn:'))) {
      const [, , , region, account] = source.split(':');
      if (region !== place.region || (service === 'ssm' && account !== place.account)) {
        build.rejectEntryWithoutValue(entry, 'wrong-account-or-region', {
          why: 'is in another account or Region, and CodeBuild cannot read it to set a variable',
          allowed: `${place.account}, ${place.region}`,
          fix: 'Copy it to the account and Region of the build.',
        });
      }
    }
    return found;
  });
}

function readBuildSecret(build: OptionReader, entry: Entry, { place, decisions }: Input): BuildSecretModel[] {
  const { name, value } = entry;
  const field = isRecord(value) && typeof value.ssmParameter === 'string' ? 'ssmParameter' : 'secretsManager';
  const given = isRecord(value) ? value[field] : undefined;
  const source = typeof given === 'string' ? decisions.decide(SHARED.buildSecret, given) : undefined;
  const secret = readSecret(
    build,
    isRecord(value) && source !== undefined ? { ...entry, value: { ...value, [field]: source } } : entry,
    place,
  );
  if (secret === undefined || source === undefined) {
    return [];
  }
  const { service, valueFrom, policyResource, kmsKeyArn } = secret;
  const [, , , region, , , , jsonKey] = valueFrom.split(':');
  return [{ name, service, region: region!, source, jsonKey, policyResource, kmsKeyArn }];
}

function readObject(build: OptionReader, entry: Entry, { place, decisions }: Input): BuildSecretModel[] {
  const file = build.entryStruct(entry, FILE_OPTIONS);
  for (const key of ['secretsManager', 'jsonKey', 'ssmParameter', 'kmsKeyArn'].filter((each) => file.has(each))) {
    // The owner of the bucket determines its encryption. buildRoleStatements can contain the permission for its key.
    file.rejectWithoutValue(key, 'secret-source', { why: 'is set together with s3Uri', fix: 'Remove one of the two.' });
  }
  const uri = file.string('s3Uri', S3_URI);
  if (uri === undefined) {
    return [];
  }
  const source = decisions.decide(SHARED.buildSecret, uri);
  const policyResource = `arn:${partitionOf(place.region)}:s3:::${source.replace('s3://', '')}`;
  return [{ name: entry.name, service: 's3', region: place.region, source, policyResource }];
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
const ECR_HOST = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.]+$/;

function resolveLogin(login: OptionReader, input: Input): RegistryLoginModel[] {
  if (!login.has('host')) {
    login.rejectWithoutValue('host', 'missing-option', {
      why: 'is missing',
      allowed: REGISTRY_HOST.allowed,
      fix: 'Specify the host name of the registry.',
    });
    return [];
  }
  const given = login.string('host', REGISTRY_HOST);
  const repositories = login.strings('repositories', ECR_REPOSITORY) ?? [];
  const kmsKeyArn = login.string('kmsKeyArn', KMS_KEY_ARN);
  if (given === undefined) {
    return [];
  }
  const host = input.decisions.decide(SHARED.baseImageRegistry, given);
  const [, account, region] = ECR_HOST.exec(given) ?? [];
  const isEcr = account !== undefined || given === 'public.ecr.aws';
  const noEffect = [
    ...(account === undefined ? ['repositories'] : []),
    ...(isEcr ? ['credentialsSecret', 'kmsKeyArn'] : []),
  ];
  for (const key of noEffect.filter((each) => login.has(each))) {
    login.rejectWithoutValue(key, 'registry-login-option', {
      why: isEcr
        ? 'has no effect on a registry in ECR'
        : 'has no effect on a registry that is not a private ECR registry',
      fix: 'Remove it.',
    });
  }
  const required = account !== undefined ? 'repositories' : isEcr ? undefined : 'credentialsSecret';
  if (required && (!login.has(required) || login.isEmptyList(required))) {
    login.rejectWithoutValue(required, 'missing-option', {
      why: 'is missing',
      allowed:
        required === 'repositories'
          ? 'the ECR repositories to pull from'
          : 'the name or ARN of a secret with the keys username and password',
      fix: `Set ${required}.`,
    });
  }
  if (account !== undefined && region !== undefined) {
    const arns = repositories.map((name) => arnOf('ecr', { account, region }, `repository/${name}`));
    return [{ kind: 'ecr', host, region, repositoryArns: arns }];
  }
  if (given === 'public.ecr.aws') {
    return [{ kind: 'ecr-public', host }];
  }
  const secret = login.string('credentialsSecret', SECRET);
  if (secret === undefined) {
    return [];
  }
  const source = input.decisions.decide(SHARED.buildSecret, secret);
  const isArn = source.startsWith('arn:');
  const arn = isArn ? source : arnOf('secretsmanager', input.place, `secret:${source}`);
  const credentials: BuildSecretModel = {
    name: host,
    service: 'secretsmanager',
    region: arn.split(':')[3]!,
    source,
    policyResource: isArn ? arn : `${arn}-??????`,
    kmsKeyArn,
  };
  return [{ kind: 'other', host, credentials }];
}
