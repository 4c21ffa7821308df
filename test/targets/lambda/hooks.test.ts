import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleCommand } from '../../../src/starter/bundle-command';
import { removeOutdirs } from '../../support/infra-app';
import { allows, rolesIn } from '../../support/permissions/roles';
import { temporaryFolder } from '../../support/project';
import { LAMBDA_CONFIGS } from './configs';
import { lambdaApp, lambdaGuide, lambdaModel } from './support';

/** Hooks of a deployment that are part of the package. */

const HOOKS = LAMBDA_CONFIGS['hooks in the package']!;
const IMAGE = LAMBDA_CONFIGS['several functions in a container image, with an existing role']!;
const ROOT = join(__dirname, '../../..');

interface Resource {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: any;
  readonly UpdatePolicy?: any;
}

const app = lambdaApp(HOOKS);
const resources: Readonly<Record<string, Resource>> = app.template('orders-api-production-service').toJSON().Resources;
const { BeforeHook: before, AfterHook: after, Alias: alias, Function: main } = resources as Record<string, Resource>;

afterAll(removeOutdirs);

describe('the service stack', () => {
  test('creates functions that the managed policy of CodeDeploy allows it to invoke', () => {
    expect([before, after].map((hook) => hook!.Properties.FunctionName)).toEqual([
      'CodeDeployHook_orders-api-production-before',
      'CodeDeployHook_orders-api-production-after',
    ]);
    expect(JSON.stringify(resources)).toContain('service-role/AWSCodeDeployRoleForLambdaLimited');
  });

  test('uses the package and the runtime of the function', () => {
    expect(before!.Properties).toMatchObject({
      Code: main!.Properties.Code,
      Runtime: 'nodejs22.x',
      Architectures: ['arm64'],
      Handler: 'hooks.before',
      MemorySize: 512,
      Timeout: 300,
    });
    expect(after!.Properties).toMatchObject({ Handler: 'hooks.after', MemorySize: 256, Timeout: 60 });
  });

  test('passes the new version to the hooks', () => {
    expect(before!.Properties.Environment.Variables).toEqual({
      EXPECTED: 'ok',
      FUNCTION_NAME: { Ref: 'Function' },
      NEW_VERSION: { 'Fn::GetAtt': ['Version', 'Version'] },
    });
  });

  test('runs the hooks in a release, but not in a rollback', () => {
    expect(alias!.UpdatePolicy.CodeDeployLambdaAliasUpdate).toMatchObject({
      BeforeAllowTrafficHook: { 'Fn::If': ['IsRolledBack', { Ref: 'AWS::NoValue' }, { Ref: 'BeforeHook' }] },
      AfterAllowTrafficHook: { 'Fn::If': ['IsRolledBack', { Ref: 'AWS::NoValue' }, { Ref: 'AfterHook' }] },
    });
  });

  test('creates the permissions of a hook before CodeDeploy runs it', () => {
    expect(before!.DependsOn?.some((id) => id.startsWith('BeforeHookRoleDefaultPolicy'))).toBe(true);
  });

  test('lets a hook invoke only the versions of the function, and report only to its deployment group', () => {
    const role = rolesIn(app).find(({ id }) => id.includes('production-service') && id.includes('BeforeHook'))!;
    expect(allows(role, 'codedeploy:PutLifecycleEventHookExecutionStatus')).toBe(true);
    const granted = role.statements.flatMap(({ Action, Resource }) =>
      [Action].flat().includes('lambda:InvokeFunction') ? [Resource].flat() : [],
    );
    expect(granted).toEqual(['arn:aws:lambda:us-east-1:111122223333:function:orders-api-production:*']);
  });

  test('runs a command of the container image', () => {
    const template = lambdaApp(IMAGE).template('orders-api-production-service').toJSON();
    expect(template.Resources.AfterHook.Properties).toMatchObject({
      PackageType: 'Image',
      Code: { ImageUri: { Ref: 'ImageUri' } },
      ImageConfig: { Command: ['lib/hooks.after'] },
    });
  });

  test('names a hook by its package type, because CloudFormation cannot replace a function with the same name', () => {
    const { hookFunctions } = lambdaModel(IMAGE).environments[0]!;
    expect(hookFunctions.after!.functionName).toBe('CodeDeployHook_orders-api-production-after-image');
  });
});

