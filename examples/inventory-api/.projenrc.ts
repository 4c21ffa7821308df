import { DeploymentStrategy, Ec2ServiceProject } from 'projen-aws-delivery';

// This config generates all files that deploy the service. After you edit it, run: npx projen
const project = new Ec2ServiceProject({
  name: 'inventory-api',
  devDeps: ['projen-aws-delivery'],

  awsAccount: '111122223333',
  awsRegion: 'eu-central-1',
  githubRepository: 'acme/inventory-api',
  githubActions: { ownerId: '1234567', repositoryId: '12345678', existingOidcProvider: true },

  instanceType: 'm7g.large',
  imageId: 'ami-0123456789abcdef0',
  startCommand: ['node', '--enable-source-maps', 'index.js'],
  secrets: { DATABASE_URL: { secretsManager: 'inventory-api/database', jsonKey: 'url' } },
  smokeTest: { command: 'curl --fail --silent --show-error "$SERVICE_URL/health"' },
  environments: [
    { name: 'staging', autoScaling: { minCapacity: 1 } },
    {
      name: 'production',
      strategy: DeploymentStrategy.CANARY,
      autoScaling: { minCapacity: 3, maxCapacity: 9, cpuUtilization: 60 },
      network: { availabilityZones: 3 },
      loadBalancer: {
        certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
        domainName: 'inventory.example.com',
      },
    },
  ],
});

project.synth();
