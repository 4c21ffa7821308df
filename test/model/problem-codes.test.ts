import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { renderErrorsPage } from '../../docs/errors-page';
import { PROBLEM_CODES } from '../../src/model/problem-codes';

const ROOT = join(__dirname, '../..');
const REGISTRY = join(ROOT, 'src/model/problem-codes.ts');
const DESCRIPTIONS = { ...PROBLEM_CODES.values, ...PROBLEM_CODES.rules };
const CODES = Object.keys(DESCRIPTIONS);

/** The TypeScript files below a folder. */
function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf-8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

/** The code in a call of `reject` or a similar method, and the value of each property `code`. */
function codesIn(path: string): string[] {
  const codes: string[] = [];
  const addLiterals = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) {
      codes.push(node.text);
    } else if (ts.isConditionalExpression(node)) {
      addLiterals(node.whenTrue);
      addLiterals(node.whenFalse);
    } else if (ts.isAsExpression(node)) {
      addLiterals(node.expression);
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { text } = node.expression.name;
      if (/^reject[A-Z]?/.test(text)) {
        addLiterals(node.arguments[text === 'rejectValue' ? 2 : 1]!);
      }
    }
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') {
      addLiterals(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf-8'), ts.ScriptTarget.Latest, true));
  return codes;
}

test('the page of error codes is current', () => {
  expect(readFileSync(join(ROOT, 'docs/errors.md'), 'utf-8')).toBe(renderErrorsPage());
});

test('the page has a heading for each code, so that links to a code work', () => {
  const headings = [...renderErrorsPage().matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(CODES);
});

test('each code in the sources is registered, and each registered code is used', () => {
  const used = sourcesIn(join(ROOT, 'src'))
    // Rules have codes of their own.
    .filter((path) => path !== REGISTRY && !path.includes('rules/library'))
    .flatMap(codesIn);
  expect([...new Set(used)].sort()).toEqual([...CODES].sort());
});

test('each code is in the expected message of a test', () => {
  const tests = sourcesIn(join(ROOT, 'test'))
    .map((path) => readFileSync(path, 'utf-8'))
    .join('\n');
  expect(CODES.filter((code) => !tests.includes(`[${code}]`) && !tests.includes(`\\[${code}\\]`))).toEqual([]);
});

test.each(Object.entries(DESCRIPTIONS))('%s is described in plain sentences', (code, { title, explanation, link }) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(title).toMatch(/^[A-Za-z].*[^.]$/);
  expect(explanation).toMatch(/^[A-Za-z].*\.$/);
  // One or two sentences.
  expect(explanation.split(/\. (?=[A-Z])/).length).toBeLessThanOrEqual(2);
  expect(link ?? 'https://').toMatch(/^https:\/\//);
});
