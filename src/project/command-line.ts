import { isRecord } from '../model/json-data';

/** An option that `projen new` adds. Without it, projen does not create the first `.projenrc.ts`. */
export const HIDDEN_OPTION = '__new__';

/** String options whose value may consist of digits only. For a group of options, the affected members. */
const STRINGS: Readonly<Record<string, true | readonly string[]>> = {
  branch: true,
  functionName: true,
  ecsService: true,
  containerName: true,
  bootstrapQualifier: true,
  taskDefinitionFamily: true,
  ecrRepository: true,
  githubActions: ['ownerId', 'repositoryId'],
  codePipeline: ['codeCommitRepository'],
  imageBuild: ['runtimeVersion'],
  bundle: ['runtimeVersion'],
};

/**
 * Corrects the types of options from the command line. `projen new` infers types from the text: digits become a number,
 * `false` inside a group stays a string, and an unknown enum member becomes `undefined`, which hides the original text
 * from error messages.
 */
export function fromCommandLine<O extends object>(options: O): O {
  const hidden: unknown = isRecord(options) ? options[HIDDEN_OPTION] : undefined;
  if (!isRecord(options) || !isRecord(hidden)) {
    return options;
  }
  const typed = isRecord(hidden.args) ? hidden.args : {};
  const entries = Object.entries(options as Readonly<Record<string, unknown>>).map(([name, value]) => [
    name,
    name === HIDDEN_OPTION ? value : asConfig(value ?? typed[name] ?? value, STRINGS[name]),
  ]);
  return Object.fromEntries(entries) as O;
}

function asConfig(value: unknown, strings: true | readonly string[] = []): unknown {
  if (strings === true) {
    return typeof value === 'number' ? String(value) : value;
  }
  // A project type of an organization adds an instance of DeliveryStandard, which a copy would not be.
  if (!isRecord(value) || isInstance(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, asBoolean(asConfig(member, strings.includes(name) || []))]),
  );
}

/** Whether an object is an instance of a class, as opposed to an object literal. */
function isInstance(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && Object.getPrototypeOf(prototype) !== null;
}

function asBoolean(value: unknown): unknown {
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

/** The package that contains the project type: this package, or one that extends it. */
export function packageOf(options: object, defaultName: string): string {
  const hidden: unknown = HIDDEN_OPTION in options ? options[HIDDEN_OPTION] : undefined;
  return isRecord(hidden) && typeof hidden.fqn === 'string' ? hidden.fqn.split('.')[0]! : defaultName;
}

/** The data that `projen new` passes in addition to the options. */
export function hiddenOptions(options: object): object {
  return HIDDEN_OPTION in options ? { [HIDDEN_OPTION]: options[HIDDEN_OPTION] } : {};
}
