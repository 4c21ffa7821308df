import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';
import * as publicOptions from '../../src/options';
import { CpuArchitecture, DeliveryEngine, ImageTag } from '../../src/options';
import { renderStarterProjenrc, type StarterProjenrcInput } from '../../src/starter/projenrc-source';
import { modelOf } from '../support/model';

const INPUT: StarterProjenrcInput = {
  packageName: 'projen-aws-delivery',
  name: 'orders-api',
  devDeps: ['projen-aws-delivery'],
  awsAccount: '012345678901',
  awsRegion: 'eu-central-1',
  githubRepository: 'acme/orders-api',
  containerPort: 3000,
  cpu: 256,
  memory: 512,
  cpuArchitecture: 'X86_64',
  nodeVersion: '24',
  healthCheckPath: '/health',
  extra: {},
};

/** The options that the config passes to the project type, and whether it synthesizes the project. */
function run(source: string): { options: Record<string, unknown>; synthesized: boolean } {
  let options: Record<string, unknown> | undefined;
  let synthesized = false;
  class EcsServiceProject {
    public constructor(passed: Record<string, unknown>) {
      options = passed;
    }
    public synth(): void {
      synthesized = true;
    }
  }
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const load = (name: string): object => {
    expect(name).toBe('projen-aws-delivery');
    return { ...publicOptions, EcsServiceProject };
  };
  new Function('require', 'exports', outputText)(load, {});
  return { options: options!, synthesized };
}

/** Turns the commented examples, including nested lines, into code. */
function uncomment(source: string): string {
  return source.replace(/^( +)\/\/ (?=[a-z]\w*: | {2}|\})/gm, '$1');
}

