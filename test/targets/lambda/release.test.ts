import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeploymentStrategy, LambdaPackageType } from '../../../src/options';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';
import { LAMBDA_ENVIRONMENTS, LAMBDA_FULL } from './configs';
import { lambdaModel, lambdaText } from './support';

const CONTENT = 'the function package';
const HASH = createHash('sha256').update(CONTENT);
const HEX = HASH.copy().digest('hex');
const BASE64 = HASH.copy().digest('base64');

const IMAGE = { packageType: LambdaPackageType.IMAGE };
const IMAGE_URI = `111122223333.dkr.ecr.us-east-1.amazonaws.com/orders-api@sha256:${HEX}`;

interface Aws {
  /** The version that the alias points to, before and after the release. */
  readonly live?: readonly [string, string];
  readonly versions?: readonly string[];
  readonly deploys?: boolean;
  readonly releaseIsOurs?: boolean;
}

/** Runs a script with programs that answer like AWS. */
function run(
  options: Parameters<typeof lambdaModel>[0],
  args: string,
  { live = ['6', '7'], versions = ['7', '6', '5'], deploys = true, releaseIsOurs = true }: Aws = {},
) {
  const shell = new Shell(temporaryFolder());
  const model = lambdaModel(options);
  mkdirSync(join(shell.folder, 'infra'));
  for (const path of ['infra/release.sh', 'infra/rollback.sh']) {
    writeFileSync(join(shell.folder, path), lambdaText(model, path));
  }
  shell.program(
    'npx',
    `case "$*" in *-base\\ *) exit 0 ;; esac; echo "$*" | grep -o 'ReleaseId=[^ ]*' | cut -d= -f2 > release-id; ${deploys ? 'touch deployed' : 'exit 1'}`,
  );
  shell.program('sleep');
  shell.program(
    'aws',
    `case "$*" in
  *get-alias*AdditionalVersionWeights*) printf '%s' ${live[1]} ;;
  *get-alias*) if [ -f deployed ]; then echo ${live[1]}; elif [ "${live[0]}" = none ]; then exit 254; else echo ${live[0]}; fi ;;
  *list-versions*) printf '${versions.join('\\t')}\\n' ;;
  *Outputs*) echo https://abc.lambda-url.us-east-1.on.aws/ ;;
  *ReleaseId*ParameterValue*) ${releaseIsOurs ? 'cat release-id' : 'echo another'} ;;
  *list-deployments*) echo d-1234 ;;
  *assume-role*) printf 'AKIA\\tsecret\\ttoken\\n' ;;
  *update-stack*) echo "$*" | grep -o 'LiveVersion,ParameterValue=[0-9]*' | cut -d= -f2 > pinned ;;
  *StackStatus*) echo UPDATE_COMPLETE ;;
  *LiveVersion*) cat pinned ;;
esac`,
  );
  return shell.run([`bash ${args}`], {
    CDK_VERSION: '2.1148.0',
    BUNDLE_KEY: `${HEX}.zip`,
    IMAGE_URI,
    HOME: shell.folder,
  });
}

const deleted = (calls: readonly string[]) =>
  calls.flatMap((call) => /delete-function .*--qualifier (\d+)/.exec(call)?.[1] ?? []);

