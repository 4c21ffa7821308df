import { EcsDeploymentController, EcsServiceMode, PipelineSource, TaskDefinitionOwner } from '../../src/options';
import { problemsOf, resolve } from './resolving';

/** Strings with a special meaning in a shell, YAML, JSON, a Dockerfile, TypeScript, a path, IAM, or GitHub. */
const HOSTILE: readonly string[] = [
  ' ',
  ' main',
  'main ',
  'a b',
  'a\nb',
  'a\r\nb',
  'main\n',
  'a\tb',
  'a\0b',
  'a\u0085b',
  'a\u2028b',
  'a\u2029b',
  'a\u202eb',
  'a\u00a0b',
  'ünïcode',
  '\ufeffmain',
  '${{ secrets.TOKEN }}',
  '$(id)',
  '${HOME}',
  '$HOME',
  '`id`',
  "';id;'",
  '"',
  "'",
  '\\',
  'a;b',
  'a&&b',
  'a|b',
  'a>b',
  'a: b',
  'a #b',
  '#b',
  '- a',
  '-rf',
  '*',
  'a*',
  '?',
  '&a',
  '!b',
  '{{a}}',
  '<a>',
  '%0a',
  '../x',
  '/../x',
  'C:\\x',
];

function codeCommit(codeCommitRepository: string): object {
  return {
    githubRepository: undefined,
    githubActions: { enabled: false },
    codePipeline: { source: PipelineSource.CODE_COMMIT, codeCommitRepository },
  };
}

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1234';
const CODE_DEPLOY = {
  serviceMode: EcsServiceMode.EXISTING,
  deploymentController: EcsDeploymentController.CODE_DEPLOY,
};
const IMAGE_ONLY = {
  serviceMode: EcsServiceMode.EXISTING,
  taskDefinitionOwner: TaskDefinitionOwner.SERVICE,
  executionRoleArn: 'arn:aws:iam::111122223333:role/execution',
};