describe('a hook in TypeScript', () => {
  /** A hook that invokes the new version and reports the result. */
  const HANDLER = `
import { CodeDeploy } from '@aws-sdk/client-codedeploy';
import { Lambda } from '@aws-sdk/client-lambda';

interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

export async function before({ DeploymentId, LifecycleEventHookExecutionId }: HookEvent): Promise<void> {
  const { FUNCTION_NAME, NEW_VERSION } = process.env;
  const { FunctionError } = await new Lambda().invoke({ FunctionName: FUNCTION_NAME, Qualifier: NEW_VERSION });
  await new CodeDeploy().putLifecycleEventHookExecutionStatus({
    deploymentId: DeploymentId,
    lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
    status: FunctionError ? 'Failed' : 'Succeeded',
  });
}
`;

  /** Stand-ins for the AWS SDK, which record the calls. */
  function clients(folder: string, functionError: boolean): void {
    const modules: Readonly<Record<string, string>> = {
      'client-lambda': `exports.Lambda = class { async invoke(input) { calls.push(['invoke', input]); return ${functionError ? "{ FunctionError: 'Unhandled' }" : '{}'}; } };`,
      'client-codedeploy': `exports.CodeDeploy = class { async putLifecycleEventHookExecutionStatus(input) { calls.push(['report', input]); } };`,
    };
    for (const [name, code] of Object.entries(modules)) {
      const path = join(folder, 'node_modules/@aws-sdk', name, 'index.js');
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `const calls = (globalThis.calls ??= []);\n${code}\n`);
    }
  }

  function invoke(functionError: boolean): unknown {
    const folder = temporaryFolder();
    clients(folder, functionError);
    mkdirSync(join(folder, 'src'));
    symlinkSync(join(ROOT, 'node_modules/.bin'), join(folder, 'node_modules/.bin'));
    writeFileSync(join(folder, 'src/hooks.ts'), HANDLER);
    const command = bundleCommand({ path: 'src/hooks.ts', output: 'dist/hooks.mjs' }, '24');
    execFileSync('bash', ['-c', `node_modules/.bin/${command}`], { cwd: folder, stdio: 'pipe' });
    const values: Readonly<Record<string, string>> = { Function: 'orders-api-production', Version: '7' };
    const variables = Object.fromEntries(
      Object.entries<any>(before!.Properties.Environment.Variables).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : values[value.Ref ?? value['Fn::GetAtt'][0]]!,
      ]),
    );
    const script = `import { before } from './dist/hooks.mjs'; await before({ DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'e-1' }); console.log(JSON.stringify(globalThis.calls));`;
    writeFileSync(join(folder, 'run.mjs'), script);
    return JSON.parse(
      execFileSync(process.execPath, ['run.mjs'], {
        cwd: folder,
        encoding: 'utf-8',
        env: { ...process.env, ...variables },
      }),
    );
  }

  test.each([
    ['Succeeded', false],
    ['Failed', true],
  ])('invokes the new version and reports %s', (status, functionError) => {
    expect(invoke(functionError)).toEqual([
      ['invoke', { FunctionName: 'orders-api-production', Qualifier: '7' }],
      ['report', { deploymentId: 'd-1', lifecycleEventHookExecutionId: 'e-1', status }],
    ]);
  });
});

test('the guide explains what a hook must do', () => {
  expect(lambdaGuide(lambdaModel(HOOKS))).toContain(
    'must then call `PutLifecycleEventHookExecutionStatus` with these IDs and the status `Succeeded` or `Failed`',
  );
});
