import { count, inWords, linesOf } from '../printing/changes';
import { type FileChange, type Outcome, RESULTS } from './outcome';
import { PAGE_STYLE } from './page-style';
import type { FrequentChange, Report } from './report';
import { whatChanges } from './terminal';

/** HTML that needs no escaping. */
class Html {
  public constructor(public readonly text: string) {}
}

type Content = string | number | Html | readonly Content[] | undefined;

/** Builds HTML. Every value is escaped, unless it is HTML that this function built. */
function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(textOf)));
}

function textOf(value: Content): string {
  if (value instanceof Html) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return value.map(textOf).join('');
  }
  const text = value === undefined ? '' : String(value);
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** How many of the changes that several repositories have in common are visible at first, and in total. */
const FREQUENT = 5;
const MAX_FREQUENT = 50;

/** The report as a page that loads nothing and runs no scripts. */
export function renderHtml(report: Report): string {
  const { name, version } = report.package;
  const title = `${name} ${version} in ${count(report.totals.repositories, 'repository', 'repositories')}`;
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${filters(report)}
${overview(report)}
<h2>Repositories</h2>
${report.repositories.map(repository)}
<p class="none">No repository has this result.</p>
</main>
</body>
</html>`.text
  }\n`;
}

function filters({ totals }: Report): Html {
  const filter = (value: string, label: string, number: number) =>
    html`<label class="filter ${value}"><input type="radio" name="result" value="${value}"${new Html(value === 'all' ? ' checked' : '')}><b>${number}</b> ${label}</label>`;
  return html`<fieldset><legend>Show</legend>${[
    filter('all', 'all', totals.repositories),
    ...RESULTS.map((result) => filter(result, result, totals[result])),
    filter('waived', 'with waived problems', totals.withWaivers),
  ]}</fieldset>`;
}

function overview({ facts, problems, frequent }: Report): Content {
  return [
    facts.length > 0 &&
      html`<section><h2>Shared values that change</h2>${table(
        ['Value', 'New value', 'Repositories'],
        byTitle(facts).map(({ title, values, repositories }) => [
          title,
          values.length > MAX_VALUES
            ? `${values.length} different values`
            : values.map((value) => html`<div><code>${value}</code></div>`),
          repositories,
        ]),
      )}</section>`,
    problems.length > 0 &&
      html`<section><h2>Problems</h2>${table(
        ['Code', 'Repositories'],
        problems.map(({ code, repositories }) => [html`<code>${code}</code>`, repositories]),
      )}</section>`,
    frequent.length > 0 &&
      html`<section><h2>Changes that repositories have in common</h2>${frequent.slice(0, FREQUENT).map(common)}${
        frequent.length > FREQUENT
          ? html`<details class="more"><summary>${count(Math.min(frequent.length, MAX_FREQUENT) - FREQUENT, 'more change')}</summary>${frequent
              .slice(FREQUENT, MAX_FREQUENT)
              .map(common)}</details>`
          : ''
      }${
        frequent.length > MAX_FREQUENT
          ? html`<p class="muted">The JSON report contains ${frequent.length - MAX_FREQUENT} more.</p>`
          : ''
      }</section>`,
  ].filter((section) => section !== false);
}

/** Names differ between repositories, so one change can give every repository another value. */
function byTitle(facts: Report['facts']) {
  return [...new Set(facts.map(({ title }) => title))].map((title) => {
    const same = facts.filter((fact) => fact.title === title);
    return {
      title,
      values: same.map(({ to }) => to),
      repositories: same.reduce((sum, { repositories }) => sum + repositories, 0),
    };
  });
}

/** How many values of a shared value are listed. */
const MAX_VALUES = 3;

