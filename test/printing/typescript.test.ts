import { code, comment, duration, imports, literal, quote } from '../../src/printing/typescript';

const evaluate = (expression: string): unknown => new Function(`return (${expression});`)();

describe('quote', () => {
  test.each([
    'plain',
    "it's",
    '"quoted"',
    `both ' and "`,
    'back\\slash and \\n',
    'two\nlines\twith\r\0 control',
    '${notATemplate} `tick`',
    'line\u2028separator\u2029',
    '*/ // </script>',
    'ünïcödé 🚀',
  ])('prints a literal that evaluates to %j', (text) => {
    expect(evaluate(quote(text))).toBe(text);
    expect(quote(text)).not.toContain('\n');
  });

  test('uses single quotes unless double quotes need fewer escapes', () => {
    expect(quote('a')).toBe("'a'");
    expect(quote("it's")).toBe(`"it's"`);
    expect(quote(`it's "so"`)).toBe(`'it\\'s "so"'`);
  });
});

describe('literal', () => {
  test('quotes keys only if needed and omits undefined values', () => {
    expect(literal({ a: 1, 'aws:b': [true, 'x'], c: undefined })).toBe("{ a: 1, 'aws:b': [true, 'x'] }");
  });

  test('breaks long values over several lines, with trailing commas', () => {
    const long = 'x'.repeat(80);

    expect(literal({ list: [long, 'y'.repeat(20)] })).toBe(
      `{\n  list: [\n    '${long}',\n    '${'y'.repeat(20)}',\n  ],\n}`,
    );
  });

  test('prints empty arrays and objects', () => {
    expect(literal({ a: [], b: {} })).toBe('{ a: [], b: {} }');
  });
});

describe('code', () => {
  test('removes the indentation of the template and indents multiline values', () => {
    const value = 'one\n\n  two';

    expect(code`
      call(
        ${value}
      );`).toBe('call(\n  one\n\n    two\n);');
  });

  test('omits a line that contains only an empty value, and keeps blank lines', () => {
    expect(code`
      first

      ${undefined}
      ${''}
      last`).toBe('first\n\nlast');
  });

  test('leaves no extra blank lines around an omitted block', () => {
    expect(code`
      first {

        ${undefined}

        second

        ${undefined}
      }`).toBe('first {\n\n  second\n}');
  });

  test('accepts several values on a line', () => {
    expect(code`${'a'}-${undefined}-${'b'}`).toBe('a--b');
  });
});

test('sorts imports, with packages before files, and marks types', () => {
  const printed = imports({
    './b': ['B'],
    constructs: ['type Construct'],
    'aws-cdk-lib/aws-iam': 'iam',
    'aws-cdk-lib': ['Validations', 'type StackProps', 'Stack'],
  });

  expect(printed.split('\n')).toEqual([
    "import { Stack, type StackProps, Validations } from 'aws-cdk-lib';",
    "import * as iam from 'aws-cdk-lib/aws-iam';",
    "import type { Construct } from 'constructs';",
    "import { B } from './b';",
  ]);
});

test('keeps a comment on one line', () => {
  expect(comment('a\nb')).toBe('// a b');
});

test('prints a duration in hours if it is a whole number of hours', () => {
  expect([duration(40), duration(60), duration(315)]).toEqual([
    'Duration.minutes(40)',
    'Duration.hours(1)',
    'Duration.minutes(315)',
  ]);
});

test('fills a cached template with the new values each time', () => {
  const block = (value: string | undefined) => code`
    {
      ${value}
    }`;

  expect(['a', undefined, 'b\nc', 'a'].map(block)).toEqual(['{\n  a\n}', '{\n}', '{\n  b\n  c\n}', '{\n  a\n}']);
});
