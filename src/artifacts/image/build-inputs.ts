import { posix } from 'node:path';
import type { Step } from '../../core/release';
import type { Statement } from '../../core/statement';
import { PULL_ACTIONS } from '../../data/ecr-actions';
import type { BuildModel, RegistryLoginModel } from '../../model/model';
import { printCommand, readStatements, writeCommand } from '../../printing/secret-commands';

/** Reads what the image build needs in addition to the source code: credentials of registries, files, and secrets. */
export function inputSteps({ registries, contextFiles, secrets }: BuildModel, secretsFolder: string): Step[] {
  return [
    ...(registries.length > 0
      ? [
          {
            id: 'log-in-to-base-images',
            title: 'Log in to the registries of base images',
            commands: registries.map(loginCommand),
            statements: registries.flatMap(loginStatements),
          },
        ]
      : []),
    ...(contextFiles.length > 0
      ? [
          {
            id: 'context-files',
            title: 'Download the files for the image',
            commands: contextFiles.map((file) => `${folderCommand(file.name)}${downloadCommand(file)}`),
            statements: readStatements(contextFiles, 'the files for the image'),
          },
        ]
      : []),
    ...(secrets.length > 0
      ? [
          {
            id: 'build-secrets',
            title: 'Read the build secrets',
            commands: secrets.map(
              (secret) =>
                `(umask 077 && mkdir -p ${secretsFolder} && ${writeCommand(secret, `${secretsFolder}/${secret.name}`)})`,
            ),
            statements: readStatements(secrets, 'the build secrets'),
            comment: 'BuildKit mounts these files during the build. They do not become part of the image.',
          },
        ]
      : []),
  ];
}

function downloadCommand(file: BuildModel['contextFiles'][number]): string {
  return file.service === 's3'
    ? `aws s3 cp --only-show-errors --region ${file.region} ${file.source} ${file.name}`
    : writeCommand(file, file.name);
}

function folderCommand(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : `mkdir -p ${folder} && `;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html */
function loginCommand(login: RegistryLoginModel): string {
  const { host } = login;
  switch (login.kind) {
    case 'ecr':
      return `aws ecr get-login-password --region ${login.region} | docker login --username AWS --password-stdin ${host}`;
    case 'ecr-public':
      // The API of the public gallery exists only in this Region.
      return `aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin ${host}`;
    case 'other':
      return `CREDENTIALS=$(${printCommand(login.credentials)}) && jq --exit-status --raw-output --join-output .password <<< "$CREDENTIALS" | docker login --username "$(jq --raw-output .username <<< "$CREDENTIALS")" --password-stdin ${host}`;
  }
}

function loginStatements(login: RegistryLoginModel): Statement[] {
  switch (login.kind) {
    case 'ecr':
      return [{ why: 'Pull base images.', actions: PULL_ACTIONS, resources: login.repositoryArns }];
    case 'ecr-public':
      return [
        {
          why: 'Log in to the Amazon ECR Public Gallery.',
          actions: ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'],
          resources: ['*'],
          wildcard: 'These actions do not support resource-level permissions.',
        },
      ];
    case 'other':
      return readStatements([login.credentials], `the credentials for ${login.host}`);
  }
}
