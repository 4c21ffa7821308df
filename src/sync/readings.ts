import type { Contents } from './contents';
import { valuesAt } from './readers';

/** One place where a file says a fact. */
export interface Reading {
  readonly file: string;
  /** Where in the file, for people. */
  readonly where: string;
  /** What the file says there, in the words of the fact. Nothing: the file is silent. */
  read(contents: Contents): string[];
  /** Whether the file may be silent. */
  readonly optional?: boolean;
}

/** Turns what a file says into the words of the fact. `undefined`: this is about something else. */
export type Translate = (said: string) => string | undefined;

/** A path in a YAML or JSON file; see `valuesAt`. */
export function data(file: string, path: string, translate: Translate = same): Reading {
  return {
    file,
    where: path.replace(/\.(\d+|\*)(?=\.|$)/g, '[$1]'),
    read: (contents) => present(valuesAt(contents.data(file), path.split('.')).map(String), translate),
  };
}

/** An instruction of a Dockerfile. */
export function instruction(file: string, name: string, translate: Translate, optional: boolean): Reading {
  return {
    file,
    where: name,
    optional,
    read: (contents) =>
      present(
        contents
          .dockerfile(file)
          .filter(({ keyword }) => keyword === name)
          .map(({ args }) => args),
        translate,
      ),
  };
}

/**
 * A property in a CDK source file, by the end of its path: `new Role(this, 'TaskRole', { roleName: '...' })`.
 *
 * @param object id of the construct, or the class of what has none
 * @param key empty for the name or the ARN that a construct is imported by
 */
export function property(file: string, object: string, key: string, translate: Translate = same): Reading {
  return {
    file,
    where: key ? `${object}, ${key}` : object,
    read: (contents) => {
      const properties = [...(contents.typescript(file).objects.get(object) ?? [])];
      return present(
        properties.filter(([path]) => path === key || path.endsWith(`.${key}`)).flatMap(([, values]) => values),
        translate,
      );
    },
  };
}

/** Lines of a shell script. */
export function line(file: string, where: string, translate: Translate): Reading {
  return { file, where, read: (contents) => present(contents.text(file).split('\n'), translate) };
}

/** Any literal of a CDK source file that the translation knows. */
export function literal(file: string, where: string, translate: Translate): Reading {
  return { file, where, read: (contents) => present(contents.typescript(file).all, translate) };
}

/** What a pattern's first group finds. */
export function match(pattern: RegExp): Translate {
  return (said) => pattern.exec(said)?.[1];
}

function same(said: string): string {
  return said;
}

/** Without repetitions, since a file may well say the same thing twice. */
function present(said: readonly string[], translate: Translate): string[] {
  return [...new Set(said.map(translate).filter((value) => value !== undefined))];
}
