import { DeliveryTarget, RuleSeverity } from '../../src/options';
import { DeliveryRule } from '../../src/rules/delivery-rule';
import { standardOf } from './support';

class Rule extends DeliveryRule {
  public constructor(code: string, severity?: RuleSeverity, url?: string) {
    super({ code, severity, url, title: `The title of ${code}`, description: 'It exists for this test.' });
  }

  public check() {
    return [];
  }
}

describe('the documentation of a standard', () => {
  test('says what is fixed, what is allowed, and why', () => {
    const standard = standardOf({
      url: 'https://acme.example/standard',
      fixed: { bootstrapQualifier: 'acme', environments: [{ name: 'production', approval: true }] },
      defaults: { awsRegion: 'eu-central-1', tags: { team: 'orders|payments' } },
      ecs: { defaults: { cpu: 512 }, fixed: { environments: [{ name: 'production', desiredCount: 3 }] } },
      lambda: { defaults: { timeout: 30 } },
      ec2: { defaults: { logRetentionDays: 90 } },
      staticSite: {},
      allowed: [
        { option: 'awsRegion', values: ['eu-central-1', 'eu-west-1'], reason: 'Data stays in the EU.' },
        {
          option: 'cpu',
          values: [512, 1024],
          environments: ['staging', 'production'],
          targets: [DeliveryTarget.ECS],
        },
      ],
      bounds: [{ option: 'memory', maximum: 8192, targets: [DeliveryTarget.ECS], environments: ['production'] }],
      reasons: { bootstrapQualifier: 'The platform team bootstraps all accounts.', cpu: 'Most services need this.' },
      rules: [new Rule('acme-one', undefined, 'https://acme.example/one'), new Rule('acme-two', RuleSeverity.WARNING)],
      rulesWithoutWaivers: ['acme-one'],
    });
    expect(standard.toMarkdown()).toBe(`\
# The standard acme

This page describes what [the standard acme](https://acme.example/standard) requires of deliveries. If you have questions, contact #platform on Slack.

## Fixed values

A repository cannot change these values.

| Option | Value | Applies to | Reason |
| --- | --- | --- | --- |
| \`bootstrapQualifier\` | \`"acme"\` | All | The platform team bootstraps all accounts. |
| \`approval\` | \`true\` | Environment \`production\` |  |
| \`desiredCount\` | \`3\` | Amazon ECS, environment \`production\` |  |

## Allowed values

A repository can only use these values.

| Option | Allowed values | Applies to | Reason |
| --- | --- | --- | --- |
| \`awsRegion\` | \`"eu-central-1"\`, \`"eu-west-1"\` | All | Data stays in the EU. |
| \`cpu\` | \`512\`, \`1024\` | Amazon ECS, environments \`staging\`, \`production\` |  |

## Bounds

A repository can only use numbers in these ranges.

| Option | Allowed numbers | Applies to |
| --- | --- | --- |
| \`memory\` | 8192 or less | Amazon ECS, environment \`production\` |

## Defaults

A repository can change these values. To remove one, a repository lists its option in \`unset\`.

| Option | Value | Applies to | Reason |
| --- | --- | --- | --- |
| \`awsRegion\` | \`"eu-central-1"\` | All |  |
| \`tags.team\` | \`"orders\\|payments"\` | All |  |
| \`cpu\` | \`512\` | Amazon ECS | Most services need this. |
| \`timeout\` | \`30\` | AWS Lambda |  |
| \`logRetentionDays\` | \`90\` | Amazon EC2 |  |

## Rules

Every delivery must follow these rules.

| Rule | Requirement | Severity | Can be waived | Reason |
| --- | --- | --- | --- | --- |
| [\`acme-one\`](https://acme.example/one) | The title of acme-one | Error | No | It exists for this test. |
| \`acme-two\` | The title of acme-two | Warning | Yes | It exists for this test. |
`);
  });

  test('omits sections without content, and the version, which a release changes', () => {
    const text = standardOf({ defaults: { awsRegion: 'eu-central-1' } }).toMarkdown();
    expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual(['# The standard acme', '## Defaults']);
    expect(text).toContain('| Option | Value | Applies to |\n');
    expect(text).not.toContain('3.2.0');
  });

  test('lists a value that several targets have only once', () => {
    const logs = { defaults: { logRetentionDays: 90 } };
    expect(standardOf({ ecs: logs, lambda: logs }).toMarkdown()).toContain(
      '| `logRetentionDays` | `90` | Amazon ECS, AWS Lambda |\n',
    );
  });
});
