import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeOutdirs } from '../../support/infra-app';
import { temporaryFolder } from '../../support/project';
import { Shell } from '../../support/shell';
import { LAMBDA_CONFIGS } from './configs';
import { lambdaApp, lambdaGuide, lambdaModel, lambdaText } from './support';

/** Several functions that are released together. */

const SEVERAL = LAMBDA_CONFIGS['several functions']!;
const R1 = '20260101T000000Z-aaaaaaaaaaaa';
const R2 = '20260102T000000Z-bbbbbbbbbbbb';
const R3 = '20260103T000000Z-cccccccccccc';

afterAll(removeOutdirs);

describe('the service stack', () => {
  const app = lambdaApp(SEVERAL);
  const template = app.template('orders-api-production-service').toJSON();
  const all = (type: string): any[] =>
    Object.entries(template.Resources)
      .filter(([, resource]) => (resource as { Type: string }).Type === type)
      .map(([id, resource]) => ({ id, ...(resource as object) }));

  test('creates a function with its own settings for each item', () => {
    const functions = all('AWS::Lambda::Function').map(({ Properties }) => Properties);
    expect(
      functions.map(({ FunctionName, Handler, MemorySize, Timeout }) => [FunctionName, Handler, MemorySize, Timeout]),
    ).toEqual([
      ['orders-api-production', 'index.handler', 512, 10],
      ['orders-api-production-import', 'import.handler', 1024, 300],
      ['orders-api-production-night-report', 'report.handler', 512, 10],
    ]);
    expect(functions.map(({ Environment }) => Environment.Variables)).toEqual([
      { TABLE: 'orders', API_KEY: '/orders/api-key' },
      { TABLE: 'imports', BATCH: 'true', API_KEY: '/orders/api-key', DATABASE_SECRET: 'orders/database' },
      { TABLE: 'orders', API_KEY: '/orders/api-key' },
    ]);
    expect(functions[1].Description).toEqual({ 'Fn::Join': ['', [{ Ref: 'ReleaseId' }, ' Imports orders']] });
  });

  test('uses the same package for all functions', () => {
    const codes = all('AWS::Lambda::Function').map(({ Properties }) => JSON.stringify(Properties.Code));
    expect(new Set(codes).size).toBe(1);
  });

  test('moves the alias of each function with its own deployment group', () => {
    const aliases = all('AWS::Lambda::Alias');
    expect(aliases.map(({ Properties }) => Properties.Name)).toEqual(['live', 'live', 'live']);
    const groups = aliases.map(({ UpdatePolicy }) => UpdatePolicy.CodeDeployLambdaAliasUpdate.DeploymentGroupName.Ref);
    expect(groups.map((id) => template.Resources[id].Properties.DeploymentGroupName)).toEqual([
      'live',
      'live-import',
      'live-night-report',
    ]);
    expect(all('AWS::CodeDeploy::Application')).toHaveLength(1);
  });

  test('pins each alias with its own parameter', () => {
    const pins = all('AWS::Lambda::Alias').map(({ Properties }) => Properties.FunctionVersion['Fn::If'][1].Ref);
    expect(pins).toEqual(['LiveVersion', 'LiveVersionImport', 'LiveVersionNightReport']);
  });

  test('creates alarms for the versions of each function', () => {
    const names = all('AWS::CloudWatch::Alarm').map(({ Properties }) => JSON.stringify(Properties.AlarmName ?? ''));
    expect(names.filter((name) => name.includes('-errors-'))).toHaveLength(3);
  });

  test('contains no resources before the first release', () => {
    expect(
      Object.values(template.Resources).every((each) => (each as { Condition?: string }).Condition === 'HasCode'),
    ).toBe(true);
  });

  test('lets each function do only what it needs', () => {
    const base = JSON.stringify(app.template('orders-api-production-base').toJSON());
    expect(base).toContain('orders-api-production-import-function');
    const policies = Object.entries(app.template('orders-api-production-base').toJSON().Resources)
      .filter(([, { Type }]: [string, any]) => Type === 'AWS::IAM::Policy')
      .map(([id, { Properties }]: [string, any]) => [id, JSON.stringify(Properties)] as const);
    const policyOf = (prefix: string) => policies.find(([id]) => id.startsWith(prefix))![1];
    expect(policyOf('ImportFunctionRole')).toContain('sqs:ReceiveMessage');
    expect(policyOf('NightReportFunctionRole')).not.toContain('sqs:ReceiveMessage');
    expect(policyOf('FunctionRole')).not.toContain('secretsmanager:GetSecretValue');
  });

  test('takes settings of an environment from the function with the same name', () => {
    const staging = app.template('orders-api-staging-service').toJSON();
    const sizes = Object.values(staging.Resources)
      .filter((each: any) => each.Type === 'AWS::Lambda::Function')
      .map((each: any) => [each.Properties.FunctionName, each.Properties.MemorySize, each.Properties.Timeout]);
    expect(sizes).toContainEqual(['orders-api-staging-import', 256, 300]);
    expect(sizes).toHaveLength(3);
  });
});

