import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as ts from 'typescript';

const SRC = resolve(__dirname, '../src');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : path.endsWith('.ts') ? [path] : [];
  });
}

/** Relative to `src`, without the extension. */
const nameOf = (path: string) => relative(SRC, path).replace(/\.ts$/, '');

const sources = new Map(
  filesIn(SRC).map((path) => [
    nameOf(path),
    ts.createSourceFile(path, readFileSync(path, 'utf-8'), ts.ScriptTarget.ES2022, true),
  ]),
);

function importsOf(name: string, source: ts.SourceFile): Import[] {
  return source.statements.flatMap((statement): Import[] => {
    if (!(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) || !statement.moduleSpecifier) {
      return [];
    }
    const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
    return specifier.startsWith('.')
      ? [
          {
            from: name,
            to: nameOf(resolve(dirname(join(SRC, name)), specifier)),
            typesOnly: ts.isImportDeclaration(statement)
              ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
              : statement.isTypeOnly,
          },
        ]
      : [];
  });
}

const imports = [...sources].flatMap(([name, source]) => importsOf(name, source));

/** The folder that a file belongs to. Each artifact, target, and engine is one. Files in `src` itself make projects. */
function folderOf(name: string): string {
  const [first, second] = (sources.has(name) ? name : `${name}/index`).split('/') as [string, string?];
  if (second === undefined) {
    return 'projects';
  }
  return ['artifacts', 'targets', 'engines'].includes(first) ? `${first}/${second}` : first;
}

const axisOf = (folder: string) => folder.split('/')[0]!;

/** What each folder may import in addition to its own files. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  data: [],
  options: [],
  core: [],
  loading: [],
  printing: ['core'],
  facts: ['core', 'model'],
  model: ['core', 'data', 'options'],
  files: ['core', 'model', 'printing'],
  standard: ['core', 'model', 'options', 'printing'],
  rules: ['core', 'data', 'model', 'options', 'standard'],
  commands: ['core', 'files', 'model', 'options', 'printing', 'standard'],
  starter: ['options', 'model', 'printing'],
  artifacts: ['core', 'printing', 'data', 'options', 'facts', 'model'],
  targets: ['core', 'printing', 'data', 'options', 'facts', 'model'],
  engines: ['core', 'printing', 'data', 'options', 'facts', 'model'],
  delivery: ['core', 'printing', 'data', 'options', 'facts', 'model', 'artifacts', 'targets', 'engines', 'standard'],
  fleet: ['core', 'loading', 'printing'],
  projects: [
    'commands',
    'core',
    'delivery',
    'facts',
    'files',
    'fleet',
    'loading',
    'model',
    'options',
    'rules',
    'standard',
  ],
  project: ['core', 'data', 'delivery', 'files', 'model', 'options', 'projects', 'starter'],
};

/** An artifact or a target describes native steps in the types of the engine. */
function isNativeType({ from, to, typesOnly }: Import): boolean {
  return (
    typesOnly &&
    ['artifacts', 'targets'].includes(axisOf(folderOf(from))) &&
    /^engines\/[^/]+\/(native|workflow-step)$/.test(to)
  );
}

/** What several targets need, without being specific to any of them. */
function isShared({ from, to }: Import): boolean {
  return (
    axisOf(folderOf(from)) === 'targets' && folderOf(to) === 'targets/shared' && folderOf(from) !== 'targets/shared'
  );
}

