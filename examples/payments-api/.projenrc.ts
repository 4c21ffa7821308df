import { DeploymentStrategy, EcsServiceProject } from 'projen-aws-delivery';

// This config generates all files that deploy the service. After you edit it, run: npx projen
const project = new EcsServiceProject({
  name: 'payments-api',
  devDeps: ['projen-aws-delivery'],

  awsAccount: '111122223333',
  awsRegion: 'eu-central-1',
  githubRepository: 'acme/payments-api',
  githubActions: {
    ownerId: '1234567',
    repositoryId: '87654321',
    existingOidcProvider: true,
    reviewers: ['acme/payments-team'],
  },

  cpu: 512,
  memory: 1024,
  secrets: { DATABASE_URL: { secretsManager: 'payments-api/database', jsonKey: 'url' } },
  taskRoleStatements: [{ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-central-1:*:payments-events'] }],

  oneOffTask: { command: ['node', 'lib/migrate.js'], timeoutMinutes: 10 },
  smokeTest: { command: 'curl --fail --silent --show-error "$SERVICE_URL/health"' },

  environments: [
    // One task on spare capacity, without a NAT gateway.
    { name: 'test', desiredCount: 1, fargateSpot: { onDemandBase: 0 }, network: { publicTasks: true } },
    { name: 'staging', awsAccount: '444455556666', strategy: DeploymentStrategy.BLUE_GREEN },
    {
      name: 'production',
      awsAccount: '777788889999',
      strategy: DeploymentStrategy.CANARY,
      strategyParameters: { percent: 5, stepBakeTimeInMinutes: 10, bakeTimeInMinutes: 15, testListenerPort: 8443 },
      cpu: 1024,
      memory: 2048,
      desiredCount: 4,
      autoScaling: { maxCapacity: 20, cpuUtilization: 60 },
      network: { availabilityZones: 3, natGateways: 3 },
      loadBalancer: {
        certificateArn: 'arn:aws:acm:eu-central-1:777788889999:certificate/11111111-2222-3333-4444-555555555555',
        domainName: 'payments.example.com',
        accessLogsBucket: 'acme-load-balancer-logs',
      },
      alarms: { http5xxPercent: 1, topicArn: 'arn:aws:sns:eu-central-1:777788889999:payments-oncall' },
    },
  ],
});

project.synth();