interface Aws {
  /** The live version of each function before the release or rollback. */
  readonly live: Readonly<Record<string, string>>;
  /** The versions of each function with their releases. */
  readonly versions: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  /** The additional parameters of the deployed template. */
  readonly deployed?: readonly string[];
  readonly fails?: boolean;
}

const MAIN = 'orders-api-production';
const IMPORT = 'orders-api-production-import';
const REPORT = 'orders-api-production-night-report';

/** Runs a script with programs that answer like AWS. */
function run(args: string, { live, versions, deployed = ['LiveVersionImport', 'LiveVersionNightReport'], fails }: Aws) {
  const shell = new Shell(temporaryFolder());
  const model = lambdaModel(SEVERAL);
  mkdirSync(join(shell.folder, 'infra'));
  for (const path of ['infra/release.sh', 'infra/rollback.sh']) {
    writeFileSync(join(shell.folder, path), lambdaText(model, path));
  }
  shell.program('npx', fails ? `echo "$*" | grep -o 'ReleaseId=[^ ]*' | cut -d= -f2 > release-id; exit 1` : '');
  shell.program('sleep');
  const cases = [MAIN, IMPORT, REPORT].map((name) => {
    const list = versions[name] ?? [];
    const ofRelease = [...new Set(list.map(([, release]) => release))].map(
      (release) =>
        `  *"--function-name ${name} "*starts_with*${release}*) printf '${list
          .filter(([, other]) => other === release)
          .map(([version]) => version)
          .join('\\t')}\\n' ;;`,
    );
    const described = list.map(
      ([version, release]) =>
        `  *"--function-name ${name} "*"Version=='${version}'"*) echo '${release} 0123456789ab' ;;`,
    );
    return [
      `  *get-alias*"--function-name ${name} "*) echo ${live[name]} ;;`,
      ...ofRelease,
      `  *"--function-name ${name} "*starts_with*) ;;`,
      ...described,
      `  *"--function-name ${name} "*"[Version, Description]"*) printf '${list.map(([version, release]) => `${version}\\t${release} 0123456789ab\\n`).join('')}' ;;`,
      `  *list-versions*"--function-name ${name} "*Description*) printf '${list.map(([, release]) => `${release} 0123456789ab`).join('\\t')}\\n' ;;`,
      `  *list-versions*"--function-name ${name} "*) printf '${list.map(([version]) => version).join('\\t')}\\n' ;;`,
    ].join('\n');
  });
  shell.program(
    'aws',
    `case "$*" in
  *update-stack*) echo "$*" | grep -o 'LiveVersion,ParameterValue=[0-9]*' | cut -d= -f2 > pinned ;;
${cases.join('\n')}
  *'Parameters[].ParameterKey'*) printf '${['CodeKey', 'LiveVersion', ...deployed].join('\\t')}\\n' ;;
  *ReleaseId*ParameterValue*) cat release-id ;;
  *list-deployments*) echo "d-$(echo "$*" | grep -o 'group-name [^ ]*' | cut -d ' ' -f 2)" ;;
  *assume-role*) printf 'AKIA\\tsecret\\ttoken\\n' ;;
  *StackStatus*) echo UPDATE_COMPLETE ;;
  *LiveVersion*) cat pinned ;;
esac`,
  );
  return shell.run([`bash ${args}`], {
    CDK_VERSION: '2.1148.0',
    BUNDLE_KEY: `${'0'.repeat(64)}.zip`,
    PREVIOUS_VERSION: '6',
    FUNCTION_VERSION: '7',
    HOME: shell.folder,
  });
}

const LIVE = { [MAIN]: '7', [IMPORT]: '4', [REPORT]: '2' };
const VERSIONS = {
  [MAIN]: [
    ['7', R3],
    ['6', R2],
    ['5', R1],
  ],
  // A config change published version 3 for the release R2.
  [IMPORT]: [
    ['4', R3],
    ['3', R2],
    ['2', R2],
    ['1', R1],
  ],
  // Added in the release R2.
  [REPORT]: [
    ['2', R3],
    ['1', R2],
  ],
} as const;

