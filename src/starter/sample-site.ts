/** The script that creates the site. */
export const BUNDLE_SCRIPT = 'bundle.mjs';

/**
 * Renders the sample site of a new project as a map of path to content: two pages, a script with tests, and the script
 * that bundles them. The user owns these files, so they are never regenerated.
 *
 * @param service the name of the site
 */
export function renderSampleSite(service: string): Readonly<Record<string, string>> {
  return {
    [BUNDLE_SCRIPT]: BUNDLE,
    'src/index.html': page(
      service,
      `<h1>${service}</h1>\n      <p id="release"></p>`,
      '<script type="module" src="/main.ts"></script>',
    ),
    'src/404.html': page(
      'Page not found',
      '<h1>Page not found</h1>\n      <p><a href="/">Go to the start page</a></p>',
    ),
    'src/style.css': STYLE,
    'src/main.ts': MAIN,
    'src/release.ts': RELEASE,
    'test/release.test.ts': TEST,
  };
}

const BUNDLE = `\
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
`;

function page(title: string, body: string, script?: string): string {
  return `\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="stylesheet" href="/style.css">${script ? `\n    ${script}` : ''}
  </head>
  <body>
    <main>
      ${body}
    </main>
  </body>
</html>
`;
}

const STYLE = `\
:root {
  color-scheme: light dark;
  font-family: system-ui, sans-serif;
}

main {
  margin: 4rem auto;
  max-width: 40rem;
  padding: 0 1rem;
}
`;

const MAIN = `\
import { releaseText } from './release';

const element = document.querySelector('#release');
if (element) {
  void releaseText().then((text) => {
    element.textContent = text;
  });
}
`;

const RELEASE = `\
/** Says which release a visitor received. Each release contains its ID in /release.json. */
export async function releaseText(get: (path: string) => Promise<Response> = fetch): Promise<string> {
  try {
    const response = await get('/release.json');
    if (!response.ok) {
      return 'Not released yet';
    }
    const { release } = (await response.json()) as { release: string };
    return 'Release ' + release;
  } catch {
    return 'The release is unknown';
  }
}
`;

const TEST = `\
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releaseText } from '../src/release';

test('shows the ID of the release', async () => {
  const text = await releaseText(async () => new Response('{"release":"0123456789abcdef"}'));
  assert.equal(text, 'Release 0123456789abcdef');
});

test('shows that a site on your computer is not released', async () => {
  const text = await releaseText(async () => new Response('', { status: 404 }));
  assert.equal(text, 'Not released yet');
});

test('works without a connection', async () => {
  const text = await releaseText(async () => {
    throw new Error('offline');
  });
  assert.equal(text, 'The release is unknown');
});
`;
