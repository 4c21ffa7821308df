import { DeploymentStrategy, LambdaFunctionProject, LambdaUrlAuthType } from 'projen-aws-delivery';

// This config generates all files that deploy the function. After you edit it, run: npx projen
const project = new LambdaFunctionProject({
  name: 'orders-webhook',
  devDeps: ['projen-aws-delivery'],

  awsAccount: '111122223333',
  awsRegion: 'eu-central-1',
  githubRepository: 'acme/orders-webhook',
  githubActions: { ownerId: '1234567', repositoryId: '12345678', existingOidcProvider: true },

  functionUrl: { authType: LambdaUrlAuthType.NONE },
  secrets: { DATABASE_SECRET: { secretsManager: 'orders/database' } },
  strategy: DeploymentStrategy.CANARY,
  smokeTest: { command: 'curl --fail --silent --show-error "$FUNCTION_URL/health"' },
});

project.synth();
