/**
 * `npm run examples`: regenerates each project in this folder from its `.projenrc.ts`.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ModuleKind, transpile } from 'typescript';
import * as delivery from '../src';

/** The names of the example projects. */
export const EXAMPLES: readonly string[] = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/**
 * Runs the config of an example like `npx projen`, but does not install packages.
 *
 * @param name the name of the example
 * @param folder the folder in which the project is generated
 */
export function generateExample(name: string, folder: string): void {
  const config = readFileSync(join(__dirname, name, '.projenrc.ts'), 'utf-8');
  const [before, disablePost] = [process.cwd(), process.env.PROJEN_DISABLE_POST];
  process.chdir(folder);
  process.env.PROJEN_DISABLE_POST = '1';
  try {
    const run = new Function('require', 'exports', transpile(config, { module: ModuleKind.CommonJS }));
    run((module: string) => (module === 'projen-aws-delivery' ? delivery : require(module)), {});
  } finally {
    process.chdir(before);
    process.env.PROJEN_DISABLE_POST = disablePost ?? '';
  }
}

if (require.main === module) {
  for (const name of EXAMPLES) {
    generateExample(name, join(__dirname, name));
    console.log(`Generated examples/${name}.`);
  }
}
