import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import * as ts from 'typescript';
import * as delivery from '../src';
import { EC2_DELIVERY } from '../src/delivery/ec2';
import { ECS_DELIVERY } from '../src/delivery/ecs';
import type { DeliveryKind } from '../src/delivery/kind';
import { LAMBDA_DELIVERY } from '../src/delivery/lambda';
import { STATIC_SITE_DELIVERY } from '../src/delivery/static-site';
import { parseArguments } from '../src/fleet/arguments';
import { type FileChange, NOTHING, type Outcome } from '../src/fleet/outcome';
import { summary } from '../src/fleet/terminal';
import type { CommonModel } from '../src/model/common-model';
import { DeploymentStrategy, Ec2DeploymentMode, type EcsDeliveryOptions, EcsServiceMode } from '../src/options';
import { DeliveryStandard } from '../src/standard/delivery-standard';
import { MINIMAL_OPTIONS, NODE_PROJECT } from './support/model';
import { deliveryIn, messageOf, serviceIn, temporaryFolder } from './support/project';

const ROOT = join(__dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf-8');

/** The TypeScript snippets in the README, completed with the imports and variables that the text implies. */
const SNIPPETS = [...README.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, snippet]) => complete(snippet!));

function complete(snippet: string): string {
  if (/^import /.test(snippet)) {
    return snippet.replace(
      ', /* ... */',
      ", authorName: 'a', authorEmail: 'a@example.com', version: '0.1.0', moduleName: 'a',",
    );
  }
  const imports =
    "import { type EcsDeliveryOptions, EcsServiceMode, EcsServiceProject, type EcsServiceProjectOptions } from 'projen-aws-delivery';";
  return /^\w+: /.test(snippet)
    ? `${imports}\nexport const options: Partial<EcsDeliveryOptions> = {\n${snippet}};\n`
    : `${imports}\ndeclare const project: EcsServiceProject;\n${snippet}`;
}

test('every TypeScript snippet in the README compiles', () => {
  expect(SNIPPETS.length).toBeGreaterThan(4);
  const folder = temporaryFolder();
  const files = SNIPPETS.map((snippet, i) => {
    const path = join(folder, `snippet-${i}.ts`);
    writeFileSync(path, snippet);
    return path;
  });
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.Node16,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: {
      'projen-aws-delivery': [join(ROOT, 'src/index.ts')],
      projen: [join(ROOT, 'node_modules/projen')],
    },
  });
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  expect(problems).toEqual([]);
});

test('every list of options in the README is accepted', () => {
  const lists = [...README.matchAll(/```ts\n([\s\S]*?)```/g)]
    .map(([, text]) => text!)
    .filter((text) => /^\w+: /.test(text));
  const existing = lists.find((text) => text.startsWith('serviceMode'))!;
  const values = lists.map((text) => evaluate(text.startsWith('containerName') ? existing + text : text));
  expect(values.length).toBeGreaterThan(3);
  // One waiver in the README is of a rule of the library, and the other of a rule of a plugin.
  const standard = new DeliveryStandard({
    name: 'acme',
    version: '3.2.0',
    contact: '#platform on Slack',
    rules: [delivery.DeliveryRules.requiredTags({ keys: ['cost-center'] })],
  });
  process.env.SOURCE_DATE_EPOCH = String(Date.UTC(2027, 0, 1) / 1000);
  for (const options of values) {
    const waived = 'waivers' in options && !('validationPlugins' in options) ? { standard } : {};
    // The certificate and the roles in the examples are in this account and Region.
    deliveryIn(temporaryFolder(), { awsRegion: 'eu-central-1', ...waived, ...options }).project.synth();
  }
  delete process.env.SOURCE_DATE_EPOCH;
});

test('every Lambda project in the README generates its files', () => {
  const snippets = SNIPPETS.filter((snippet) => snippet.includes('new LambdaFunctionProject('));
  expect(snippets).toHaveLength(2);
  for (const snippet of snippets) {
    const folder = temporaryFolder();
    const script = ts.transpile(snippet, { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 });
    runIn(folder, () => new Function('require', 'exports', script)(() => delivery, {}));
    expect(ts.sys.fileExists(join(folder, 'infra/rollback.sh'))).toBe(true);
    expect(ts.sys.fileExists(join(folder, 'Dockerfile'))).toBe(snippet.includes('LambdaPackageType.IMAGE'));
  }
});

/** Runs a config as `npx projen` does, but does not install packages. */
function runIn(folder: string, run: () => void): void {
  const [before, disabled] = [process.cwd(), process.env.PROJEN_DISABLE_POST];
  process.chdir(folder);
  process.env.PROJEN_DISABLE_POST = '1';
  try {
    run();
  } finally {
    process.chdir(before);
    process.env.PROJEN_DISABLE_POST = disabled ?? '';
  }
}

function evaluate(snippet: string): Partial<EcsDeliveryOptions> {
  const code = ts.transpile(`(({ EcsServiceMode }) => ({\n${snippet}}))`, { target: ts.ScriptTarget.ES2022 });
  return runInThisContext(code)({ EcsServiceMode });
}

test('the README lists only files that are generated', () => {
  const listed = [...README.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^` ]+)`/g)].map(([, path]) => path!),
  );
  const paths = listed.filter((path) => /[./]/.test(path));
  expect(paths.length).toBeGreaterThan(10);
  const examples = ['orders-api', 'acme-delivery-standard'].map((name) => join(ROOT, 'examples', name));
  // Only some configs generate these files.
  const conditional = ['infra/one-off-task.sh', 'appspec.yaml'];
  const missing = paths.filter(
    (path) => !conditional.includes(path) && !examples.some((example) => ts.sys.fileExists(join(example, path))),
  );
  expect(missing).toEqual([]);
});

