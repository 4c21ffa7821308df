import type { Project } from 'projen';
import { javascript } from './core/projen';
import { dataIn } from './files/document';
import type { BuildCommandsModel } from './model/common-model';
import { isRecord } from './model/json-data';
import { configErrorOf, type Problem } from './model/problems';

/**
 * Checks that the final `package.json` of a Node.js project agrees with the build.
 *
 * @throws ConfigError if it does not
 */
export function checkPackageJson(project: Project, build: BuildCommandsModel): void {
  if (!(project instanceof javascript.NodeProject)) {
    return;
  }
  const data = finalPackageJson(project);
  const problems = [...engineProblems(data, build), ...scriptProblems(data, build)];
  if (problems.length > 0) {
    throw configErrorOf(`The package.json of ${project.name} contradicts the delivery config`, problems);
  }
}

function finalPackageJson(project: Project): Readonly<Record<string, unknown>> {
  const file = project.tryFindObjectFile('package.json');
  // The method is protected, because only a file itself needs it to write its content.
  const synthesize: unknown = file && Reflect.get(file, 'synthesizeContent');
  const data = typeof synthesize === 'function' ? dataIn(synthesize.call(file, RESOLVER)) : undefined;
  return isRecord(data) ? data : {};
}

/** Copies data, because projen merges overrides into it, and calls the functions that projen has in place of data. */
const RESOLVER = { resolve: copy };

function copy(value: unknown): unknown {
  if (typeof value === 'function') {
    return copy(value());
  }
  if (Array.isArray(value)) {
    return value.map(copy);
  }
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)])) : value;
}

function engineProblems({ engines }: Readonly<Record<string, unknown>>, { runtime }: BuildCommandsModel): Problem[] {
  const range = isRecord(engines) ? engines.node : undefined;
  if (runtime?.name !== 'nodejs' || typeof range !== 'string' || allowsMajor(range, Number(runtime.version))) {
    return [];
  }
  return [
    {
      code: 'node-engine',
      path: 'package.json.engines.node',
      value: range,
      why: `does not allow Node.js ${runtime.version}, which is used to build and run the service`,
      fix: 'Set nodeVersion to a version in this range, or change minNodeVersion or maxNodeVersion of the project.',
    },
  ];
}

function scriptProblems(
  { scripts }: Readonly<Record<string, unknown>>,
  { testCommands }: BuildCommandsModel,
): Problem[] {
  const command = testCommands.find((each) => /^(npm|pnpm|yarn|bun) run build$/.test(each));
  return command && !(isRecord(scripts) && scripts.build !== undefined)
    ? [
        {
          code: 'missing-script',
          path: 'package.json.scripts.build',
          why: `does not exist, but the build runs "${command}"`,
          fix: 'Add the script, or set imageBuild.testCommands to other commands.',
        },
      ]
    : [];
}

/**
 * Whether a range of npm allows at least one version with this major version. What it cannot read, it allows.
 *
 * https://github.com/npm/node-semver#ranges
 */
export function allowsMajor(range: string, major: number): boolean {
  return range.split('||').some((alternative) => {
    const [, from, to] = /^\s*(\S+)\s+-\s+(\S+)\s*$/.exec(alternative) ?? [];
    const comparators = from ? [`>=${from}`, `<=${to}`] : alternative.replace(/([<>=^~])\s+/g, '$1').split(/\s+/);
    return comparators.every((comparator) => comparatorAllows(comparator, major));
  });
}

function comparatorAllows(comparator: string, major: number): boolean {
  const [, operator, first, rest = ''] = /^([<>]=?|[=^~]*)v?(\d+)((?:\.\S+)?)$/.exec(comparator) ?? [];
  if (first === undefined) {
    return true;
  }
  const bound = Number(first);
  // 22, 22.x, and 22.0.0 start a major version.
  const isStart = /^(\.(0|x|\*))*$/.test(rest);
  switch (operator) {
    case '>=':
      return major >= bound;
    case '>':
      return major > bound || (major === bound && rest !== '');
    case '<=':
      return major <= bound;
    case '<':
      return major < bound || (major === bound && !isStart);
    default:
      return major === bound;
  }
}
