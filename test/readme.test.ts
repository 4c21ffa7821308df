import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { temporaryFolder } from './support/project';

const ROOT = join(__dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf-8');

/** The TypeScript in the README, each piece with what a reader knows from before it. */
const PIECES = [...README.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, piece]) => complete(piece!));

function complete(piece: string): string {
  if (/^import /.test(piece)) {
    return piece.replace(
      ', /* ... */',
      ", authorName: 'a', authorEmail: 'a@example.com', version: '0.1.0', moduleName: 'a',",
    );
  }
  const known =
    "import { type EcsDeliveryOptions, EcsServiceMode, EcsServiceProject, type EcsServiceProjectOptions } from 'projen-aws-delivery';";
  return /^\w+: /.test(piece)
    ? `${known}\nexport const options: Partial<EcsDeliveryOptions> = {\n${piece}};\n`
    : `${known}\ndeclare const project: EcsServiceProject;\n${piece}`;
}

test('the TypeScript in the README compiles', () => {
  expect(PIECES.length).toBeGreaterThan(4);
  const folder = temporaryFolder();
  const files = PIECES.map((piece, i) => {
    const path = join(folder, `piece-${i}.ts`);
    writeFileSync(path, piece);
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

test('the files in the README are those that are generated', () => {
  const named = [...README.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^` ]+)`/g)].map(([, path]) => path!),
  );
  const paths = named.filter((path) => /[./]/.test(path));
  expect(paths.length).toBeGreaterThan(10);
  const example = join(ROOT, 'examples/orders-api');
  // Not every config has those.
  const conditional = ['infra/one-off-task.sh', 'appspec.yaml'];
  const missing = paths.filter((path) => !conditional.includes(path) && !ts.sys.fileExists(join(example, path)));
  expect(missing).toEqual([]);
});
