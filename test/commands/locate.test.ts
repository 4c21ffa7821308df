import { locateOption, locateText } from '../../src/commands/locate';

const CONFIG = `import { EcsServiceProject, LambdaDelivery } from 'projen-aws-delivery';
import { standard } from '@acme/delivery';

// approval: true is not an option here, and neither is { cpu: 1 } in this comment.
/* memory: 512,
   { memory: 512 } */
const text = 'strategy: CANARY, { strategy: 1 }';
const template = \`{ strategy: \${[1].map((x) => ({ strategy: x }))} }\`;
const pattern = /[{'"/] strategy: {/;
interface Look {
  desiredCount: number;
  strategy: string;
}
const project = new EcsServiceProject({
  name: 'orders-api',
  awsAccount: '111122223333',
  loadBalancer: { certificateArn: undefined, internetFacing: true },
  imageBuild: {
    installCommands: [
      'npm ci',
      'npm run "cpu: 2"',
    ],
  },
  cpu: process.env.CI ? 256 : 512,
  tags: { 'cost-center': '42', team: 'orders' },
  environments: [
    { name: 'staging', cpu: 256 },
    {
      name: 'production',
      cpu: 1024,
      'memory': 2048,
    },
  ],
  waivers: [
    { rule: 'a', reason: 'b: c', owner: 'd', expires: '2027-01-01' },
  ],
  standard,
});
project.synth();
`;

function lineOf(option: string, environment?: number, config = CONFIG): string | undefined {
  const line = locateOption(config, { option, environment, service: 'orders-api' });
  return line === undefined ? undefined : config.split('\n')[line - 1]!.trim();
}

describe('the line of an option', () => {
  test('is found at the top level, in groups, lists, and maps', () => {
    expect(lineOf('awsAccount')).toBe("awsAccount: '111122223333',");
    expect(lineOf('loadBalancer.certificateArn')).toContain('certificateArn: undefined');
    expect(lineOf('imageBuild.installCommands[1]')).toBe(`'npm run "cpu: 2"',`);
    expect(lineOf('tags["cost-center"]')).toContain('tags:');
    expect(lineOf('waivers[0]')).toContain("rule: 'a'");
    expect(lineOf('standard')).toBe('standard,');
  });

  test('is that of the environment, if it sets the option', () => {
    expect(lineOf('cpu')).toContain('process.env.CI');
    expect(lineOf('cpu', 1)).toBe('cpu: 1024,');
    expect(lineOf('environments[1].memory')).toBe("'memory': 2048,");
    expect(lineOf('awsAccount', 1)).toBe("awsAccount: '111122223333',");
  });

  test('is that of what would contain the option, if nothing sets it', () => {
    expect(lineOf('loadBalancer.healthCheck.path')).toContain('loadBalancer: {');
    expect(lineOf('imageBuild.baseImage')).toBe('imageBuild: {');
    expect(lineOf('approval', 0)).toBe("{ name: 'staging', cpu: 256 },");
    expect(lineOf('approval')).toBe('const project = new EcsServiceProject({');
    expect(lineOf('alarms.topicArn')).toBe('const project = new EcsServiceProject({');
  });

  test('is not that of a look-alike in a comment, a text, a regular expression, or another object', () => {
    for (const option of ['strategy', 'memory', 'desiredCount', 'orders-api']) {
      expect(lineOf(option)).toBe('const project = new EcsServiceProject({');
    }
    const other = 'const size = { memory: 512 };\nnew EcsDelivery(a, { memory: 1024, standard });\n';
    expect(lineOf('memory', undefined, other)).toContain('1024');
  });

  test('is that of the service, if the config contains several', () => {
    const config = `
new EcsDelivery(a, { serviceName: 'orders-api', awsRegion: 'x', cpu: 256 });
new EcsDelivery(b, { serviceName: 'billing-api', awsRegion: 'x', cpu: 512 });
`;
    expect(lineOf('cpu', undefined, config)).toContain('orders-api');
    expect(lineOf('memory', undefined, config)).toContain('orders-api');
    expect(locateOption(config, { option: 'cpu', service: 'other' })).toBeUndefined();
    expect(
      locateOption('const a = { cpu: 1 };\nconst b = { cpu: 2 };', { option: 'cpu', service: 'a' }),
    ).toBeUndefined();
  });

  test('is found through functions and assertions', () => {
    const config = `new EcsDelivery(a, withDefaults({
  loadBalancer: Object.freeze({
    certificateArn: 'x',
  }),
} as const));`;
    expect(lineOf('loadBalancer.certificateArn', undefined, config)).toBe("certificateArn: 'x',");
  });

  test('is not found in a config that is empty or in another language', () => {
    expect(lineOf('cpu', undefined, '')).toBeUndefined();
    expect(lineOf('cpu', undefined, 'EcsDelivery(project, cpu=256)\n')).toBeUndefined();
  });
});

test('the line of a generated file is found if only one is possible', () => {
  const text = 'EXPOSE 3000\nUSER node\nCMD node\n';
  expect(locateText('Dockerfile', text, '...EXPOSE 3000')).toBe(1);
  expect(locateText('Dockerfile', text, 'node')).toBeUndefined();
  const json =
    '{\n  "family": "a",\n  "containerDefinitions": [\n    {\n      "name": "app",\n      "portMappings": [{ "containerPort": 3000 }] } ] }\n';
  expect(locateText('task-definition.json', json, 'containerDefinitions.app.portMappings.0.containerPort')).toBe(6);
  expect(locateText('task-definition.json', json, 'containerDefinitions.web')).toBeUndefined();
  const yaml =
    'jobs:\n  build:\n    # a comment\n    steps:\n      - name: Build the image\n        run: docker build\n';
  expect(locateText('deploy.yml', yaml, 'jobs.build.steps["Build the image"].run')).toBe(6);
});
