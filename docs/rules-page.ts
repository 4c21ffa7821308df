import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { RULE_LIBRARY } from '../src/rules/library/library';

const OPTIONS = join(__dirname, '../src/options/rule-library.ts');
const METHODS = join(__dirname, '../src/rules/library/delivery-rules.ts');

const INTRODUCTION = `# Rules

<!-- Generated from src/rules/library. To modify, edit the rules and run "npx projen docs". -->

Choose the rules that all deliveries of your organization must follow, and add them to your standard:

\`\`\`ts
import { DeliveryRules, DeliveryStandard } from 'projen-aws-delivery';

export const standard = new DeliveryStandard({
  name: 'acme',
  version: '3.2.0',
  contact: '#platform on Slack',
  rules: [DeliveryRules.approvalBeforeProduction(), DeliveryRules.requiredTags({ keys: ['cost-center'] })],
});
\`\`\`

If a delivery does not follow a rule, synthesis fails before any file is written. To report a warning instead, set
\`severity\` to \`RuleSeverity.WARNING\`. A repository can waive a rule for a limited time with \`waivers\`, unless the standard
lists the rule in \`rulesWithoutWaivers\`. To write your own rule, extend \`DeliveryRule\`.
`;

/** The page of the rule library, with a heading for each code. */
export function renderRulesPage(): string {
  const options = optionsByMethod();
  return [
    INTRODUCTION,
    ...Object.entries(RULE_LIBRARY).map(([method, { code, title, description, url, example }]) =>
      [
        `## ${code}\n`,
        `**${title}.** ${description}\n`,
        `\`\`\`ts\nDeliveryRules.${method}(${example ? codeOf(example) : ''})\n\`\`\`\n`,
        ...(options[method]!.length > 0
          ? [
              '| Option | Meaning | Default |',
              '| --- | --- | --- |',
              ...options[method]!.map(({ name, text, byDefault }) => `| \`${name}\` | ${text} | ${byDefault} |`),
              '',
            ]
          : []),
        ...(url ? [`See <${url}>.\n`] : []),
      ].join('\n'),
    ),
  ].join('\n');
}

interface Option {
  readonly name: string;
  readonly text: string;
  readonly byDefault: string;
}

/** The documented options of each method, without `severity`, which all have. */
function optionsByMethod(): Record<string, Option[]> {
  const structs = new Map(
    statementsOf(OPTIONS)
      .filter(ts.isInterfaceDeclaration)
      .map((each) => [each.name.text, each.members.map(optionOf)]),
  );
  const methods = statementsOf(METHODS)
    .filter(ts.isClassDeclaration)
    .flatMap(({ members }) => members.filter(ts.isMethodDeclaration));
  return Object.fromEntries(
    methods.map((method) => {
      const struct = method.parameters[0]!.type!.getText();
      return [method.name.getText(), (structs.get(struct) ?? []).filter(({ name }) => name !== 'severity')];
    }),
  );
}

function statementsOf(path: string): readonly ts.Statement[] {
  return ts.createSourceFile(path, readFileSync(path, 'utf-8'), ts.ScriptTarget.Latest, true).statements;
}

function optionOf(member: ts.TypeElement): Option {
  const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const byDefault = ts.getTextOfJSDocComment(
    ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default')?.comment,
  );
  return {
    name: member.name!.getText(),
    text: (ts.getTextOfJSDocComment(doc?.comment) ?? '').replace(/\s+/g, ' ').trim(),
    byDefault: byDefault === undefined ? 'Required' : capitalized(byDefault.replace(/^- /, '')),
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** An object as a TypeScript literal. */
function codeOf(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(codeOf).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, each]) => `${key}: ${codeOf(each)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' ? `'${value}'` : String(value);
}
