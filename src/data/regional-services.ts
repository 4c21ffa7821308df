/**
 * Where services of the pipeline are not available, although Amazon ECS is. Everywhere else, they are assumed to exist.
 *
 * Source: `endpoints.json` of botocore 1.43.11, in which AWS CodeConnections has its former name
 * `codestar-connections`, and for CodeConnections the note in
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html, both read
 * 2026-11-27.
 */
export interface MissingService {
  readonly name: string;
  /** Partitions without the service. */
  readonly partitions: readonly string[];
  /** Regions without the service, in other partitions. */
  readonly regions: readonly string[];
}

export const CODE_PIPELINE: MissingService = {
  name: 'CodePipeline',
  partitions: ['aws-iso', 'aws-iso-b', 'aws-iso-e'],
  regions: ['ap-east-2', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eusc-de-east-1', 'mx-central-1'],
};

export const CODE_BUILD: MissingService = {
  name: 'CodeBuild',
  partitions: ['aws-iso-e'],
  regions: ['ap-east-2', 'ca-west-1', 'eusc-de-east-1', 'mx-central-1', 'us-isob-west-1'],
};

export const CODE_CONNECTIONS: MissingService = {
  name: 'CodeConnections',
  partitions: ['aws-cn', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f'],
  regions: [
    'af-south-1',
    'ap-east-1',
    'ap-east-2',
    'ap-northeast-3',
    'ap-south-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
    'ap-southeast-7',
    'ca-west-1',
    'eu-central-2',
    'eu-south-2',
    'eusc-de-east-1',
    'il-central-1',
    'me-central-1',
    'me-south-1',
    'mx-central-1',
    'us-gov-west-1',
  ],
};