/** Compiles the sources with projen's strict compiler options and the real option types of this package. */
function typeErrors(sources: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'starter-'));
  try {
    const stub = join(folder, 'stub.ts');
    writeFileSync(
      stub,
      `import type { EcsDeliveryOptions } from './options';
      export * from './options';
      export interface EcsServiceProjectOptions extends EcsDeliveryOptions {
        readonly name: string;
        readonly outdir?: string;
        readonly devDeps?: string[];
        readonly sampleCode?: boolean;
      }
      export class EcsServiceProject {
        public constructor(public readonly options: EcsServiceProjectOptions) {}
        public synth(): void {}
      }`,
    );
    cpSync(resolve('src', 'options'), join(folder, 'options'), { recursive: true });
    const files = sources.map((source, i) => {
      const file = join(folder, `projenrc-${i}.ts`);
      writeFileSync(file, source);
      return file;
    });
    const program = ts.createProgram(files, {
      strict: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noEmit: true,
      skipLibCheck: true,
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      types: [],
      paths: { 'projen-aws-delivery': [stub] },
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('passes exactly the options from the input', () => {
  const { packageName, extra, ...expected } = INPUT;
  expect(run(renderStarterProjenrc(INPUT))).toEqual({
    options: { ...expected, cpuArchitecture: CpuArchitecture.X86_64 },
    synthesized: true,
  });
});

test('passes optional options', () => {
  const others = { ecsService: 'orders', ecrRepository: 'acme/orders', outdir: 'services/orders' };
  expect(run(renderStarterProjenrc({ ...INPUT, ...others })).options).toMatchObject(others);
});

test('passes additional options from the command line', () => {
  const extra = {
    branch: 'release',
    approval: true,
    stopTimeout: 60,
    deps: ['express@^5'],
    registry: { keepImages: 5 },
    'odd-key': '',
  };
  expect(run(renderStarterProjenrc({ ...INPUT, extra })).options).toMatchObject(extra);
});

test.each(["it's", '"quoted"', `both ' and "`, 'back\\slash', 'a\nb', '${x}`', '\u2028', '// no comment', '*/'])(
  'passes %j unchanged in every position',
  (text) => {
    const { options } = run(
      renderStarterProjenrc({
        ...INPUT,
        name: text,
        awsRegion: text,
        devDeps: [text],
        extra: { branch: text, imageBuild: { [text]: text } },
      }),
    );
    expect(options).toMatchObject({
      name: text,
      awsRegion: text,
      devDeps: [text],
      branch: text,
      imageBuild: { [text]: text },
    });
  },
);

test('writes enum members and imports only the enums that it uses', () => {
  const extra = { trigger: 'code-pipeline', registry: { imageTag: 'SHORT_SHA' } };
  const source = renderStarterProjenrc({ ...INPUT, cpuArchitecture: 'arm64', extra });
  expect(source).toContain(
    "import { CpuArchitecture, DeliveryEngine, EcsServiceProject, ImageTag } from 'projen-aws-delivery';\n",
  );
  expect(source).toContain('  cpuArchitecture: CpuArchitecture.ARM64,\n');
  expect(run(source).options).toMatchObject({
    cpuArchitecture: CpuArchitecture.ARM64,
    trigger: DeliveryEngine.CODE_PIPELINE,
    registry: { imageTag: ImageTag.SHORT_SHA },
  });
  expect(renderStarterProjenrc(INPUT)).toContain(
    "import { CpuArchitecture, EcsServiceProject } from 'projen-aws-delivery';\n",
  );
});

test('writes enum members of options in groups, lists, and environments', () => {
  const extra = {
    launchType: 'EC2',
    additionalPorts: [{ containerPort: 9000, protocol: 'udp' }],
    releaseVariables: { TAG: 'IMAGE_TAG' },
    environments: [{ name: 'test', containerInsights: 'DISABLED' }],
  };
  const source = renderStarterProjenrc({ ...INPUT, extra });
  expect(source).toContain('  launchType: LaunchType.EC2,\n');
  expect(source).toContain('  additionalPorts: [{ containerPort: 9000, protocol: PortProtocol.UDP }],\n');
  expect(source).toContain('  releaseVariables: { TAG: ReleaseValue.IMAGE_TAG },\n');
  expect(source).toContain("environments: [{ name: 'test', containerInsights: ContainerInsights.DISABLED }],\n");
});

test('shows the GitHub repository as a comment if it is unknown', () => {
  const source = renderStarterProjenrc({ ...INPUT, githubRepository: undefined });
  expect(source).toContain("\n  // githubRepository: 'owner/name',\n");
  expect(run(source).options).not.toHaveProperty('githubRepository');
});

describe('the commented examples', () => {
  const source = uncomment(renderStarterProjenrc({ ...INPUT, githubRepository: undefined }));
  const { options } = run(source);

  test('show options that are not on the command line', () => {
    const { packageName, extra, ...expected } = INPUT;
    expect(Object.keys(options).filter((option) => !(option in expected))).toEqual([
      'environmentVariables',
      'secrets',
      'environments',
      'autoScaling',
      'approval',
      'codePipeline',
    ]);
    expect(options.githubRepository).toBe('owner/name');
  });

  test('form a valid config if they are uncommented', () => {
    const { name, devDeps, ...delivery } = options;
    const model = modelOf(delivery);
    expect(model.pipeline).toBeUndefined();
    expect(model.environments[0]).toMatchObject({
      approval: true,
      environmentVariables: [{ name: 'LOG_LEVEL', value: 'debug' }],
      secrets: [{ name: 'API_KEY' }, { name: 'DATABASE_URL' }],
    });
  });

  test('are omitted if the command line sets the option', () => {
    const extra = { approval: true, trigger: 'CODE_PIPELINE', githubActions: { existingOidcProvider: true } };
    const text = renderStarterProjenrc({ ...INPUT, extra });
    expect(text.match(/approval/g)).toHaveLength(1);
    expect(text).not.toContain('codePipeline: {');
  });
});

test('compiles with strict compiler options, with and without the examples', () => {
  const plain = renderStarterProjenrc(INPUT);
  const extra = {
    branch: 'release',
    trigger: 'CODE_PIPELINE',
    serviceMode: 'EXISTING',
    strategy: 'CANARY',
    registry: { keepImages: 5, imageTag: 'SHORT_SHA' },
    sampleCode: false,
  };
  expect(typeErrors([plain, uncomment(plain), renderStarterProjenrc({ ...INPUT, extra })])).toEqual([]);
});

test('has clear comments', () => {
  expect(renderStarterProjenrc({ ...INPUT, ecsService: 'orders', extra: { branch: 'release' } })).toBe(`\
import { CpuArchitecture, EcsServiceProject } from 'projen-aws-delivery';

// This config generates all files that deploy the service. After you edit it, run: npx projen
const project = new EcsServiceProject({
  name: 'orders-api',
  devDeps: ['projen-aws-delivery'],

  // Where the service runs. By default, a VPC, a cluster, and a load balancer are created. To use an existing VPC or
  // cluster, set network.vpcId or ecsCluster.
  awsAccount: '012345678901',
  awsRegion: 'eu-central-1',
  ecsService: 'orders',

  // The repositories for source code and images. ecrRepository defaults to the service name.
  githubRepository: 'acme/orders-api',

  // The container. cpu is in CPU units (1024 = 1 vCPU), memory in MiB. Fargate supports these combinations:
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
  nodeVersion: '24',
  containerPort: 3000,
  healthCheckPath: '/health',
  cpu: 256,
  memory: 512,
  cpuArchitecture: CpuArchitecture.X86_64,

  branch: 'release',

  // PORT, HEALTH_CHECK_PATH, and NODE_ENV are set automatically. To set other variables:
  // environmentVariables: { LOG_LEVEL: 'debug' },

  // ECS reads secrets when a task starts and sets them as environment variables:
  // secrets: {
  //   DATABASE_URL: { secretsManager: 'orders-api/database', jsonKey: 'url' },
  //   API_KEY: { ssmParameter: '/orders-api/api-key' },
  // },

  // A release deploys to these environments in order. Each one inherits the options that it does not set:
  // environments: [{ name: 'staging', desiredCount: 1 }, { name: 'production' }],

  // Two tasks run by default. To add tasks under load:
  // autoScaling: { maxCapacity: 8, cpuUtilization: 70 },

  // To require approval before each deployment (on GitHub, also set required reviewers as described in DELIVERY.md):
  // approval: true,

  // A push starts GitHub Actions, and you can start CodePipeline manually. To remove CodePipeline:
  // codePipeline: { enabled: false },
});

project.synth();
`);
});