/** Names and versions that become part of commands, code, and policies. All of them must reject hostile strings. */
const NAMES: readonly (readonly [option: string, config: (text: string) => object])[] = [
  ['serviceName', (serviceName) => ({ serviceName })],
  ['awsAccount', (awsAccount) => ({ awsAccount })],
  ['awsRegion', (awsRegion) => ({ awsRegion })],
  ['githubRepository', (githubRepository) => ({ githubRepository })],
  ['the owner in githubRepository', (owner) => ({ githubRepository: `${owner}/orders` })],
  ['the name in githubRepository', (name) => ({ githubRepository: `acme/${name}` })],
  ['branch', (branch) => ({ branch })],
  ['nodeVersion', (nodeVersion) => ({ nodeVersion })],
  ['ecrRepository', (ecrRepository) => ({ ecrRepository })],
  ['ecsCluster', (ecsCluster) => ({ ecsCluster: `c${ecsCluster}` })],
  ['ecsService', (ecsService) => ({ ecsService: `s${ecsService}` })],
  ['executionRoleArn', (name) => ({ executionRoleArn: `arn:aws:iam::111122223333:role/${name}` })],
  ['taskRoleArn', (name) => ({ taskRoleArn: `arn:aws:iam::111122223333:role/${name}` })],
  ['imageBuild.runtime', (runtime) => ({ imageBuild: { runtime } })],
  [
    'imageBuild.runtimeVersion',
    (runtimeVersion) => ({ imageBuild: { runtime: 'python', dockerfile: 'Dockerfile', runtimeVersion } }),
  ],
  ['imageBuild.dockerfile', (dockerfile) => ({ imageBuild: { dockerfile } })],
  ['imageBuild.artifacts', (path) => ({ imageBuild: { dockerfile: 'Dockerfile', artifacts: [path] } })],
  ['imageBuild.target', (target) => ({ imageBuild: { dockerfile: 'Dockerfile', target } })],
  ['imageBuild.context', (context) => ({ imageBuild: { dockerfile: 'Dockerfile', context } })],
  [
    'the name of a build argument',
    (name) => ({ imageBuild: { dockerfile: 'Dockerfile', buildArgs: { [name]: 'x' } } }),
  ],
  ['imageBuild.baseImage', (baseImage) => ({ imageBuild: { baseImage } })],
  ['imageBuild.files', (path) => ({ imageBuild: { files: [path] } })],
  ['imageBuild.installFiles', (path) => ({ imageBuild: { installFiles: [path] } })],
  ['imageBuild.cachePaths', (path) => ({ imageBuild: { cachePaths: [`/root/${path}`] } })],
  ['registry.extraTags', (tag) => ({ registry: { extraTags: [tag] } })],
  ['triggerPaths', (path) => ({ triggerPaths: [path] })],
  ['triggerBranches', (branch) => ({ triggerBranches: [branch] })],
  ['roleNamePrefix', (roleNamePrefix) => ({ roleNamePrefix })],
  ['the package of a plugin', (packageName) => ({ validationPlugins: [{ packageName, className: 'Checks' }] })],
  [
    'the version of a plugin',
    (version) => ({ validationPlugins: [{ packageName: 'nag', className: 'Checks', version }] }),
  ],
  ['the class of a plugin', (name) => ({ validationPlugins: [{ packageName: 'nag', className: `C${name}` }] })],
  ['rolePath', (path) => ({ rolePath: `/${path}/` })],
  ['releaseCommands.files', (path) => ({ releaseCommands: { before: ['true'], files: [path] } })],
  ['triggerTags', (tag) => ({ triggerTags: [tag] })],
  ['registry.kmsKeyArn', (id) => ({ registry: { kmsKeyArn: `arn:aws:kms:us-east-1:111122223333:key/${id}` } })],
  ['githubActions.ownerId', (ownerId) => ({ githubActions: { ownerId } })],
  ['githubActions.repositoryId', (repositoryId) => ({ githubActions: { repositoryId } })],
  ['githubActions.runner', (runner) => ({ githubActions: { runner: `r${runner}` } })],
  [
    'githubActions.actions',
    (ref) => ({ githubActions: { actions: { 'actions/checkout': `actions/checkout@${ref}` } } }),
  ],
  [
    'codePipeline.connectionArn',
    (id) => ({
      codePipeline: { connectionArn: `arn:aws:codeconnections:us-east-1:111122223333:connection/${id}` },
    }),
  ],
  ['codePipeline.codeCommitRepository', codeCommit],
  ['codePipeline.buildImage', (tag) => ({ codePipeline: { buildImage: `aws/codebuild/standard:${tag}` } })],
  ['codePipeline.computeType', (computeType) => ({ codePipeline: { computeType } })],
  ['takeOver', (path) => ({ takeOver: [path] })],
  ['the name of a variable', (name) => ({ environmentVariables: { [name]: 'x' } })],
  ['the name of a secret', (name) => ({ secrets: { [name]: { ssmParameter: '/x' } } })],
  ['secretsManager', (name) => ({ secrets: { TOKEN: { secretsManager: `a${name}` } } })],
  ['ssmParameter', (name) => ({ secrets: { TOKEN: { ssmParameter: `a${name}` } } })],
  ['jsonKey', (key) => ({ secrets: { TOKEN: { secretsManager: 'orders', jsonKey: `a${key}` } } })],
  ['containerName', (name) => ({ containerName: `c${name}` })],
  ['bootstrapQualifier', (bootstrapQualifier) => ({ bootstrapQualifier })],
  ['network.vpcId', (vpcId) => ({ network: { vpcId } })],
  ['network.cidr', (cidr) => ({ network: { cidr } })],
  ['loadBalancer.domainName', (name) => ({ loadBalancer: { certificateArn: CERTIFICATE, domainName: `${name}.com` } })],
  ['loadBalancer.allowedCidrs', (cidr) => ({ loadBalancer: { allowedCidrs: [cidr] } })],
  ['loadBalancer.accessLogsBucket', (bucket) => ({ loadBalancer: { accessLogsBucket: `a${bucket}` } })],
  ['loadBalancer.certificateArn', (id) => ({ loadBalancer: { certificateArn: `${CERTIFICATE}${id}` } })],
  ['alarms.topicArn', (name) => ({ alarms: { topicArn: `arn:aws:sns:us-east-1:111122223333:${name}` } })],
  ['the action of a statement', (action) => ({ taskRoleStatements: [{ actions: [action], resources: ['*'] }] })],
  ['the action of a build statement', (action) => ({ buildRoleStatements: [{ actions: [action], resources: ['*'] }] })],
  ['smokeTest.files', (path) => ({ smokeTest: { command: 'true', files: [path] } })],
  ['taskDefinitionFamily', (family) => ({ ...IMAGE_ONLY, taskDefinitionFamily: `f${family}` })],
  ['githubActions.buildRoleArn', (buildRoleArn) => ({ githubActions: { buildRoleArn } })],
  ['githubActions.deployRoleArn', (deployRoleArn) => ({ githubActions: { deployRoleArn } })],
  ['logging.logGroup', (logGroup) => ({ logging: { logGroup } })],
  ['logging.streamPrefix', (streamPrefix) => ({ logging: { streamPrefix } })],
  ['codeDeploy.applicationName', (name) => ({ ...CODE_DEPLOY, codeDeploy: { applicationName: `a${name}` } })],
];

