/**
 * Creates the site: the pages in src, and the scripts and style sheets that they refer to. The names of scripts and style
 * sheets contain a hash of their content, because browsers keep these files for a year.
 *
 *   node bundle.mjs FOLDER ASSETS
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const [folder, assets] = process.argv.slice(2);

await rm(folder, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/main.ts', 'src/style.css'],
  outdir: folder + '/' + assets,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  target: 'es2022',
  metafile: true,
});

const pages = (await readdir('src')).filter((name) => name.endsWith('.html'));
for (const name of pages) {
  let html = await readFile('src/' + name, 'utf-8');
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint) {
      html = html.replaceAll('"' + entryPoint.slice('src'.length) + '"', '"' + path.slice(folder.length) + '"');
    }
  }
  await writeFile(folder + '/' + name, html);
}