describe('imports', () => {
  test('go only to the folders below', () => {
    const wrong = imports.filter((each) => {
      const [from, to] = [folderOf(each.from), folderOf(each.to)];
      return from !== to && !LAYERS[axisOf(from)]?.includes(axisOf(to)) && !isNativeType(each) && !isShared(each);
    });
    // The entry point of the package exports the project types.
    expect(wrong.filter(({ from }) => from !== 'index').map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test('never connect an engine, a target, or an artifact to another one', () => {
    const wrong = imports.filter((each) => {
      const [from, to] = [folderOf(each.from), folderOf(each.to)];
      const axes = ['artifacts', 'targets', 'engines'];
      return (
        from !== to &&
        axes.includes(axisOf(from)) &&
        axes.includes(axisOf(to)) &&
        !isNativeType(each) &&
        !isShared(each)
      );
    });
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test('form no circle between folders', () => {
    // The project types and the entry point are one layer.
    const layerOf = (name: string) => folderOf(name).replace(/^project$/, 'projects');
    const edges = new Map<string, Set<string>>();
    for (const each of imports.filter((one) => !isNativeType(one))) {
      const [from, to] = [layerOf(each.from), layerOf(each.to)];
      if (from !== to) {
        edges.set(from, new Set([...(edges.get(from) ?? []), to]));
      }
    }
    const circles: string[] = [];
    const visit = (folder: string, path: readonly string[]): void => {
      if (path.includes(folder)) {
        circles.push([...path.slice(path.indexOf(folder)), folder].join(' -> '));
        return;
      }
      for (const next of edges.get(folder) ?? []) {
        visit(next, [...path, folder]);
      }
    };
    for (const folder of edges.keys()) {
      visit(folder, []);
    }
    expect(circles).toEqual([]);
  });

  test('are found, in folders that this test knows', () => {
    expect(imports.length).toBeGreaterThan(300);
    expect([...sources.keys()].filter((name) => !LAYERS[axisOf(folderOf(name))])).toEqual([]);
  });
});

describe('the words of ECS', () => {
  const WORD = /ecs|task_?definition|cluster|fargate/i;

  /** Folders that are about ECS, or that contain options and data. */
  const HOME = /^(targets\/ecs|artifacts\/image|model|data|options)\//;

  /** Files outside these folders, with the reason and the words that they may contain. */
  const EXCEPTIONS: readonly [RegExp, RegExp, string][] = [
    [/^(index|ecs-delivery|project\/.*|starter\/.*)$/, WORD, 'The public project types for ECS.'],
    [/^targets\/ec2\/unit$/, /ExecStart/, 'A setting of systemd.'],
    [/^delivery\/ecs$/, WORD, 'Registers the target.'],
    [
      /^standard\/(delivery-standard|option-reference|render-standard)$/,
      WORD,
      'A standard has values for each target.',
    ],
    [/^engines\/code-pipeline\/release-project$/, /credential_source EcsContainer$/, 'A setting of the AWS CLI.'],
  ];

  function wordsIn(source: ts.SourceFile): string[] {
    const words: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) {
        words.push(node.text);
      } else if (ts.isRegularExpressionLiteral(node)) {
        words.push(node.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return words.filter((word) => WORD.test(word));
  }

  test('are only where they belong', () => {
    const found = [...sources]
      .filter(([name]) => !HOME.test(name))
      .flatMap(([name, source]) => wordsIn(source).map((word) => ({ name, word })))
      .filter(({ name, word }) => !EXCEPTIONS.some(([file, allowed]) => file.test(name) && allowed.test(word)));
    expect(found).toEqual([]);
  });

  test('are needed in every exception', () => {
    for (const [file, allowed] of EXCEPTIONS) {
      const words = [...sources].filter(([name]) => file.test(name)).flatMap(([, source]) => wordsIn(source));
      expect(words.filter((word) => allowed.test(word))).not.toEqual([]);
    }
  });

  test('nothing outside the target asks for the kind of service', () => {
    const asking = [...sources]
      .filter(([name]) => !/^(targets\/ecs|model|options)\//.test(name))
      .filter(([, source]) => /\b(serviceKind|managed|codeDeploy)\b/.test(identifiersOf(source).join(' ')))
      .map(([name]) => name);
    expect(asking).toEqual([]);
  });

  function identifiersOf(source: ts.SourceFile): string[] {
    const names: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) {
        names.push(node.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return names;
  }
});