/** The standard that the README shows. */
function standardOfReadme(): DeliveryStandard {
  const snippet = SNIPPETS.find((text) => text.includes('new DeliveryStandard('))!;
  const exported: { standard?: DeliveryStandard } = {};
  const code = ts.transpile(snippet, { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 });
  new Function('require', 'exports', code)(() => ({ DeliveryStandard }), exported);
  return exported.standard!;
}

test('the README shows real error messages', () => {
  // In a list item, all lines of a sample are indented.
  const samples = [...README.matchAll(/^( *)```text\n([\s\S]*?)```/gm)].map(([, margin, text]) =>
    text!.replace(new RegExp(`^${margin}`, 'gm'), '').trim(),
  );
  const contradicting = serviceIn(temporaryFolder());
  contradicting.delivery.dockerfile!.replace('EXPOSE 3000', 'EXPOSE 8080');
  expect(samples).toEqual([
    messageOf(() => contradicting.synth()),
    messageOf(() => serviceIn(temporaryFolder(), { memory: 8192, nodeVersion: '20' })),
    messageOf(() => serviceIn(temporaryFolder(), { standard: standardOfReadme(), awsRegion: 'us-east-1' })),
  ]);
});

test('the README and the package that it describes agree', () => {
  const section = README.slice(README.indexOf('## A standard for your organization'), README.indexOf('## Security'));
  const types = readFileSync(join(ROOT, 'examples/acme-delivery-standard/src/project-types.ts'), 'utf-8');
  for (const [, id] of section.matchAll(/(acme-\w+-service)\b/g)) {
    expect(types).toContain(` * @pjid ${id}\n`);
  }
  for (const [, path] of section.matchAll(/\]\((examples\/[^)]+)\)/g)) {
    expect(existsSync(join(ROOT, path!))).toBe(true);
  }
});

describe('the table of targets', () => {
  const KINDS: Readonly<Record<string, DeliveryKind<CommonModel>>> = Object.fromEntries(
    [ECS_DELIVERY, LAMBDA_DELIVERY, STATIC_SITE_DELIVERY, EC2_DELIVERY].map((kind) => [
      kind.component,
      kind as unknown as DeliveryKind<CommonModel>,
    ]),
  );
  const rows = [...README.matchAll(/^\| \[[^|]+\| ([^|]+) \| ([^|]+) \|.*$/gm)].map(([, names, strategies]) => ({
    component: codesIn(names!).at(-1)!,
    projectType: codesIn(names!).length > 1 ? codesIn(names!)[0]! : undefined,
    strategies: codesIn(strategies!),
  }));

  function codesIn(cell: string): string[] {
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
  }

  test('lists every kind of delivery', () => {
    expect(rows.map(({ component }) => component)).toEqual(Object.keys(KINDS));
  });

  /** The options that determine which strategies a component supports. */
  const MODES: Readonly<Record<string, readonly object[]>> = {
    Ec2Delivery: Object.values(Ec2DeploymentMode).map((deploymentMode) => ({ deploymentMode })),
  };

  test.each(rows)('lists the strategies of $component', ({ component, strategies }) => {
    const isAccepted = (options: object) => {
      try {
        KINDS[component]!.resolve({ ...MINIMAL_OPTIONS, ...options }, NODE_PROJECT);
        return true;
      } catch {
        return false;
      }
    };
    const accepted = Object.keys(DeploymentStrategy).filter((strategy) =>
      (MODES[component] ?? [{}]).some((mode) => isAccepted({ ...mode, strategy })),
    );
    expect([...strategies].sort()).toEqual(accepted.sort());
  });
});

test('the README shows the summary of a fleet', () => {
  const outcome = (repository: string, rest: Partial<Outcome>): Outcome => ({
    ...NOTHING,
    repository,
    id: repository,
    result: 'unchanged',
    seconds: 0,
    ...rest,
  });
  const file = (added: number): FileChange => ({
    path: 'a',
    change: 'modified',
    added,
    removed: added,
    diff: [],
    omitted: 0,
  });
  const fact = {
    id: 'x',
    title: 'CDK bootstrap qualifier',
    environments: [],
    from: 'hnb659fds',
    to: 'acme',
    files: [],
  };
  const problem = { code: 'memory-for-cpu', path: 'memory', message: '' };
  const outcomes = [
    outcome('docs', {}),
    outcome('orders-api', { result: 'changed', files: [10, 1, 1, 1, 1, 1, 1].map(file), facts: [fact] }),
    outcome('payments', { result: 'refused', problems: [problem] }),
  ];
  const text = summary(outcomes, { name: 'acme-delivery', version: '3.2.0', published: true }, 120);
  expect(README).toContain(`\`\`\`console\n${text}\n\`\`\``);
});

test('the commands that preview a fleet are valid', () => {
  const list = join(temporaryFolder(), 'services.txt');
  writeFileSync(list, 'orders-api\n');
  const commands = README.match(/^npx delivery-fleet .*$/gm)!;
  expect(commands).toHaveLength(2);
  const [preview, apply] = commands.map((command) =>
    parseArguments(command.replace('services.txt', list).split(' ').slice(2)),
  );
  expect(preview).toMatchObject({ repositories: ['orders-api'], apply: false, pullRequest: false });
  expect(apply).toMatchObject({ packages: ['acme-delivery@3.2.0'], apply: true, pullRequest: true });
});
