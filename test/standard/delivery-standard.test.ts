import { DeliveryTarget, RuleSeverity } from '../../src/options';
import { DeliveryRule } from '../../src/rules/delivery-rule';
import { DeliveryStandard } from '../../src/standard/delivery-standard';
import { problemsOf, standardOf } from './support';

class NoFridays extends DeliveryRule {
  public constructor(code = 'acme-no-fridays') {
    super({ code, title: 'No releases on Fridays', description: 'Nobody works on Saturdays.' });
  }

  public check() {
    return [];
  }
}

/** What is wrong with a standard, from plain JavaScript. */
const problems = (options: object) => problemsOf(() => standardOf(options as never));

describe('a standard', () => {
  test('has a name, a version, and a contact', () => {
    const { name, version, contact } = standardOf();
    expect([name, version, contact]).toEqual(['acme', '3.2.0', '#platform on Slack']);
    expect(() => new DeliveryStandard({} as never)).toThrow(`\
Found 3 problems in a standard. No files were written.
  - name: is missing (allowed: lowercase letters, digits, and single hyphens, starting with a letter). Set name. [missing-option]
  - version: is missing (allowed: a version, for example 3.2.0). Set version. [missing-option]
  - contact: is missing (allowed: text on one line). Set contact. [missing-option]`);
    expect(problems({ name: 'Acme Inc', version: 'v3', contact: '', url: 'http://acme.example' })).toEqual([
      'name: "Acme Inc" is not valid (allowed: lowercase letters, digits, and single hyphens, starting with a letter). Correct the value. [invalid-format]',
      'version: "v3" is not valid (allowed: a version, for example 3.2.0). Correct the value. [invalid-format]',
      'contact: "" is not valid (allowed: text on one line). Correct the value. [invalid-format]',
      'url: "http://acme.example" is not valid (allowed: a URL that starts with https://). Correct the value. [invalid-format]',
    ]);
  });

  test('sets only options that exist, and not those of one repository', () => {
    expect(
      problems({
        defaults: { awsRegio: 'eu-central-1', cpu: 256, serviceName: 'orders' },
        fixed: { awsAccount: '111122223333' },
        lambda: { defaults: { cpu: 256 }, fixd: {} },
      }),
    ).toEqual([
      'defaults.awsRegio: is not an option that every delivery has. Correct the name, or set it for a target. [unknown-option]',
      'defaults.cpu: is not an option that every delivery has. Correct the name, or set it for a target. [unknown-option]',
      'defaults.serviceName: is different in each repository, so a standard cannot set it. Remove it. [option-of-repository]',
      'fixed.awsAccount: is different in each repository, so a standard cannot set it. Remove it. [option-of-repository]',
      'lambda.fixd: is not a known option. Did you mean fixed? [unknown-option]',
      'lambda.defaults.cpu: is not a known option. Correct the name, or remove it. [unknown-option]',
    ]);
  });

  test('sets values of environments by name', () => {
    expect(problems({ fixed: { environments: { production: { approval: true } } } })).toEqual([
      "fixed.environments: is not a list (allowed: a list of objects with a name). Write it as [{ name: '...' }]. [wrong-type]",
    ]);
    expect(
      problems({
        fixed: { environments: [{ approval: true }, 'production', { name: 'staging' }, { name: 'staging' }] },
        ecs: { defaults: { environments: [{ name: 'Prod', cpu: 256, nodeVersion: '24' }] } },
      }),
    ).toEqual([
      'fixed.environments[0].name: is missing (allowed: lowercase letters, digits, and single hyphens, starting with a letter and ending with a letter or digit). Set the name of the environments to which the values apply. [missing-option]',
      'fixed.environments[1]: "production" is not an object (allowed: an object with a name). Correct the value. [wrong-type]',
      'fixed.environments[3].name: "staging" is already the name of another environment. Use a unique name for each environment. [duplicate-environment]',
      'ecs.defaults.environments[0].nodeVersion: is not an option of an environment. Correct the name, or remove it. [unknown-option]',
      expect.stringMatching(/^ecs\.defaults\.environments\[0\]\.name: "Prod" is not valid/),
    ]);
  });

  test('allows a list of values that it sets', () => {
    const reviewers = ['alice', 'bob'];
    expect(
      problems({
        defaults: { githubActions: { reviewers } },
        allowed: [{ option: 'githubActions.reviewers', values: reviewers }],
      }),
    ).toEqual([]);
  });

  test('limits only options that exist', () => {
    expect(
      problems({
        allowed: [
          { option: 'awsRegion', values: [] },
          { option: 'awsRegio', values: ['eu-central-1'] },
          { option: 'cpu', values: [256], targets: [DeliveryTarget.LAMBDA] },
          { option: 'cpu', values: [256], targets: ['lamda'] },
          { values: [256] },
        ],
        bounds: [
          { option: 'cpu' },
          { option: 'cpu', minimum: 512, maximum: 256 },
          { option: 'awsRegion', minimum: 1 },
          { option: 'logging.retentionDay', minimum: 1 },
        ],
      }),
    ).toEqual([
      'allowed[0].values: [] is not a list with values (allowed: at least one value). List the allowed values. [empty-list]',
      'allowed[1].option: "awsRegio" is not the path of an option. Correct the path, for example logging.existingLogGroup. [unknown-option]',
      'allowed[2].option: "cpu" is not the path of an option. Correct the path, for example logging.existingLogGroup. [unknown-option]',
      'allowed[3].targets: ["lamda"] contains an unknown target (allowed: ecs, lambda, static-site, ec2). Use these values. [unsupported-value]',
      'allowed[4].option: is missing (allowed: the path of an option). Set option. [missing-option]',
      'bounds[0].minimum: is missing (allowed: minimum, maximum, or both). Set at least one of them. [missing-option]',
      'bounds[1].minimum: 512 is greater than maximum (allowed: 256 or less). Lower minimum, or raise maximum. [empty-range]',
      'bounds[2].option: "awsRegion" is not a number. Use allowed instead. [bounds-of-text]',
      'bounds[3].option: "logging.retentionDay" is not the path of an option. Correct the path, for example logging.existingLogGroup. [unknown-option]',
    ]);
  });

  test('does not contradict itself', () => {
    expect(
      problems({
        defaults: { branch: 'trunk', nodeVersion: '22' },
        fixed: { branch: 'main' },
        ecs: { fixed: { cpu: 4096 } },
        allowed: [{ option: 'nodeVersion', values: ['24'] }],
        bounds: [{ option: 'cpu', maximum: 1024 }],
      }),
    ).toEqual([
      'fixed.branch: is also a default. Remove one of the two. [fixed-and-default]',
      'allowed[0]: "22" is what the standard itself sets for nodeVersion, but is not allowed (allowed: "24"). Add it to values, or change what the standard sets. [own-value-not-allowed]',
      'bounds[0]: 4096 is what the standard itself sets for cpu, but is not allowed (allowed: 1024 or less). Widen the range, or change what the standard sets. [own-value-not-allowed]',
    ]);
  });

  test('has rules with unique codes', () => {
    expect(problems({ rules: [new NoFridays()], rulesWithoutWaivers: ['acme-no-fridays'] })).toEqual([]);
    expect(problems({ rules: [new NoFridays(), new NoFridays()], rulesWithoutWaivers: ['acme-no-friday'] })).toEqual([
      'rules: contains two rules with the code acme-no-fridays. Remove one of them, or change its code. [duplicate-rule-code]',
      'rulesWithoutWaivers[0]: "acme-no-friday" is not the code of one of the rules (allowed: acme-no-fridays, acme-no-fridays). Correct the code, or remove it. [unknown-rule]',
    ]);
    expect(problems({ rules: [{ code: 'x' }] })).toEqual([
      'rules: is not a list of rules (allowed: rules of DeliveryRules, and instances of classes that extend DeliveryRule). Correct the value. [wrong-type]',
    ]);
    expect(
      problems({ rules: [{ code: 'acme-rule', title: '', description: 'x', severity: 'ERROR', check: () => [] }] }),
    ).toEqual([
      'rules[0].title: "" is not valid (allowed: text on one line). Correct the value. [invalid-format]',
      'rules[0].severity: "ERROR" is not a member of RuleSeverity (allowed: RuleSeverity.ERROR, RuleSeverity.WARNING). Use one of these values. [unsupported-value]',
    ]);
    expect(problems({ rules: [new NoFridays('No Fridays')] })).toEqual([
      'rules[0].code: "No Fridays" is not valid (allowed: lowercase letters, digits, and single hyphens, starting with a letter). Correct the value. [invalid-format]',
    ]);
  });
});

test('a rule is an error unless it says otherwise', () => {
  expect(new NoFridays().severity).toBe(RuleSeverity.ERROR);
});