/** Strings that a rule accepts on purpose, because their characters are valid and harmless in such names. */
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  ecsCluster: ['-rf'],
  ecsService: ['-rf'],
  'githubActions.runner': ['-rf'],
  'githubActions.actions': ['-rf'],
  'imageBuild.artifacts': ['*', 'a*'],
  triggerPaths: ['*', 'a*'],
  'the version of a plugin': ['*'],
  rolePath: ['-rf'],
  triggerBranches: ['*', 'a*'],
  triggerTags: ['*', 'a*'],
  'imageBuild.cachePaths': ['-rf'],
  'the name in githubRepository': ['-rf'],
  executionRoleArn: ['-rf', '../x'],
  taskRoleArn: ['-rf', '../x'],
  'codePipeline.codeCommitRepository': ['-rf'],
  secretsManager: ['-rf', '../x', '/../x'],
  ssmParameter: ['-rf', '../x', '/../x'],
  jsonKey: ['-rf'],
  containerName: ['-rf'],
  'loadBalancer.accessLogsBucket': ['-rf'],
  'loadBalancer.certificateArn': ['-rf'],
  'alarms.topicArn': ['-rf'],
  taskDefinitionFamily: ['-rf'],
  'githubActions.buildRoleArn': ['-rf'],
  'githubActions.deployRoleArn': ['-rf'],
  'logging.logGroup': ['#b', '-rf', '../x', '/../x'],
  'logging.streamPrefix': ['-rf', '../x', '/../x'],
  'codeDeploy.applicationName': ['-rf'],
};

describe.each(NAMES)('%s', (option, config) => {
  test('rejects hostile strings', () => {
    expect(HOSTILE.filter((text) => problemsOf(config(text)).length === 0)).toEqual(HARMLESS[option] ?? []);
  });
});

test('healthCheckPath accepts only unreserved URL characters', () => {
  const accepted = HOSTILE.filter((text) => problemsOf({ healthCheckPath: `/${text}` }).length === 0);
  expect(accepted).toEqual(['-rf', '../x', '/../x']);
});

describe('a build command', () => {
  const accepted = HOSTILE.filter((text) => problemsOf({ imageBuild: { testCommands: [text] } }).length === 0);

  test('is rejected if it is not one complete line or contains a GitHub expression', () => {
    expect(HOSTILE.filter((text) => !accepted.includes(text))).toEqual([
      ' ',
      'a\nb',
      'a\r\nb',
      'main\n',
      'a\0b',
      'a\u0085b',
      'a\u2028b',
      'a\u2029b',
      '${{ secrets.TOKEN }}',
      '\\',
    ]);
  });

  test('is not changed otherwise', () => {
    expect(resolve({ imageBuild: { testCommands: accepted } }).build.testCommands).toEqual(accepted);
  });
});

describe('data', () => {
  const texts = [...HOSTILE.filter((text) => !text.includes('\0')), '\u{1f600}', 'x'.repeat(10_000)];

  test('does not change the value of a variable', () => {
    const variables = Object.fromEntries(['', ...texts].map((text, i) => [`V${i}`, text]));
    const kept = resolve({ environmentVariables: variables }).environments[0]!.environmentVariables;
    expect(Object.fromEntries(kept.map(({ name, value }) => [name, value]))).toEqual(variables);
  });

  test.each(['command', 'healthCheckCommand'] as const)('does not change the arguments of %s', (option) => {
    const words = ['node', ...texts];
    expect(resolve({ [option]: words }).container[option]).toEqual(words);
  });

  test('does not change the fields of the task definition', () => {
    const tags = texts.map((value, i) => ({ key: `k${i}`, value }));
    expect(resolve({ taskDefinitionFields: { tags } }).environments[0]!.taskDefinition.extraFields).toEqual({
      tags,
    });
  });

  test.each(['a\0b', '\ud83d', '\ude00'])('rejects text that JSON or a process cannot represent: %j', (text) => {
    expect(problemsOf({ environmentVariables: { V: text } })).toHaveLength(1);
    expect(problemsOf({ command: ['node', text] })).toHaveLength(1);
    expect(problemsOf({ imageBuild: { testCommands: [text] } })).toHaveLength(1);
  });
});
