import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderHtml } from '../../src/fleet/html';
import { failed, NOTHING, type Outcome } from '../../src/fleet/outcome';
import { renderJson, reportOf } from '../../src/fleet/report';
import { progressLine, summary } from '../../src/fleet/terminal';
import { describeChanges } from '../../src/printing/changes';
import { temporaryFolder } from '../support/project';

const PACKAGE = { name: 'acme-delivery', version: '3.2.0', published: true };
const ATTACK = '"><img src=x onerror="document.title=1"><script>document.title = 2</script>\'&amp;';

function outcome(id: string, rest: Partial<Outcome>): Outcome {
  return { ...NOTHING, repository: id, id, result: 'unchanged', seconds: 0.1, ...rest };
}

const DIFF = ['@@ -1,3 +1,3 @@', ' a: 1', '-port: 3000', '+port: 8080', ` # ${ATTACK}`];
const FACT = {
  id: 'container-port',
  title: 'Container port',
  environments: [],
  from: '3000',
  to: '8080',
  files: ['a.yml'],
};
const changed = (id: string, path = 'a.yml') =>
  outcome(id, {
    result: 'changed',
    files: [{ path, change: 'modified', added: 1, removed: 1, diff: DIFF, omitted: 0 }],
    facts: [FACT],
  });
const OUTCOMES: readonly Outcome[] = [
  outcome('quiet', {}),
  changed('orders'),
  changed('payments'),
  outcome(ATTACK, {
    ...changed('x', ATTACK),
    repository: ATTACK,
    facts: [{ ...FACT, title: ATTACK, to: ATTACK, files: [ATTACK], environments: ['staging', 'production'] }],
    edited: [ATTACK],
    notes: [ATTACK],
    waived: [{ rule: ATTACK, reason: ATTACK, owner: ATTACK, expires: '2099-12-31' }],
    pullRequest: `javascript:${ATTACK}`,
  }),
  outcome('refused', { result: 'refused', problems: [{ code: ATTACK, path: ATTACK, message: ATTACK }] }),
  outcome('failed', failed(ATTACK)),
];
const REPORT = reportOf(OUTCOMES, { ...PACKAGE, name: `acme-delivery ${ATTACK}` });
const PAGE = renderHtml(REPORT);

describe('the HTML report', () => {
  test('escapes every value', () => {
    expect(PAGE).not.toContain('<img');
    expect(PAGE).not.toContain('<script');
    expect(PAGE).not.toMatch(/href|src=x onerror="/);
    // Attributes have no values from repositories.
    const tags = PAGE.match(/<[a-z][^>]*>/g)!;
    expect(tags.filter((tag) => /&#/.test(tag))).toEqual([]);
  });

  test('loads nothing, and allows no scripts', () => {
    expect(PAGE).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    );
    expect(PAGE).not.toMatch(/<(link|iframe|object|embed|base|form|a)\b|url\(|@import/);
  });

  test('emphasizes what differs in a line', () => {
    expect(PAGE).toContain('<del>-port: <mark>3000</mark></del><ins>+port: <mark>8080</mark></ins>');
  });

  test('has colors for a light and a dark background', () => {
    const names = (block: string) => [...block.matchAll(/--[\w-]+(?=:)/g)].map(([name]) => name).sort();
    const [, light, dark] = /:root\{([^}]*)\}\n@media \(prefers-color-scheme:dark\)\{:root\{([^}]*)\}/.exec(PAGE)!;
    expect(names(dark!)).toEqual(names(light!));
  });

  const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
  if (browser === undefined) {
    process.stderr.write(
      'SKIPPED: test/fleet/report.test.ts opens the report only if Chromium or Chrome is installed\n',
    );
  }

  (browser === undefined ? test.skip : test)('is readable in a browser', () => {
    const probe = `<script>
      const visible = () => [...document.querySelectorAll('.repository')].filter((one) => one.checkVisibility()).length;
      const found = { title: document.title, images: document.images.length, visible: {} };
      for (const input of document.querySelectorAll('input')) {
        input.checked = true;
        found.visible[input.value] = visible();
      }
      document.querySelector('input').checked = true;
      document.querySelectorAll('details').forEach((one) => { one.open = true; });
      found.wide = document.documentElement.scrollWidth > window.innerWidth;
      found.diff = getComputedStyle(document.querySelector('ins')).backgroundColor;
      document.documentElement.replaceChildren(JSON.stringify(found));
    </script>`;
    const file = join(temporaryFolder(), 'report.html');
    writeFileSync(file, PAGE.replace(/<meta http-equiv[^>]*>/, '').replace('</body>', `${probe}</body>`));
    const dom = execFileSync(
      browser!,
      ['--headless', '--no-sandbox', '--disable-gpu', '--window-size=400,800', '--dump-dom', `file://${file}`],
      { encoding: 'utf-8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const found = JSON.parse(
      /\{.*\}/s.exec(dom)![0].replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'),
    );
    expect(found).toEqual({
      title: `acme-delivery ${ATTACK} 3.2.0 in 6 repositories`,
      images: 0,
      visible: { all: 6, changed: 3, refused: 1, failed: 1, unchanged: 1, waived: 1 },
      wide: false,
      diff: 'rgb(218, 251, 225)',
    });
  });
});

test('the JSON report', () => {
  const report = JSON.parse(renderJson(reportOf(OUTCOMES.slice(0, 3), PACKAGE)));
  expect(report).toMatchObject({
    package: PACKAGE,
    totals: { repositories: 3, unchanged: 1, changed: 2, refused: 0, failed: 0, waived: 0, withWaivers: 0 },
    facts: [{ title: 'Container port', to: '8080', repositories: 2 }],
    frequent: [{ file: 'a.yml', removed: ['port: 3000'], added: ['port: 8080'], repositories: 2 }],
    problems: [],
  });
  expect(report.repositories.map(({ id, lines }: { id: string; lines: object }) => [id, lines])).toEqual([
    ['orders', { added: 1, removed: 1 }],
    ['payments', { added: 1, removed: 1 }],
    ['quiet', { added: 0, removed: 0 }],
  ]);
});

test('the progress bar', () => {
  expect(progressLine(OUTCOMES.slice(0, 3), 12, 80)).toBe('██████░░░░░░░░░░░░░░░░░░  3/12  2 changed, 1 unchanged');
  expect(progressLine([], 0, 80)).toContain('0/0');
  expect(progressLine(OUTCOMES.slice(0, 3), 12, 30)).toHaveLength(30);
});

test('the summary fits into the terminal', () => {
  const long = changed('a'.repeat(60));
  const lines = summary([long], PACKAGE, 100).split('\n');
  expect(lines[0]).toBe('acme-delivery 3.2.0: 1 repository, 1 changed');
  expect(lines.at(-1)).toBe(`…${'a'.repeat(39)}  changed      1  +1 -1  Container port: 3000 → 8080`);
  expect(summary([long], PACKAGE, 70).split('\n').at(-1)).toHaveLength(70);
});

test('the text of a pull request', () => {
  const text = describeChanges('acme-delivery 3.2.0', { ...changed('orders'), edited: ['`x`'] });
  expect(text).toBe(`acme-delivery 3.2.0 changes 1 file (+1 −1).

Shared values that change:

- \`Container port: 3000 → 8080\`

**Manual edits in these files are lost:**

- \`'x'\`

Files:

- \`a.yml\` (modified, +1 −1)
`);
});
