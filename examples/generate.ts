/**
 * `npm run examples`: regenerates each project in this folder from its `.projenrc.ts`.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, resolve } from 'path';
import { ModuleKind, ScriptTarget, transpile } from 'typescript';
import * as delivery from '../src';

/** The names of the example projects. */
export const EXAMPLES: readonly string[] = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Examples of which the repository contains only these files and the config. The others are like those of orders-api. */
export const EXCERPTS: Readonly<Record<string, readonly string[]>> = {
  'shipping-api': ['.github/workflows/delivery-upgrade.yml', 'DELIVERY.md'],
};

/** The example of a package with a standard. */
const COMPANY = 'acme-delivery-standard';

/** The packages that examples import, as if they were installed: this package, and the entry points of examples. */
const PACKAGES: Readonly<Record<string, () => object>> = {
  'projen-aws-delivery': () => delivery,
  'acme-delivery': () => loadModule(join(__dirname, COMPANY, 'src/index.ts')),
};

/** Runs a TypeScript file with the modules that it imports, and returns what it exports. */
export function loadModule(path: string, loaded: Map<string, object> = new Map()): object {
  const known = loaded.get(path);
  if (known) {
    return known;
  }
  const exported = {};
  loaded.set(path, exported);
  const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  const run = new Function('require', 'exports', '__dirname', transpile(readFileSync(path, 'utf-8'), options));
  const load = (module: string): unknown =>
    module.startsWith('.')
      ? loadModule(`${resolve(dirname(path), module)}.ts`, loaded)
      : (PACKAGES[module]?.() ?? require(module));
  run(load, exported, dirname(path));
  return exported;
}

/**
 * Runs the config of an example like `npx projen`, but does not install packages.
 *
 * @param name the name of the example
 * @param folder the folder in which the project is generated
 */
export function generateExample(name: string, folder: string): void {
  const [before, disablePost] = [process.cwd(), process.env.PROJEN_DISABLE_POST];
  process.chdir(folder);
  process.env.PROJEN_DISABLE_POST = '1';
  try {
    loadModule(join(__dirname, name, '.projenrc.ts'));
    if (name === COMPANY) {
      // The build of the package writes this file.
      const { AcmeStandard } = PACKAGES['acme-delivery']!() as { AcmeStandard: new () => delivery.DeliveryStandard };
      writeFileSync('STANDARD.md', new AcmeStandard().toMarkdown());
    }
  } finally {
    process.chdir(before);
    process.env.PROJEN_DISABLE_POST = disablePost ?? '';
  }
}

if (require.main === module) {
  for (const name of EXAMPLES) {
    const excerpt = EXCERPTS[name];
    const folder = excerpt ? mkdtempSync(join(tmpdir(), 'example-')) : join(__dirname, name);
    generateExample(name, folder);
    for (const path of excerpt ?? []) {
      mkdirSync(dirname(join(__dirname, name, path)), { recursive: true });
      copyFileSync(join(folder, path), join(__dirname, name, path));
    }
    if (excerpt) {
      rmSync(folder, { recursive: true });
    }
    console.log(`Generated examples/${name}.`);
  }
}