function table(titles: readonly string[], rows: readonly (readonly Content[])[]): Html {
  const cell = (content: Content) =>
    typeof content === 'number' ? html`<td class="number">${content}</td>` : html`<td>${content}</td>`;
  return html`<table><thead><tr>${titles.map((title) => html`<th>${title}</th>`)}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${row.map(cell)}</tr>`,
  )}</tbody></table>`;
}

function common({ file, removed, added, repositories }: FrequentChange): Html {
  return html`<div class="file"><h3><code>${file}</code><span class="muted">${count(repositories, 'repository', 'repositories')}</span></h3>${diff(
    [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)],
  )}</div>`;
}

function repository(outcome: Outcome): Html {
  const { result, files, facts, problems, edited, waived, notes, message, pullRequest, written } = outcome;
  const { added, removed } = linesOf(files);
  const classes = `repository ${result}${waived.length > 0 ? ' waived' : ''}`;
  const size =
    files.length > 0
      ? html`<span class="size">${count(files.length, 'file')} ${changedLines({ added, removed })}</span>`
      : '';
  return html`<details class="${classes}"><summary><span class="badge">${result}</span><span class="name">${outcome.repository}</span>${size}<span class="words">${whatChanges(outcome)}</span></summary><div class="body">${[
    written && html`<p>The changes were written.</p>`,
    pullRequest && html`<p>Pull request: <code>${pullRequest}</code></p>`,
    message && html`<pre class="message">${message}</pre>`,
    list(
      'Shared values',
      facts.map((fact) => html`${inWords(fact)} <span class="muted">in ${fact.files.join(', ')}</span>`),
    ),
    list(
      'Problems',
      problems.map((problem) => problem.message),
    ),
    list(
      'Waived problems',
      waived.map(
        ({ rule, reason, owner, expires }) =>
          html`<code>${rule}</code>: ${reason} <span class="muted">(${owner}, until ${expires})</span>`,
      ),
    ),
    list('Manual edits that are lost', edited),
    list('Notes', notes),
    files.map(file),
  ].filter((part) => part !== undefined && part !== false && part !== '')}</div></details>`;
}

function list(title: string, items: readonly Content[]): Html | undefined {
  return items.length === 0
    ? undefined
    : html`<h3>${title}</h3><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

function file({ path, change, added, removed, diff: lines, omitted }: FileChange): Html {
  const isOwn = path.includes('.projen/');
  return html`<details class="file"${new Html(isOwn ? '' : ' open')}><summary><code>${path}</code> <span class="muted">${change}</span> ${changedLines({ added, removed })}</summary>${
    lines.length === 0 ? html`<p class="muted">A binary file.</p>` : diff(lines)
  }${omitted > 0 ? html`<p class="muted">${count(omitted, 'more line')}</p>` : ''}</details>`;
}

function changedLines({ added, removed }: { readonly added: number; readonly removed: number }): Html {
  return html`<span class="added">+${added}</span> <span class="removed">−${removed}</span>`;
}

/** The lines of a diff. In lines that replace others, the part that differs is emphasized. */
function diff(lines: readonly string[]): Html {
  const rows: Html[] = [];
  for (let i = 0; i < lines.length; ) {
    const removed = following(lines, i, '-');
    const added = following(lines, i + removed.length, '+');
    if (removed.length + added.length === 0) {
      rows.push(html`<span class="${lines[i]!.startsWith('@@') ? 'hunk' : 'context'}">${lines[i]}</span>`);
      i++;
      continue;
    }
    const pairs = removed.length === added.length;
    rows.push(...removed.map((line, n) => changed('del', line, pairs ? added[n] : undefined)));
    rows.push(...added.map((line, n) => changed('ins', line, pairs ? removed[n] : undefined)));
    i += removed.length + added.length;
  }
  return html`<pre class="diff">${rows}</pre>`;
}

function following(lines: readonly string[], from: number, sign: string): string[] {
  const end = lines.findIndex((line, i) => i >= from && !line.startsWith(sign));
  return lines.slice(from, end < 0 ? undefined : end);
}

function changed(tag: 'ins' | 'del', line: string, other: string | undefined): Html {
  const [sign, text] = [line.slice(0, 1), line.slice(1)];
  const part = other === undefined ? undefined : differingPart(text, other.slice(1));
  const content = part
    ? html`${text.slice(0, part.start)}<mark>${text.slice(part.start, part.end)}</mark>${text.slice(part.end)}`
    : text;
  return tag === 'ins' ? html`<ins>${sign}${content}</ins>` : html`<del>${sign}${content}</del>`;
}

/** The part of a text that differs from another text. `undefined` if they have little in common. */
function differingPart(text: string, other: string): { readonly start: number; readonly end: number } | undefined {
  let start = 0;
  while (start < text.length && text[start] === other[start]) {
    start++;
  }
  let tail = 0;
  const rest = Math.min(text.length, other.length) - start;
  while (tail < rest && text[text.length - 1 - tail] === other[other.length - 1 - tail]) {
    tail++;
  }
  const indent = text.length - text.trimStart().length;
  const hasMuchInCommon = (Math.max(0, start - indent) + tail) * 2 >= text.trimStart().length;
  return hasMuchInCommon && start + tail < text.length ? wholeWords(text, start, text.length - tail) : undefined;
}

function wholeWords(text: string, from: number, to: number): { readonly start: number; readonly end: number } {
  const isInWord = (at: number) => /^\w\w$/.test(text.slice(at - 1, at + 1));
  let [start, end] = [from, to];
  while (isInWord(start)) {
    start--;
  }
  while (isInWord(end)) {
    end++;
  }
  return { start, end };
}
