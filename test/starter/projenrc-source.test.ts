import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** What the config hands to the project type, and whether it synthesizes the project. */
function run(source: string): { options: Record<string, unknown>; synthesized: boolean } {
  let options: Record<string, unknown> | undefined;
  let synthesized = false;
  class EcsServiceProject {
    public constructor(given: Record<string, unknown>) {
      options = given;
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

/** The examples turned into code: `option: value`, and what lies inside. */
function uncomment(source: string): string {
  return source.replace(/^( +)\/\/ (?=[a-z]\w*: | {2}|\})/gm, '$1');
}

/** Compiles under projen's strict compiler options against the real options of the package. */
function typeErrors(sources: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'starter-'));
  try {
    const stub = join(folder, 'stub.ts');
    writeFileSync(
      stub,
      `import type { EcsDeliveryOptions } from './options';
      export * from './options';
      export * from './service-options';
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
    for (const name of ['options.ts', 'service-options.ts']) {
      writeFileSync(join(folder, name), ts.sys.readFile(resolve('src', name))!);
    }
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

test('hands over exactly what it was given', () => {
  const { packageName, extra, ...given } = INPUT;
  expect(run(renderStarterProjenrc(INPUT))).toEqual({
    options: { ...given, cpuArchitecture: CpuArchitecture.X86_64 },
    synthesized: true,
  });
});

test('hands over options that only some projects have', () => {
  const others = { ecsService: 'orders', ecrRepository: 'acme/orders', outdir: 'services/orders' };
  expect(run(renderStarterProjenrc({ ...INPUT, ...others })).options).toMatchObject(others);
});

test('hands over every further flag', () => {
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
  'hands over %j unchanged, wherever it stands',
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

test('writes enums as members and imports no more than it uses', () => {
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

test('shows the GitHub repository as a comment where it is not known', () => {
  const source = renderStarterProjenrc({ ...INPUT, githubRepository: undefined });
  expect(source).toContain("\n  // githubRepository: 'owner/name',\n");
  expect(run(source).options).not.toHaveProperty('githubRepository');
});

describe('the examples', () => {
  const source = uncomment(renderStarterProjenrc({ ...INPUT, githubRepository: undefined }));
  const { options } = run(source);

  test('show what the command line cannot give', () => {
    const { packageName, extra, ...given } = INPUT;
    expect(Object.keys(options).filter((option) => !(option in given))).toEqual([
      'environmentVariables',
      'secrets',
      'environments',
      'autoScaling',
      'approval',
      'codePipeline',
    ]);
    expect(options.githubRepository).toBe('owner/name');
  });

  test('make a valid config once the comment signs are removed', () => {
    const { name, devDeps, ...delivery } = options;
    const model = modelOf(delivery);
    expect(model.pipeline).toBeUndefined();
    expect(model.environments[0]).toMatchObject({
      approval: true,
      environmentVariables: [{ name: 'LOG_LEVEL', value: 'debug' }],
      secrets: [{ name: 'API_KEY' }, { name: 'DATABASE_URL' }],
    });
  });

  test('are left out where the command line decided', () => {
    const extra = { approval: true, trigger: 'CODE_PIPELINE', githubActions: { existingOidcProvider: true } };
    const text = renderStarterProjenrc({ ...INPUT, extra });
    expect(text.match(/approval/g)).toHaveLength(1);
    expect(text).not.toContain('codePipeline: {');
  });
});

test('compiles under strict options, with and without the examples', () => {
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

test('reads well', () => {
  expect(renderStarterProjenrc({ ...INPUT, ecsService: 'orders', extra: { branch: 'release' } })).toBe(`\
import { CpuArchitecture, EcsServiceProject } from 'projen-aws-delivery';

// Every file that gets this service to AWS is generated from here. After a change: npx projen
const project = new EcsServiceProject({
  name: 'orders-api',
  devDeps: ['projen-aws-delivery'],

  // Where it runs. Network, cluster and load balancer are created, unless the config names what exists.
  awsAccount: '012345678901',
  awsRegion: 'eu-central-1',
  ecsService: 'orders',

  // Where it comes from: source and image.
  githubRepository: 'acme/orders-api',

  // What runs. Which memory is possible depends on cpu:
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
  nodeVersion: '24',
  containerPort: 3000,
  healthCheckPath: '/health',
  cpu: 256,
  memory: 512,
  cpuArchitecture: CpuArchitecture.X86_64,

  branch: 'release',

  // PORT, HEALTH_CHECK_PATH and NODE_ENV are set already.
  // environmentVariables: { LOG_LEVEL: 'debug' },

  // ECS reads secrets when a task starts, and hands them over as environment variables.
  // secrets: {
  //   DATABASE_URL: { secretsManager: 'orders-api/database', jsonKey: 'url' },
  //   API_KEY: { ssmParameter: '/orders-api/api-key' },
  // },

  // More environments, in the order of a release. What one does not set is as above.
  // environments: [{ name: 'staging', desiredCount: 1 }, { name: 'production' }],

  // Two tasks run at all times. To let their number follow the load:
  // autoScaling: { maxCapacity: 8, cpuUtilization: 70 },

  // Releases wait until somebody approves them. GitHub needs a setting for it, see DELIVERY.md.
  // approval: true,

  // GitHub Actions releases each push, and CodePipeline stands by. Without CodePipeline:
  // codePipeline: { enabled: false },
});

project.synth();
`);
});
