import { CpuArchitecture, EcsServiceProject } from 'projen-aws-delivery';

// This config generates all files that deploy the service. After you edit it, run: npx projen
const project = new EcsServiceProject({
  name: 'orders-api',
  devDeps: ['projen-aws-delivery'],

  awsAccount: '111122223333',
  awsRegion: 'eu-central-1',
  githubRepository: 'acme/orders-api',
  githubActions: { ownerId: '1234567', repositoryId: '87654321', existingOidcProvider: true },

  containerPort: 8080,
  cpu: 512,
  memory: 1024,
  cpuArchitecture: CpuArchitecture.ARM64,
  environmentVariables: { LOG_LEVEL: 'info' },
  secrets: {
    DATABASE_URL: { secretsManager: 'orders-api/database', jsonKey: 'url' },
    API_KEY: { ssmParameter: '/orders-api/api-key' },
  },

  approval: true,
});

project.synth();
