import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MINIMUM_BOOTSTRAP_VERSION } from '../../src/data/cdk-bootstrap';
import { PipelineSource } from '../../src/options';
import { DELIVERIES } from '../facts/deliveries';
import { configOf, reportOf } from '../facts/support';
import { guideOfModel, textOf } from '../support/delivery';
import { modelOf } from '../support/model';
import { temporaryFolder } from '../support/project';
import { Shell } from '../support/shell';

type Options = Parameters<typeof modelOf>[0];

const FULL: Options = {
  secrets: { DATABASE_URL: { secretsManager: 'orders/database' }, API_KEY: { ssmParameter: '/orders/api-key' } },
  network: {
    vpcId: 'vpc-0123456789abcdef0',
    taskSubnetIds: ['subnet-00000001', 'subnet-00000002'],
    loadBalancerSubnetIds: ['subnet-00000003', 'subnet-00000004'],
  },
  loadBalancer: {
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
    domainName: 'orders.example.com',
    hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
    accessLogsBucket: 'acme-logs',
  },
  alarms: { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' },
  approval: true,
};

const ACCESS_LOGS_POLICY = '{"Principal":{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"}}';

/** The output of each command if nothing is missing: a pattern of the command, and the output. */
const COMPLETE: Readonly<Record<string, string>> = {
  '*get-caller-identity*': '111122223333',
  '*/cdk-bootstrap/*': 'True',
  '*list-open-id-connect-providers*': '',
  '*AWSServiceRoleForECS*': 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
  '*describe-secret*': 'orders/database',
  '*ssm*api-key*': '/orders/api-key',
  '*describe-vpcs*': 'available',
  '*describe-subnets*': ['', '', '', ''].map(() => 'vpc-0123456789abcdef0').join('\t'),
  '*describe-certificate*': 'ISSUED',
  '*get-hosted-zone*': 'example.com.',
  '*head-bucket*': '',
  '*get-bucket-policy*': ACCESS_LOGS_POLICY,
  '*Attributes.TopicArn*': 'arn:aws:sns:us-east-1:111122223333:alarms',
  '*Attributes.Policy*': '{"Condition":{"StringEquals":{"AWS:SourceOwner":"111122223333"}}}',
  '*list-connections*': 'AVAILABLE',
  '*acme/orders-api?--jq*': 'acme/orders-api',
  '*environments/*length*': '1',
  '*environments/*': 'production',
};

/** What a command does instead. */
interface Answer {
  readonly output?: string;
  readonly error?: string;
}

/** Runs the script with a fake AWS CLI and a fake GitHub CLI. */
function preflight(options: Options, args: string, answers: Readonly<Record<string, Answer>> = {}) {
  const shell = new Shell(temporaryFolder());
  writeFileSync(join(shell.folder, 'preflight.sh'), textOf(modelOf(options), 'infra/preflight.sh'));
  const quoted = (text: string) => `'${text}'`;
  const body = [
    'case "$*" in',
    ...Object.entries(answers).map(([pattern, { output, error }]) =>
      error === undefined
        ? `  ${pattern}) echo ${quoted(output ?? '')} ;;`
        : `  ${pattern}) printf '\\n%s\\n' ${quoted(error)} >&2; exit 254 ;;`,
    ),
    ...Object.entries(COMPLETE).map(([pattern, output]) => `  ${pattern}) echo ${quoted(output)} ;;`),
    'esac',
  ].join('\n');
  shell.program('aws', body);
  shell.program('gh', body);
  const { status, output, calls } = shell.run([`bash preflight.sh ${args} 2>&1; STATUS=$?; echo "exit $STATUS"`], {});
  expect(status).toBe(0);
  const [text, code] = output.split(/^exit (\d)$/m) as [string, string];
  const lines = text.trim().split('\n');
  return {
    status: Number(code),
    lines,
    problems: lines.filter((line) => /^(missing|unknown|skipped)/.test(line)),
    calls,
  };
}

const NOT_FOUND: Answer = { error: 'An error occurred (ResourceNotFoundException) when calling the operation: Gone.' };
const DENIED: Answer = { error: 'An error occurred (AccessDeniedException) when calling the operation: Not allowed.' };

test('prints one line for each item if nothing is missing', () => {
  const { status, lines } = preflight(FULL, '');
  expect(lines).toEqual([
    'Before you deploy the stacks:',
    'ok       CDK bootstrap version 6 or later in us-east-1',
    'ok       OIDC provider token.actions.githubusercontent.com: none, or managed by the stack orders-api-registry',
    'ok       Parameter /orders/api-key',
    'ok       Secret orders/database',
    'ok       Service-linked role of Amazon ECS',
    'ok       VPC vpc-0123456789abcdef0',
    'ok       Subnets subnet-00000001, subnet-00000002, subnet-00000003, subnet-00000004 in vpc-0123456789abcdef0',
    'ok       ACM certificate 1 in us-east-1 with status ISSUED',
    'ok       Hosted zone Z0123456789ABC of example.com',
    'ok       Bucket acme-logs',
    'ok       Permission to write access logs to the bucket acme-logs',
    'ok       SNS topic alarms',
    'ok       Permission for alarms to publish to the SNS topic alarms',
    'ok       GitHub repository acme/orders-api',
    'Before the first release:',
    'ok       Available connection orders-api',
    'ok       GitHub environment production',
    'ok       Reviewers of the GitHub environment production',
    'Everything exists.',
  ]);
  expect(status).toBe(0);
});

test('only reads, and never reads the value of a secret', () => {
  const { calls } = preflight(FULL, '');
  for (const call of calls) {
    expect(call).toMatch(/^(gh api repos\/|aws [a-z0-9-]+ (describe|get|head|list)-)/);
    expect(call).not.toMatch(/get-secret-value|--with-decryption|--method|-X /);
  }
});

test.each<[string, Readonly<Record<string, Answer>>, string]>([
  [
    'the bootstrap stack is missing',
    { '*/cdk-bootstrap/*': { error: 'An error occurred (ParameterNotFound) when calling GetParameter:' } },
    'missing  CDK bootstrap version 6 or later in us-east-1. Run: npx cdk bootstrap aws://111122223333/us-east-1',
  ],
  [
    'the bootstrap stack is too old',
    { '*/cdk-bootstrap/*': { output: 'False' } },
    'missing  CDK bootstrap version 6 or later in us-east-1 (found: False). Run: npx cdk bootstrap aws://111122223333/us-east-1',
  ],
  [
    'another stack manages the OIDC provider',
    { '*list-open-id*': { output: 'arn' }, '*describe-stack-resources*': { output: 'identity' } },
    'missing  OIDC provider token.actions.githubusercontent.com: none, or managed by the stack orders-api-registry (found: identity). The account already has this provider, and can have only one. Set githubActions: { existingOidcProvider: true } in .projenrc.ts, and run npx projen.',
  ],
  [
    'no stack manages the OIDC provider',
    {
      '*list-open-id*': { output: 'arn' },
      '*describe-stack-resources*': { error: 'An error occurred (ValidationError): Stack for arn does not exist' },
    },
    'missing  OIDC provider token.actions.githubusercontent.com: none, or managed by the stack orders-api-registry. The account already has this provider, and can have only one. Set githubActions: { existingOidcProvider: true } in .projenrc.ts, and run npx projen.',
  ],
  [
    'a secret is missing',
    { '*describe-secret*': NOT_FOUND },
    'missing  Secret orders/database. Run: aws secretsmanager create-secret --region us-east-1 --name orders/database --secret-string VALUE',
  ],
  [
    'a parameter is missing',
    { '*ssm*api-key*': { error: 'An error occurred (ParameterNotFound) when calling GetParameter:' } },
    'missing  Parameter /orders/api-key. Run: aws ssm put-parameter --region us-east-1 --type SecureString --name /orders/api-key --value VALUE',
  ],
  [
    'the service-linked role is missing',
    { '*AWSServiceRoleForECS*': { error: 'An error occurred (NoSuchEntity) when calling GetRole:' } },
    'missing  Service-linked role of Amazon ECS. Run: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
  ],
  [
    'a subnet is in another VPC',
    { '*describe-subnets*': { output: 'vpc-1\tvpc-1\tvpc-1\tvpc-1' } },
    'missing  Subnets subnet-00000001, subnet-00000002, subnet-00000003, subnet-00000004 in vpc-0123456789abcdef0 (found: vpc-1\tvpc-1\tvpc-1\tvpc-1). Specify the IDs of existing subnets in vpc-0123456789abcdef0.',
  ],
  [
    'the certificate is not validated',
    { '*describe-certificate*': { output: 'PENDING_VALIDATION' } },
    'missing  ACM certificate 1 in us-east-1 with status ISSUED (found: PENDING_VALIDATION). If its validation is pending, create the DNS records that this command shows: aws acm describe-certificate --region us-east-1 --certificate-arn arn:aws:acm:us-east-1:111122223333:certificate/1 --query Certificate.DomainValidationOptions. If it does not exist or cannot be used, request a new certificate in us-east-1 and specify its ARN.',
  ],
  [
    'the hosted zone has another name',
    { '*get-hosted-zone*': { output: 'example.org.' } },
    'missing  Hosted zone Z0123456789ABC of example.com (found: example.org.). Specify the ID and the name of an existing hosted zone in account 111122223333.',
  ],
  [
    'the bucket has no policy',
    { '*get-bucket-policy*': { error: 'An error occurred (NoSuchBucketPolicy) when calling GetBucketPolicy:' } },
    'missing  Permission to write access logs to the bucket acme-logs. Allow logdelivery.elasticloadbalancing.amazonaws.com to call s3:PutObject in the policy of the bucket. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html.',
  ],
  [
    'the policy of the topic does not allow alarms',
    { '*Attributes.Policy*': { output: '{"Principal":{"Service":"events.amazonaws.com"}}' } },
    'missing  Permission for alarms to publish to the SNS topic alarms (found: {"Principal":{"Service":"events.amazonaws.com"}}). Allow cloudwatch.amazonaws.com to call sns:Publish in the policy of the topic.',
  ],
  [
    'the connection is pending',
    { '*list-connections*': { output: 'PENDING' } },
    'missing  Available connection orders-api (found: PENDING). Deploy the stacks, and then complete the connection. In the AWS console for us-east-1, open Developer Tools > Settings > Connections, choose the connection, and then choose Update pending connection.',
  ],
  [
    'the GitHub environment is missing',
    { '*environments/production?--jq?.name': { error: 'gh: Not Found (HTTP 404)' } },
    'missing  GitHub environment production. Run: npx projen github:environments',
  ],
  [
    'the GitHub environment has no reviewers',
    { '*environments/*length*': { output: '0' } },
    'missing  Reviewers of the GitHub environment production (found: 0). Add reviewers in the repository under Settings > Environments. Until then, releases to this environment fail.',
  ],
])('shows the fix and fails if %s', (_name, answers, line) => {
  const { status, problems } = preflight(FULL, '', answers);
  expect(problems).toEqual([line]);
  expect(status).toBe(1);
});

test('configures the reviewers with the same task if the config specifies them', () => {
  const { problems } = preflight({ ...FULL, githubActions: { reviewers: ['jane'] } }, '', {
    '*environments/*length*': { output: '0' },
  });
  expect(problems).toEqual([
    'missing  Reviewers of the GitHub environment production (found: 0). Run: npx projen github:environments',
  ]);
});

test('distinguishes a denied call from a missing item, by the exit code as well', () => {
  const denied = preflight(FULL, '', { '*describe-secret*': DENIED });
  expect(denied.problems).toEqual([`unknown  Secret orders/database: ${DENIED.error} `]);
  expect(denied.lines.at(-1)).toBe(
    'Nothing is missing, but some items were not checked: 1. See the lines that start with unknown or skipped.',
  );
  expect(denied.status).toBe(3);

  const both = preflight(FULL, '', { '*describe-secret*': DENIED, '*describe-certificate*': NOT_FOUND });
  expect(both.lines.at(-1)).toBe('Missing: 1. Not checked: 1.');
  expect(both.status).toBe(1);
});

const TWO_ACCOUNTS: Options = {
  environments: [
    { name: 'staging', secrets: { KEY: { secretsManager: 'staging/key' } } },
    { name: 'production', awsAccount: '444455556666', secrets: { KEY: { secretsManager: 'production/key' } } },
  ],
};

test('skips the items of other accounts with one line for each account', () => {
  const { status, problems, lines, calls } = preflight(TWO_ACCOUNTS, '');
  expect(problems).toEqual([
    'skipped  Account 444455556666: the credentials are for account 111122223333. Sign in to account 444455556666, and run the command again.',
  ]);
  expect(lines).toContain('ok       Secret staging/key');
  expect(calls.join('\n')).not.toContain('production/key');
  expect(status).toBe(3);
});

test('skips all accounts without credentials, but still checks the repository', () => {
  const { status, problems, lines } = preflight({}, '', {
    '*get-caller-identity*': { error: 'Unable to locate credentials.' },
  });
  expect(problems).toEqual([
    'skipped  Account 111122223333: there are no valid AWS credentials. Sign in to account 111122223333, and run the command again.',
  ]);
  expect(lines).toContain('ok       GitHub environment production');
  expect(status).toBe(3);
});

test('checks one environment and what all environments share', () => {
  const { lines, calls } = preflight(TWO_ACCOUNTS, 'staging');
  expect(lines).toEqual(
    expect.arrayContaining([
      'ok       CDK bootstrap version 6 or later in us-east-1',
      'ok       Secret staging/key',
      'ok       Available connection orders-api',
      'ok       GitHub environment staging',
    ]),
  );
  expect(calls.join('\n')).not.toMatch(/production|444455556666/);
  const production = preflight(TWO_ACCOUNTS, 'production', { '*get-caller-identity*': { output: '444455556666' } });
  expect(production.lines).toContain('ok       Secret production/key');
  expect(production.calls.join('\n')).not.toContain('staging');
});

test('rejects an unknown environment before it calls anything', () => {
  const { status, lines, calls } = preflight(TWO_ACCOUNTS, 'prod');
  expect(lines).toEqual(['Specify an environment: staging, production']);
  expect(status).toBe(2);
  expect(calls).toEqual([]);
});

const CONNECTION = 'connection/11111111-2222-3333-4444-555555555555';

test.each<[string, Options, string]>([
  [
    'existing roles',
    { executionRoleArn: 'arn:aws:iam::111122223333:role/ci/execution' },
    "check 'Role arn:aws:iam::111122223333:role/ci/execution' arn:aws:iam::111122223333:role/ci/execution 'Create the role.' \\\n    role arn:aws:iam::111122223333:role/ci/execution",
  ],
  [
    'an existing OIDC provider',
    { githubActions: { existingOidcProvider: true } },
    `check 'OIDC provider token.actions.githubusercontent.com' '*' 'Run: aws iam create-open-id-connect-provider --url https://token.actions.githubusercontent.com --client-id-list sts.amazonaws.com' \\
    aws iam get-open-id-connect-provider --open-id-connect-provider-arn arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com --query Url --output text`,
  ],
  [
    'the qualifier of the bootstrap stack',
    { bootstrapQualifier: 'acme' },
    'aws ssm get-parameter --region us-east-1 --name /cdk-bootstrap/acme/version',
  ],
  [
    'a permissions boundary',
    { permissionsBoundary: 'developers' },
    'aws iam get-policy --policy-arn arn:aws:iam::111122223333:policy/developers --query Policy.Arn --output text',
  ],
  [
    'an existing connection',
    {
      codePipeline: { connectionArn: `arn:aws:codestar-connections:us-east-1:111122223333:${CONNECTION}` },
    },
    'aws codestar-connections get-connection --region us-east-1 --connection-arn arn:aws:codestar-connections:us-east-1:111122223333:connection/11111111-2222-3333-4444-555555555555 --query Connection.ConnectionStatus --output text',
  ],
  [
    'a CodeCommit repository',
    {
      githubActions: { enabled: false },
      githubRepository: undefined,
      codePipeline: { source: PipelineSource.CODE_COMMIT },
    },
    'aws codecommit get-repository --region us-east-1 --repository-name orders-api',
  ],
])('checks %s', (_name, options, code) => {
  expect(textOf(modelOf(options), 'infra/preflight.sh')).toContain(code);
});

test.each<[string, readonly string[]]>([
  [
    'function, full',
    [
      'secretsmanager describe-secret --region us-east-1 --secret-id',
      'kms describe-key',
      'ec2 describe-subnets',
      'sqs get-queue-url --region "$REGION" --queue-owner-aws-account-id "$ACCOUNT" --queue-name "$NAME"',
      'sns get-topic-attributes',
      'lambda get-function-configuration --region us-east-1 --function-name arn:aws:lambda:us-east-1:111122223333:function:before',
    ],
  ],
  ['function, existing log group', ['logs describe-log-groups']],
  ['an existing ECR repository', ['ecr describe-repositories --region us-east-1 --registry-id 111122223333']],
  [
    'a service on EC2 instances in an existing network',
    ['ec2 describe-vpcs', 'ec2 describe-subnets', 'ec2 describe-images', 'acm describe-certificate'],
  ],
  [
    'a static site with its own domain, a web ACL, and a canary',
    [
      'acm describe-certificate --region us-east-1',
      'route53 get-hosted-zone',
      'wafv2 get-web-acl --region us-east-1 --scope CLOUDFRONT',
    ],
  ],
  ['CodeDeploy', ['ecs describe-clusters', 'ecs describe-services', 'deploy get-deployment-group']],
  ['a shared load balancer', ['elbv2 describe-listeners', 'ec2 describe-security-groups']],
  ['an existing target group', ['elbv2 describe-target-groups']],
  ['lifecycle hooks', ['lambda get-function-configuration']],
  ['volumes', ['efs describe-file-systems']],
])('checks what the config refers to: %s', (name, commands) => {
  const { files } = DELIVERIES.find(([each]) => each === name)![1]();
  const script = files.find(({ path }) => path === 'infra/preflight.sh');
  for (const command of commands) {
    expect(script).toMatchObject({ body: expect.stringContaining(`aws ${command}`) });
  }
});

test('all configs check the bootstrap stack of each place in which they have a stack', () => {
  for (const [name, configure] of DELIVERIES) {
    const { files } = configure();
    const bodyOf = (path: string) => {
      const file = files.find((each) => each.path === path);
      return file?.kind === 'text' ? file.body : '';
    };
    const places = [...bodyOf('infra/main.ts').matchAll(/account: '(\d+)', region: '([^']+)'/g)];
    for (const [, account, region] of places) {
      expect([name, bodyOf('infra/preflight.sh')]).toEqual([
        name,
        expect.stringContaining(`aws://${account}/${region}`),
      ]);
    }
  }
});

test('is compared with the other files', () => {
  const config = configOf();
  const script = config.files.find(({ path }) => path === 'infra/preflight.sh')!;
  const body = script.kind === 'text' ? script.body : '';
  expect(reportOf(config, { path: script.path, body })).toEqual([]);
  expect(reportOf(config, { path: script.path, body: body.replaceAll('us-east-1', 'us-east-2') }).join('\n')).toContain(
    'infra/preflight.sh',
  );
});

test('the guide runs the command before the stacks are deployed, and lists the same items and fixes', () => {
  const guide = guideOfModel(modelOf(FULL));
  expect(guide).toMatch(/\n\d\. Check what must exist\. The command changes nothing\./);
  expect(guide).toContain(
    '   - Secret orders/database: `aws secretsmanager create-secret --region us-east-1 --name orders/database --secret-string VALUE`\n',
  );
  expect(guide).toContain('   - ACM certificate 1 in us-east-1 with status ISSUED. ');
  expect(guide).toMatch(/\n\d+\. Run `npx projen preflight` again\. Continue when nothing is missing\.\n/);
  expect(guideOfModel(modelOf(TWO_ACCOUNTS))).toContain('Check what must exist, once in each account.');
});

test('the minimum version is that of the installed CDK', () => {
  const path = join(dirname(require.resolve('aws-cdk-lib')), 'core/lib/stack-synthesizers/default-synthesizer.js');
  expect(readFileSync(path, 'utf-8')).toContain(`MIN_BOOTSTRAP_STACK_VERSION=${MINIMUM_BOOTSTRAP_VERSION},`);
});
