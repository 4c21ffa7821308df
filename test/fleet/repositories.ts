/** What the new version of the company package changes. */
export const OLD_DEFAULTS = { all: {}, EcsDelivery: { cpu: 512, memory: 1024 } };
export const NEW_DEFAULTS = { all: { bootstrapQualifier: 'acme' }, EcsDelivery: { cpu: 256, memory: 512 } };

/** The components of the company package, with the options that each of them needs. */
const TARGETS = [
  ['EcsDelivery', { imageBuild: { testCommands: ['make test'] } }],
  ['LambdaDelivery', { bundle: { testCommands: ['make'] } }],
  ['StaticSiteDelivery', { bundle: { testCommands: ['make'] } }],
  ['Ec2Delivery', { bundle: { testCommands: ['make'] }, startCommand: ['./server'] }],
] as const;

/** The options that the new version cannot change. */
const OWN_VALUES = { bootstrapQualifier: 'mine' };
const OWN_SIZE = { cpu: 512, memory: 1024 };

export interface Service {
  readonly name: string;
  /** Configs by their paths. */
  readonly files: Readonly<Record<string, string>>;
  /** What happens after the repository was generated. */
  readonly edits?: Readonly<Record<string, string>>;
  readonly expected: 'unchanged' | 'changed' | 'refused' | 'failed';
}

/** The code that creates the project, in JavaScript. */
export function bodyOf(name: string, component: string, options: object, more = '', waivers = '{}'): string {
  const all = { awsAccount: '111122223333', githubRepository: `acme/${name}`, ...options };
  return `const project = new Project({ name: ${JSON.stringify(name)} });
const delivery = new ${component}(project, { ...${JSON.stringify(all)}, ...${waivers} });
${more}
`;
}

/** A config in TypeScript, with syntax that JavaScript does not have. */
export function configOf(name: string, component: string, options: object, more = '', waivers = '{}'): string {
  return `import { ${component}, standard } from 'acme-delivery';
import { Project } from 'projen';

interface Unused {
  readonly name: string;
}
${bodyOf(name, component, options, more, waivers)}project.synth();
`;
}

/** A config in plain JavaScript. TypeScript takes half a second to load. */
export function javascriptOf(name: string, component: string, options: object, more = ''): string {
  return `const { Project } = require('projen');
const { ${component} } = require('acme-delivery');
${bodyOf(name, component, options, more)}project.synth();
`;
}

/** A waiver of the rule of the standard, until a day that is far away or soon. */
function waiverUntil(expires: string): string {
  const waiver = { rule: 'acme-approval', reason: 'A <b>team</b> of one', owner: 'orders', expires };
  return `{ standard, waivers: [${JSON.stringify(waiver)}] }`;
}

const TOMORROW = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** Loads the classes in plain JavaScript. */
const REQUIRE = "const { Project } = require('projen'); const acme = require('acme-delivery');\n";

const OVERRIDES = ['', "delivery.rollbackScript.append('# Ask the team first.');", "delivery.guide.append('More.');"];

/** A fleet of 100 repositories. */
export function services(): Service[] {
  return Array.from({ length: 100 }, (_, i): Service => {
    const name = `service-${i}`;
    const [component, needed] = TARGETS[i % TARGETS.length]!;
    const size = component === 'EcsDelivery' ? OWN_SIZE : {};
    const own = { ...needed, ...OWN_VALUES, ...size };
    const override = OVERRIDES[i % OVERRIDES.length]!;
    const typescript = (options: object) => ({ '.projenrc.ts': configOf(name, component, options, override) });
    const javascript = (start: string, end: string) =>
      `${REQUIRE}${start}\n${bodyOf(name, `acme.${component}`, own)}\n${end}`;
    if (i < 28) {
      return { name, files: typescript({ ...needed, ...size }), expected: 'changed' };
    }
    if (i < 32) {
      return { name, files: typescript(own), edits: { 'infra/rollback.sh': '#!/bin/sh\n' }, expected: 'changed' };
    }
    if (i < 38) {
      const [ecs, image] = TARGETS[0];
      const files = { '.projenrc.ts': configOf(name, ecs, { ...image, ...OWN_VALUES, memory: 4096 }) };
      return { name, files, expected: 'refused' };
    }
    const broken = BROKEN[i - 38];
    if (broken !== undefined) {
      return { name, files: typescript(own), edits: { '.projenrc.ts': broken }, expected: 'failed' };
    }
    switch (i) {
      case 44:
        return { name, files: { '.projenrc.js': javascript('', 'project.synth();') }, expected: 'unchanged' };
      case 45:
        return {
          name,
          files: { '.projenrc.js': javascript('async function main() { await null;', 'project.synth(); } main();') },
          expected: 'unchanged',
        };
      case 46:
        return {
          name,
          files: { '.projenrc.js': javascript('', 'project.synth(); process.exit(0);') },
          expected: 'unchanged',
        };
      case 47:
        return {
          name,
          files: {
            '.projenrc.mjs': javascript('', 'project.synth();').replace(
              REQUIRE,
              "import { Project } from 'projen'; import acme from 'acme-delivery';\n",
            ),
          },
          expected: 'unchanged',
        };
      case 48:
        return {
          name,
          files: { '.projenrc.json': JSON.stringify({ type: 'projen.Project', name }) },
          expected: 'unchanged',
        };
      case 49:
      case 50:
        return {
          name,
          files: {
            '.projenrc.ts': configOf(name, component, own, '', waiverUntil(i === 49 ? '2199-12-31' : TOMORROW)),
          },
          expected: 'unchanged',
        };
      default:
        return { name, files: typescript(own), expected: 'unchanged' };
    }
  });
}

/** Configs that cannot be evaluated, with a part of the message. */
export const FAILURES: readonly (readonly [config: string, message: string])[] = [
  ['const a = ;\n', '.projenrc.ts(1,11): error TS1109: Expression expected.'],
  ["throw new TypeError('Oh no');\n", 'TypeError: Oh no'],
  ["import 'left-out';\n", 'The config imports left-out, which is not installed. Add --package left-out.'],
  ['process.exit(3);\n', 'The config ended the process with code 3.'],
  ["void Promise.reject(new Error('Too late'));\n", 'Error: Too late'],
  ["process.kill(process.pid, 'SIGKILL');\n", 'The process that evaluated the config ended.'],
];

const BROKEN = FAILURES.map(([config]) => config);