describe('a release', () => {
  test('deploys the service stack with the parameters of the package', () => {
    const { status, calls } = run({}, 'infra/release.sh production');
    expect(status).toBe(0);
    const [base, deploy] = calls.filter((call) => call.startsWith('npx'));
    expect(base).toBe(
      'npx --yes aws-cdk@2.1148.0 deploy orders-api-production-base --app cdk.out --exclusively --require-approval never',
    );
    expect(deploy).toMatch(
      /^npx --yes aws-cdk@2\.1148\.0 deploy orders-api-production-service --app cdk\.out --exclusively --require-approval never /,
    );
    expect(deploy).toContain(`--parameters CodeKey=${HEX}.zip`);
    expect(deploy).toContain(`--parameters CodeSha256=${BASE64}`);
    expect(deploy).toMatch(new RegExp(`--parameters ReleaseId=\\d{8}T\\d{6}Z-${HEX.slice(0, 12)} `));
    expect(deploy).toMatch(/--parameters LiveVersion=0$/);
  });

  test('deploys the service stack with the digest of the image', () => {
    const { status, calls } = run(IMAGE, 'infra/release.sh production');
    expect(status).toBe(0);
    const [, deploy] = calls.filter((call) => call.startsWith('npx'));
    expect(deploy).toContain(`--parameters ImageUri=${IMAGE_URI} --parameters ReleaseId=`);
    expect(deploy).toMatch(new RegExp(`--parameters ReleaseId=\\d{8}T\\d{6}Z-${HEX.slice(0, 12)} `));
    expect(deploy).not.toContain('CodeSha256');
  });

  test('reports the version and the URL', () => {
    const { output } = run(LAMBDA_FULL, 'infra/release.sh production deploy-stack');
    expect(output).toContain('orders:live runs version 7 at https://abc.lambda-url.us-east-1.on.aws/');
  });

  test('creates the function in the first release', () => {
    const { status, calls } = run({}, 'infra/release.sh production', { live: ['none', '1'], versions: ['1'] });
    expect(status).toBe(0);
    expect(deleted(calls)).toEqual([]);
  });

  test('stops the traffic shift if the deployment fails or takes too long', () => {
    const { status, calls } = run({}, 'infra/release.sh production', { deploys: false });
    expect(status).toBe(1);
    expect(calls).toContain('aws deploy stop-deployment --deployment-id d-1234 --auto-rollback-enabled');
  });

  test('does not stop the deployment of another release', () => {
    const { status, calls } = run({}, 'infra/release.sh production', { deploys: false, releaseIsOurs: false });
    expect(status).toBe(1);
    expect(calls.filter((call) => call.includes('stop-deployment'))).toEqual([]);
  });

  test.each([
    ['a package whose name is not a hash', {}, { BUNDLE_KEY: 'x; rm -rf /' }, 'Not a valid package: x; rm -rf /'],
    ['an image without a digest', IMAGE, { IMAGE_URI: 'orders-api:latest' }, 'Not a valid image: orders-api:latest'],
  ])('refuses %s', (_, options, variables, message) => {
    const shell = new Shell(temporaryFolder());
    writeFileSync(join(shell.folder, 'release.sh'), lambdaText(lambdaModel(options), 'infra/release.sh'));
    shell.program('aws');
    shell.program('npx');
    const env = { CDK_VERSION: '2.1148.0', ...variables };
    const { status, output } = shell.run(['bash release.sh production'], env);
    expect(status).toBe(1);
    expect(output).toContain(message);
  });

  test('runs the smoke test with the name, the version, and the URL of the function', () => {
    const command = 'echo "$FUNCTION_NAME $FUNCTION_VERSION $FUNCTION_URL" >> result; cat result';
    const { status, output } = run({ ...LAMBDA_FULL, smokeTest: { command } }, 'infra/release.sh production');
    expect(status).toBe(0);
    expect(output).toContain('orders 7 https://abc.lambda-url.us-east-1.on.aws/');
  });

  test('fails if the smoke test fails', () => {
    const { status } = run({ smokeTest: { command: 'false' } }, 'infra/release.sh production');
    expect(status).toBe(1);
  });
});

describe('old versions', () => {
  test('are deleted, except for the newest ones', () => {
    const { calls } = run({ retainedVersions: 3 }, 'infra/release.sh production', {
      live: ['6', '7'],
      versions: ['1', '10', '2', '3', '4', '5', '6', '7'].filter((version) => version !== '10'),
    });
    expect(deleted(calls)).toEqual(['4', '3', '2', '1']);
  });

  test('are sorted as numbers', () => {
    const { calls } = run({ retainedVersions: 2 }, 'infra/release.sh production', {
      live: ['9', '10'],
      versions: ['10', '8', '9'],
    });
    expect(deleted(calls)).toEqual(['8']);
  });

  test('that failed or were rolled back are deleted, so that a rollback cannot choose them', () => {
    const { calls } = run({}, 'infra/release.sh production', { live: ['4', '7'], versions: ['3', '4', '5', '6', '7'] });
    expect(deleted(calls)).toEqual(['6', '5']);
  });

  test('are kept if a release does not know the previous version', () => {
    const { calls } = run({}, 'infra/release.sh production', { live: ['none', '7'], versions: ['5', '6', '7'] });
    expect(deleted(calls)).toEqual([]);
  });

  test('that are live are never deleted', () => {
    const { calls } = run({ retainedVersions: 2 }, 'infra/release.sh production', {
      live: ['2', '9'],
      versions: ['1', '2', '8', '9'],
    });
    expect(deleted(calls)).toEqual(['8', '1']);
  });
});

