/** A program in TypeScript, and the file that esbuild creates from it. */
interface Program {
  /** `src/index.ts`. */
  readonly path: string;
  /** `dist/index.mjs`. */
  readonly output: string;
}

/** A dependency that is not an ES module needs `require`. */
const ES_MODULE = [
  '--format=esm',
  '--main-fields=module,main',
  `--banner:js="import{createRequire}from'node:module';const require=createRequire(import.meta.url);"`,
];

/**
 * The command that bundles a program with its dependencies: as an ES module if the output is an `.mjs` file.
 *
 * https://esbuild.github.io/api/
 *
 * @param node the major version of Node.js
 */
export function bundleCommand({ path, output }: Program, node: string): string {
  return [
    `esbuild ${path}`,
    '--bundle',
    '--platform=node',
    `--target=node${node}`,
    ...(output.endsWith('.mjs') ? ES_MODULE : ['--format=cjs']),
    '--sourcemap',
    `--outfile=${output}`,
  ].join(' ');
}
