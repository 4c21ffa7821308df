import type { CheckFinding, CheckReport } from '../../src/commands/finding';
import { formatGithub } from '../../src/commands/format-github';
import { formatJson } from '../../src/commands/format-json';
import { formatSarif } from '../../src/commands/format-sarif';
import { formatText } from '../../src/commands/format-text';

const WAIVER = { rule: 'alarms-notify', reason: 'No team yet', owner: 'orders', expires: '2027-03-01' };

const FINDINGS: CheckFinding[] = [
  { code: 'required-tags', severity: 'error', message: 'tags: a [required-tags]', file: '.projenrc.ts', line: 7 },
  { code: 'outdated-file', severity: 'warning', message: 'x: 100% old', file: 'a, b:c d.yml' },
  { code: 'alarms-notify', severity: 'error', message: 'alarms: b', file: '.projenrc.ts', line: 9, waiver: WAIVER },
];

const REPORT: CheckReport = {
  deliveries: [{ service: 'orders-api', files: 12, standard: 'the standard acme 3.2.0' }],
  findings: FINDINGS,
  codes: [
    { code: 'required-tags', title: 'Tags', description: 'All have tags.', url: 'https://acme.example/tags' },
    { code: 'alarms-notify', title: 'Alarms', description: 'All notify.' },
  ],
};

test('text shows the place, the severity, and a summary', () => {
  expect(formatText(REPORT)).toBe(`\
.projenrc.ts:7: error: tags: a [required-tags]
a, b:c d.yml: warning: x: 100% old
.projenrc.ts:9: waived until 2027-03-01 by orders (No team yet): alarms: b
Checked 12 generated files of orders-api against the standard acme 3.2.0.
1 error, 1 warning, 1 waived.
`);
});

test('GitHub annotations are escaped, and relative to the repository', () => {
  expect(formatGithub({ ...REPORT, folder: 'services/orders' })).toBe(`\
::error file=services/orders/.projenrc.ts,line=7,title=required-tags::tags: a [required-tags]
::warning file=services/orders/a%2C b%3Ac d.yml,title=outdated-file::x: 100%25 old
::notice file=services/orders/.projenrc.ts,line=9,title=alarms-notify::Waived until 2027-03-01 by orders (No team yet): alarms: b
`);
});

test('JSON contains the report', () => {
  expect(JSON.parse(formatJson(REPORT))).toEqual({
    version: 1,
    errors: 1,
    warnings: 1,
    waived: 1,
    deliveries: REPORT.deliveries,
    findings: FINDINGS,
  });
});

test('SARIF contains the rules, the places, and the waivers as suppressions', () => {
  const log = JSON.parse(formatSarif(REPORT));
  expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-schema-2.1.0.json') });
  const [{ tool, results }] = log.runs;
  expect(tool.driver).toEqual({
    name: 'projen-aws-delivery',
    rules: [
      {
        id: 'required-tags',
        shortDescription: { text: 'Tags' },
        fullDescription: { text: 'All have tags.' },
        helpUri: 'https://acme.example/tags',
      },
      { id: 'alarms-notify', shortDescription: { text: 'Alarms' }, fullDescription: { text: 'All notify.' } },
    ],
  });
  expect(results).toEqual([
    {
      ruleId: 'required-tags',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'tags: a [required-tags]' },
      locations: [{ physicalLocation: { artifactLocation: { uri: '.projenrc.ts' }, region: { startLine: 7 } } }],
    },
    {
      ruleId: 'outdated-file',
      level: 'warning',
      message: { text: 'x: 100% old' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'a%2C%20b%3Ac%20d.yml' } } }],
    },
    expect.objectContaining({
      ruleIndex: 1,
      suppressions: [
        {
          kind: 'external',
          status: 'accepted',
          justification: 'No team yet (owner: orders, expires: 2027-03-01)',
        },
      ],
    }),
  ]);
});