describe('a rollback', () => {
  test('sets only the live version, and keeps the template and the other parameters', () => {
    const { status, calls, output } = run({}, 'infra/rollback.sh production');
    expect(status).toBe(0);
    expect(calls).toContain(
      'aws cloudformation update-stack --stack-name orders-api-production-service --use-previous-template --parameters ParameterKey=LiveVersion,ParameterValue=5 ParameterKey=CodeKey,UsePreviousValue=true ParameterKey=CodeSha256,UsePreviousValue=true ParameterKey=ReleaseId,UsePreviousValue=true --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM',
    );
    expect(output).toContain('orders-api-production now runs version 5');
  });

  test('of an image keeps its URI', () => {
    const { calls } = run(IMAGE, 'infra/rollback.sh production');
    expect(calls.join('\n')).toContain(
      'ParameterKey=LiveVersion,ParameterValue=5 ParameterKey=ImageUri,UsePreviousValue=true ParameterKey=ReleaseId,UsePreviousValue=true --capabilities',
    );
  });

  test('goes to the version that people specify', () => {
    const { calls } = run({}, 'infra/rollback.sh production 3', { versions: ['2', '3', '6'] });
    expect(calls.join('\n')).toContain('LiveVersion,ParameterValue=3');
  });

  test('uses the account and the function of the environment', () => {
    const { calls } = run(LAMBDA_ENVIRONMENTS, 'infra/rollback.sh staging');
    expect(calls.join('\n')).toContain('--function-name orders-api-staging');
    expect(calls.join('\n')).toContain(
      'arn:aws:iam::222233334444:role/cdk-hnb659fds-deploy-role-222233334444-us-east-1',
    );
  });

  test.each([
    ['production 99', 'No version to roll back to: no version is 99', 1],
    ['production 1.0', 'Invalid version: 1.0', 2],
    ['qa', 'Specify an environment: production', 2],
  ])('refuses %s', (args, message, code) => {
    const { output, calls } = run({}, `infra/rollback.sh ${args}; echo "exit $?"`);
    expect(output).toContain(message);
    expect(output).toContain(`exit ${code}`);
    expect(calls.filter((call) => call.includes('update-stack'))).toEqual([]);
  });

  test('does nothing if the version is already live', () => {
    const { status, output } = run({}, 'infra/rollback.sh production 6');
    expect(status).toBe(0);
    expect(output).toContain('already runs version 6');
  });

  test('fails if there is no earlier version', () => {
    const { status, output } = run({}, 'infra/rollback.sh production', { live: ['5', '5'], versions: ['5', '6'] });
    expect(status).toBe(1);
    expect(output).toContain('no version is older than 5');
  });
});

test('both engines run the same steps', () => {
  const model = lambdaModel({ strategy: DeploymentStrategy.CANARY, smokeTest: { command: 'true' } });
  const workflow = lambdaText(model, '.github/workflows/deploy.yml');
  const script = lambdaText(model, 'infra/release.sh');
  const [, steps] = /STEPS='([^']+)'/.exec(script)!;
  expect(steps).toBe('deploy-base-stack deploy-stack prune smoke-test');
  expect([...workflow.matchAll(/release\.sh production (\S+)/g)].map(([, step]) => step).join(' ')).toBe(
    `${steps} explain-failure`,
  );
  expect(lambdaText(model, 'infra/pipeline-stack.ts')).toContain("'bash infra/release.sh production'");
});
