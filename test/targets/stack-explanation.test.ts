import { parse } from 'yaml';
import { Ec2DeploymentMode } from '../../src/options';
import { filesOf } from './ec2/support';
import { lambdaModel, lambdaText } from './lambda/support';

const ALARMS = /describe-alarms --state-value ALARM --alarm-name-prefix "(\$\w+)-"/;
const STACKS = /describe-stack-events --stack-name "(\$\w+)"/g;

const lambdaFiles = (options: object) => {
  const model = lambdaModel(options);
  return (path: string) => lambdaText(model, path);
};
const ec2Files = (options: object) => {
  const files = filesOf(options);
  return (path: string) => files[path]!;
};

test.each([
  ['a function', lambdaFiles({}), '$FUNCTION'],
  ['instances', ec2Files({}), '$STACK'],
  ['instances that are replaced', ec2Files({ deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH }), '$STACK'],
])('a failed release of %s prints the failed resources of the stacks, and the alarms', (_name, textOf, alarms) => {
  const script = textOf('infra/release.sh');
  const [, body] = /^explain_failure\(\) \{\n(.*?)^\}/ms.exec(script)!;
  expect([...body!.matchAll(STACKS)].map(([, stack]) => stack)).toEqual(['$STACK', '$BASE_STACK']);
  expect(ALARMS.exec(body!)?.[1]).toBe(alarms);
  expect(parse(textOf('.github/workflows/deploy.yml')).jobs['deploy-production'].steps.at(-1)).toEqual({
    name: 'Explain why the release failed',
    if: "failure() && steps.deploy-role.outcome == 'success'",
    run: 'bash infra/release.sh production explain-failure | tee --append "$GITHUB_STEP_SUMMARY"',
  });
});

test.each([
  ['a function', lambdaFiles],
  ['instances', ec2Files],
])('a release of %s without alarms may not read them', (_name, filesWith) => {
  const textOf = filesWith({ alarms: { enabled: false } });
  expect(textOf('infra/release.sh')).not.toContain('describe-alarms');
  expect(textOf('infra/base-stack.ts')).toContain("'cloudformation:DescribeStackEvents'");
  expect(textOf('infra/base-stack.ts')).not.toContain('cloudwatch:DescribeAlarms');
});
