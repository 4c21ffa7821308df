import type { ResolveContext } from '../../../src/model/resolve-common';
import type { EcsDeliveryOptions } from '../../../src/options';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';

/** Task definitions with fields that the other configs do not set. */
export const FIELDS: readonly [string, Partial<EcsDeliveryOptions>, Partial<ResolveContext>?][] = [
  [
    'a file system with IAM authorization',
    {
      taskDefinitionFields: {
        volumes: [
          {
            name: 'data',
            efsVolumeConfiguration: {
              fileSystemId: 'fs-0123456789abcdef0',
              transitEncryption: 'ENABLED',
              authorizationConfig: { accessPointId: 'fsap-0123456789abcdef0', iam: 'ENABLED' },
            },
          },
          { name: 'scratch' },
        ],
      },
      containerDefinitionFields: {
        mountPoints: [
          { sourceVolume: 'data', containerPath: '/data' },
          { sourceVolume: 'scratch', containerPath: '/scratch' },
        ],
      },
    },
  ],
  [
    'a read-only file system without IAM authorization',
    {
      taskDefinitionFields: {
        volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-0123456789abcdef0' } }],
      },
      containerDefinitionFields: { mountPoints: [{ sourceVolume: 'data', containerPath: '/data', readOnly: true }] },
    },
  ],
  [
    'environment files and credentials of a private registry',
    {
      containerDefinitionFields: {
        environmentFiles: [
          { type: 's3', value: 'arn:aws:s3:::acme-config/orders/common.env' },
          { type: 's3', value: 'arn:aws:s3:::acme-config/orders/production.env' },
        ],
        repositoryCredentials: { credentialsParameter: 'registry/token' },
      },
    },
  ],
  [
    'secrets that are encrypted with a customer managed key',
    {
      secrets: {
        PASSWORD: { secretsManager: 'orders/db', jsonKey: 'password', kmsKeyArn: KEY },
        TOKEN: { ssmParameter: '/orders/token', kmsKeyArn: KEY },
      },
    },
  ],
  [
    'sizes, limits, and tags',
    {
      cpu: 2048,
      memory: 5120,
      stopTimeout: 120,
      command: ['node', 'lib/server.js'],
      writablePaths: ['/tmp', '/cache'],
      ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
      healthCheckTiming: { intervalSeconds: 5, timeoutSeconds: 2, retries: 10, startPeriodSeconds: 300 },
      taskDefinitionFields: {
        ephemeralStorage: { sizeInGiB: 200 },
        enableFaultInjection: true,
        pidMode: 'task',
        tags: [{ key: 'team', value: 'orders' }],
      },
      containerDefinitionFields: {
        cpu: 1024,
        memory: 4096,
        memoryReservation: 2048,
        dockerLabels: { team: 'orders' },
        linuxParameters: { capabilities: { add: ['SYS_PTRACE'], drop: ['NET_RAW'] } },
        restartPolicy: { enabled: true, ignoredExitCodes: [0], restartAttemptPeriod: 60 },
        startTimeout: 120,
        systemControls: [{ namespace: 'net.core.somaxconn', value: '1024' }],
        versionConsistency: 'disabled',
        workingDirectory: '/app',
        entryPoint: ['/bin/entry'],
        interactive: true,
        pseudoTerminal: true,
      },
    },
  ],
  ['ECS Exec', { executeCommand: true, taskRoleStatements: [{ actions: ['sqs:SendMessage'], resources: ['*'] }] }],
];
