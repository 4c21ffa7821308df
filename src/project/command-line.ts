import { isRecord } from '../model/option-reader';
import type { EcsServiceProjectOptions } from './ecs-service-project';

/** Written by `projen new`: without it, no first `.projenrc.ts`. */
export const HIDDEN_OPTION = '__new__';

/** Strings that may be all digits: the option or, of a group, its members. */
const STRINGS: Readonly<Record<string, true | readonly string[]>> = {
  branch: true,
  ecsService: true,
  containerName: true,
  bootstrapQualifier: true,
  taskDefinitionFamily: true,
  ecrRepository: true,
  githubActions: ['ownerId', 'repositoryId'],
  codePipeline: ['codeCommitRepository'],
  imageBuild: ['runtimeVersion'],
};

/**
 * Options as a config says them. `projen new` types what was typed by the look of it: digits become a number, `false`
 * in a group a string, and a member that an enum does not have `undefined`, which a message could not name.
 */
export function fromCommandLine(options: EcsServiceProjectOptions): EcsServiceProjectOptions {
  const hidden: unknown = isRecord(options) ? options[HIDDEN_OPTION] : undefined;
  if (!isRecord(options) || !isRecord(hidden)) {
    return options;
  }
  const typed = isRecord(hidden.args) ? hidden.args : {};
  const entries = Object.entries(options as Readonly<Record<string, unknown>>).map(([name, value]) => [
    name,
    name === HIDDEN_OPTION ? value : asConfig(value ?? typed[name] ?? value, STRINGS[name]),
  ]);
  return Object.fromEntries(entries);
}

function asConfig(value: unknown, strings: true | readonly string[] = []): unknown {
  if (strings === true) {
    return typeof value === 'number' ? String(value) : value;
  }
  if (!isRecord(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, asBoolean(asConfig(member, strings.includes(name) || []))]),
  );
}

function asBoolean(value: unknown): unknown {
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

/** The package whose project type `projen new` creates: this one, or one on top of it. */
export function createdFrom(options: object, otherwise: string): string {
  const hidden: unknown = HIDDEN_OPTION in options ? options[HIDDEN_OPTION] : undefined;
  return isRecord(hidden) && typeof hidden.fqn === 'string' ? hidden.fqn.split('.')[0]! : otherwise;
}

/** What `projen new` hands over next to the options. */
export function hiddenOptions(options: object): object {
  return HIDDEN_OPTION in options ? { [HIDDEN_OPTION]: options[HIDDEN_OPTION] } : {};
}
