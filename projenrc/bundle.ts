/**
 * The last step of `npx projen compile`: turns the output of jsii into the files that are published.
 *
 *   1. Bundles `lib/index.js` and the packages that it needs into one file. Users install and load it faster than
 *      many files. It is not minified, so that stack traces remain readable. The commands are minified.
 *   2. Deletes everything else in `lib`, except the commands and the type declarations that users need. Each command is a
 *      bundle of its own.
 *   3. Writes the licenses of the bundled packages to `THIRD-PARTY-NOTICES`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { preProcessFile } from 'typescript';

/** Users install these packages, and classes of this package extend theirs, so there must be only one copy. */
const NOT_BUNDLED = ['projen', 'constructs'];

/** The commands of this package. */
const COMMANDS = ['delivery-fleet', 'run-projenrc'];

/** Bundles a file with the packages that it needs. Returns the content of the bundle, and the files that it consists of. */
export function bundle(
  entry: string,
  { exported, minify = false }: { readonly exported?: readonly string[]; readonly minify?: boolean } = {},
): { readonly code: string; readonly inputs: string[] } {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    external: NOT_BUNDLED,
    legalComments: 'none',
    minify,
    // Never executed. Node.js reads the names from this line when an ES module imports the package.
    footer: exported && { js: `0 && (module.exports = { ${exported.join(', ')} });` },
  });
  return { code: outputFiles[0]!.text, inputs: inputsOf(metafile) };
}

function inputsOf({ inputs }: Metafile): string[] {
  return Object.keys(inputs).map((path) => resolve(path));
}

/** The type declarations that a declaration file imports, directly or indirectly, and the file itself. */
export function reachableTypes(file: string, found: Set<string> = new Set()): Set<string> {
  found.add(file);
  for (const { fileName } of preProcessFile(readFileSync(file, 'utf-8')).importedFiles) {
    const module = join(dirname(file), fileName);
    const path = existsSync(`${module}.d.ts`) ? `${module}.d.ts` : join(module, 'index.d.ts');
    if (fileName.startsWith('.') && !found.has(path)) {
      reachableTypes(path, found);
    }
  }
  return found;
}

/** The names and licenses of the packages that contain these files. */
export function renderNotices(files: readonly string[]): string {
  const folders = files.filter((path) => path.includes(`${sep}node_modules${sep}`)).map(packageFolder);
  const notices = [...new Set(folders)].map((folder) => {
    const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf-8'));
    const text = readdirSync(folder).find((file) => /^licen[cs]e(\.|$)/i.test(file));
    if (text === undefined) {
      throw new Error(`${relative('', folder)} contains no license file, so it cannot be bundled.`);
    }
    return `## ${name} (${license})\n\n${readFileSync(join(folder, text), 'utf-8').replace(/\r\n/g, '\n').trim()}\n`;
  });
  return ['The files in lib contain code from these packages.\n', ...notices.sort()].join('\n');
}

function packageFolder(file: string): string {
  const parts = file.split(sep);
  const start = parts.lastIndexOf('node_modules') + 1;
  return parts.slice(0, start + (parts[start]!.startsWith('@') ? 2 : 1)).join(sep);
}

function bundlePackage(root: string): void {
  const lib = join(root, 'lib');
  const index = join(lib, 'index.js');
  const library = bundle(index, { exported: Object.keys(require(index)) });
  const commands = COMMANDS.map((name) => ({
    path: join(lib, `${name}.js`),
    ...bundle(join(lib, `${name}.js`), { minify: true }),
  }));
  const files = new Map([
    ...[...reachableTypes(join(lib, 'index.d.ts'))].map((path) => [path, readFileSync(path, 'utf-8')] as const),
    [index, library.code] as const,
    ...commands.map(({ path, code }) => [path, code] as const),
  ]);
  rmSync(lib, { recursive: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  writeFileSync(
    join(root, 'THIRD-PARTY-NOTICES'),
    renderNotices([library, ...commands].flatMap(({ inputs }) => inputs)),
  );
}

if (require.main === module) {
  bundlePackage(resolve(__dirname, '..'));
}
