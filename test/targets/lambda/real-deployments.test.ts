import { CpuArchitecture, type LambdaDeliveryOptions } from '../../../src/options';
import { lambdaModel, lambdaText } from './support';

/**
 * Configs after public workflows that deploy to Lambda. Names and accounts are replaced. Each one must be accepted
 * without overrides, and the generated files must say what the original says.
 */
function generated(options: Partial<LambdaDeliveryOptions>, nodeProject = false) {
  const model = lambdaModel(options, { nodeProject });
  return (path: string) => lambdaText(model, path);
}

test('a Go function whose build creates the file bootstrap for arm64', () => {
  const text = generated({
    runtime: 'provided.al2023',
    architecture: CpuArchitecture.ARM64,
    bundle: {
      runtime: 'golang',
      runtimeVersion: '1.26',
      testCommands: ['go test ./...', 'GOOS=linux GOARCH=arm64 go build -tags lambda.norpc -o build/bootstrap ./cmd'],
      path: 'build',
    },
  });
  expect(text('infra/service-stack.ts')).toContain("handler: 'bootstrap'");
  expect(text('.github/workflows/deploy.yml')).toContain('uses: actions/setup-go@');
  expect(text('buildspec.yml')).toContain('golang: "1.26"');
  expect(text('infra/bundle.sh')).toContain('cp -R build/.');
});

test('a .NET function that dotnet publish builds', () => {
  const text = generated({
    runtime: 'dotnet10',
    handler: 'Orders::Orders.Function::FunctionHandler',
    bundle: {
      testCommands: ['dotnet test', 'dotnet publish --configuration Release --output publish'],
      path: 'publish',
    },
  });
  expect(text('infra/service-stack.ts')).toContain("handler: 'Orders::Orders.Function::FunctionHandler'");
  expect(text('.github/workflows/deploy.yml')).toContain('uses: actions/setup-dotnet@');
  expect(text('buildspec.yml')).toContain('dotnet: "10.0"');
});

test('a Python function with its dependencies in the package, and two environments with their own tables', () => {
  const text = generated({
    runtime: 'python3.13',
    handler: 'orders.app.handler',
    bundle: {
      testCommands: ['python -m pytest', 'pip install --target dist -r requirements.txt', 'cp -R orders dist/'],
    },
    environments: [
      { name: 'dev', environmentVariables: { TABLE: 'orders-dev' } },
      { name: 'prod', environmentVariables: { TABLE: 'orders' }, reservedConcurrentExecutions: 100 },
    ],
  });
  expect(text('infra/dev-service-stack.ts')).toContain("TABLE: 'orders-dev'");
  expect(text('infra/prod-service-stack.ts')).toContain('reservedConcurrentExecutions: 100');
  expect(text('buildspec.yml')).toContain('python: "3.13"');
});

test('a Node.js function in a folder of a monorepo, with a role that a platform team owns', () => {
  const text = generated(
    {
      functionName: 'orders-webhook',
      functionRoleArn: 'platform/lambda-orders',
      bundle: { testCommands: ['npm test', 'npm run bundle'] },
      triggerPaths: ['functions/orders/**'],
    },
    true,
  );
  expect(text('infra/service-stack.ts')).toContain("role: 'arn:aws:iam::111122223333:role/platform/lambda-orders'");
  expect(text('.github/workflows/deploy.yml')).toContain('functions/orders/**');
});

test('a consumer of a queue that reports failed messages', () => {
  const text = generated({
    bundle: { testCommands: ['npm run bundle'] },
    timeout: 60,
    triggers: {
      sqs: [
        {
          queueArn: 'arn:aws:sqs:us-east-1:111122223333:orders',
          batchSize: 50,
          maximumBatchingWindowInSeconds: 10,
          reportBatchItemFailures: true,
        },
      ],
    },
  });
  expect(text('infra/service-stack.ts')).toContain("functionResponseTypes: ['ReportBatchItemFailures']");
  expect(text('infra/base-stack.ts')).toContain("'sqs:ReceiveMessage'");
});
