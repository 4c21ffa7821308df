import { type OptionLine, type OptionLines, optionLinesOf } from './option-lines';

/** An option whose line in a config is looked for. */
export interface OptionPlace {
  /** The path, for example `loadBalancer.certificateArn` or `environments[1].cpu`. */
  readonly option: string;
  /** The position of the environment in the config, if the option is about one. */
  readonly environment?: number;
  /** The name of the service, if the config contains several. */
  readonly service: string;
}

/**
 * Finds the line that sets an option. If nothing sets it, the line of the option or the environment that would contain
 * it.
 *
 * @returns `undefined` if there is no such line, or if it is not clear which one it is
 */
export function locateOption(source: string, { option, environment, service }: OptionPlace): number | undefined {
  const known = optionLinesOf(source);
  const own = environment === undefined || /^environments\b/.test(option) ? undefined : `environments[${environment}]`;
  const candidates = containersOf(option).flatMap((path) => (own === undefined ? [path] : [`${own}.${path}`, path]));
  for (const candidate of own === undefined ? candidates : [...candidates, own]) {
    const found = known.lines.filter(({ path }) => path === candidate);
    if (found.length > 0) {
      return theOnly(found) ?? theOnly(found.filter(({ root }) => isAbout(known, root, service)));
    }
  }
  return undefined;
}

function isAbout({ names }: OptionLines, root: number, service: string): boolean {
  return names.get(root)?.includes(service) ?? false;
}

function theOnly(found: readonly OptionLine[]): number | undefined {
  const lines = new Set(found.map(({ line }) => line));
  return lines.size === 1 ? [...lines][0] : undefined;
}

/** A path, and the paths of what contains it: `a.b[0]`, `a.b`, `a`. */
function containersOf(path: string): string[] {
  const container = path.replace(/(\.[\w$]+|\[[^\]]*\]|^[\w$]+)$/, '');
  return container === '' || container === path ? [path] : [path, ...containersOf(container)];
}

/**
 * Finds a place in a generated file.
 *
 * @param where a path in JSON data, or part of a line, shortened with `...`
 */
export function locateText(path: string, content: string, where: string): number | undefined {
  if (path.endsWith('.json')) {
    return theOnly(optionLinesOf(content).lines.filter((each) => each.path === where));
  }
  const text = where.replace(/^\.\.\.|\.\.\.$/g, '');
  const lines = content.split('\n').flatMap((line, i) => (line.includes(text) ? [i + 1] : []));
  return lines.length === 1 ? lines[0] : undefined;
}