describe('a rollback', () => {
  const parametersOf = (calls: readonly string[]) =>
    calls
      .filter((call) => call.includes('update-stack'))
      .flatMap((call) => [...call.matchAll(/ParameterKey=(LiveVersion\w*),ParameterValue=(\d+)/g)])
      .map(([, name, value]) => `${name}=${value}`);

  test('returns all functions to the versions of the previous release in one stack update', () => {
    const { status, calls } = run('infra/rollback.sh production', { live: LIVE, versions: VERSIONS });
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes('update-stack'))).toHaveLength(1);
    expect(parametersOf(calls)).toEqual(['LiveVersion=6', 'LiveVersionImport=3', 'LiveVersionNightReport=1']);
  });

  test('warns if the other functions can return to a newer configuration than the main function', () => {
    // A config change published version 7 of the main function for the release R2.
    const main = [
      ['7', R2],
      ['6', R2],
      ['5', R1],
    ] as const;
    const warning = `Version 6 of ${MAIN} is not its newest version of the release ${R2}.`;
    const changed = run('infra/rollback.sh production', { live: LIVE, versions: { ...VERSIONS, [MAIN]: main } });
    expect(changed.output).toContain(warning);
    expect(parametersOf(changed.calls)).toEqual(['LiveVersion=6', 'LiveVersionImport=3', 'LiveVersionNightReport=1']);
    const unchanged = run('infra/rollback.sh production', { live: LIVE, versions: VERSIONS });
    expect(unchanged.output).not.toContain('is not its newest version');
  });

  test('does not expand an empty array, which Bash 3.2 of macOS treats as an unset variable', () => {
    const script = lambdaText(lambdaModel(SEVERAL), 'infra/rollback.sh');
    const safe = script.replaceAll(/\$\{(\w+)\[@\]\+"\$\{\1\[@\]\}"\}/g, '');
    expect(safe).toContain('OTHER_PARAMETERS=()');
    expect(safe).not.toContain('[@]');
  });

  test('keeps the version of a function that the release did not have', () => {
    const { status, calls, output } = run('infra/rollback.sh production 5', { live: LIVE, versions: VERSIONS });
    expect(status).toBe(0);
    expect(parametersOf(calls)).toEqual(['LiveVersion=5', 'LiveVersionImport=1', 'LiveVersionNightReport=2']);
    expect(output).toContain(`${REPORT} has no version of the release ${R1}, so it keeps version 2`);
  });

  test('skips a function that no release has created yet', () => {
    const { status, calls } = run('infra/rollback.sh production', {
      live: LIVE,
      versions: VERSIONS,
      deployed: ['LiveVersionImport'],
    });
    expect(status).toBe(0);
    expect(parametersOf(calls)).toEqual(['LiveVersion=6', 'LiveVersionImport=3']);
  });

  test('stops if the version does not belong to a release', () => {
    const { status, calls, output } = run('infra/rollback.sh production', {
      live: LIVE,
      versions: {
        ...VERSIONS,
        [MAIN]: [
          ['7', R3],
          ['6', 'manual'],
        ],
      },
    });
    expect(status).toBe(1);
    expect(output).toContain(`The description of version 6 of ${MAIN} does not start with the ID of a release: manual`);
    expect(parametersOf(calls)).toEqual([]);
  });
});

describe('a release', () => {
  test('resets the parameters of all functions', () => {
    const { status, calls } = run('infra/release.sh production deploy-stack', { live: LIVE, versions: VERSIONS });
    expect(status).toBe(0);
    expect(calls.find((call) => call.startsWith('npx'))).toContain(
      '--parameters LiveVersion=0 --parameters LiveVersionImport=0 --parameters LiveVersionNightReport=0',
    );
  });

  test('stops the deployments of all functions if it fails', () => {
    const { status, calls } = run('infra/release.sh production deploy-stack', {
      live: LIVE,
      versions: VERSIONS,
      fails: true,
    });
    expect(status).toBe(1);
    expect(calls.filter((call) => call.includes('stop-deployment')).map((call) => call.split(' ')[4])).toEqual([
      'd-live',
      'd-live-import',
      'd-live-night-report',
    ]);
  });

  test('deletes the versions of releases of which the main function has no version', () => {
    const { status, calls } = run('infra/release.sh production prune', {
      live: LIVE,
      versions: {
        ...VERSIONS,
        [MAIN]: VERSIONS[MAIN].slice(0, 2),
        [REPORT]: [
          ['2', R3],
          ['1', R1],
        ],
      },
    });
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes('delete-function'))).toEqual([
      `aws lambda delete-function --function-name ${IMPORT} --qualifier 1`,
      `aws lambda delete-function --function-name ${REPORT} --qualifier 1`,
    ]);
  });

  test('never deletes the live version of a function', () => {
    const { calls } = run('infra/release.sh production prune', {
      live: { ...LIVE, [REPORT]: '1' },
      versions: {
        ...VERSIONS,
        [MAIN]: VERSIONS[MAIN].slice(0, 2),
        [REPORT]: [
          ['2', R3],
          ['1', R1],
        ],
      },
    });
    expect(calls.filter((call) => call.includes(`delete-function --function-name ${REPORT}`))).toEqual([]);
  });
});

test('the guide explains what happens to several functions', () => {
  const guide = lambdaGuide(lambdaModel(SEVERAL));
  expect(guide).toContain('if the deployment of one function fails, CloudFormation rolls back all of them');
  expect(guide).toContain('sets `LiveVersionImport` and `LiveVersionNightReport` together with `LiveVersion`');
  expect(guide).toContain('--deployment-group-name live-night-report');
  expect(guide).toContain(
    'the main function returns to the version that you choose, and each of the other functions to its newest version of that release',
  );
});
