/**
 * `npm run examples`: generates the projects of this folder again, each from its `.projenrc.ts`.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ModuleKind, transpile } from 'typescript';
import * as delivery from '../src';

/** The folders here that hold a project. */
export const EXAMPLES: readonly string[] = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/**
 * Runs the config of an example as `npx projen` does, but without npm.
 *
 * @param folder where the project is generated
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
    console.log(`examples/${name} is generated.`);
  }
}
