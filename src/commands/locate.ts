import { dataLineOf } from './data-lines';
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

/** At least one of these options is in every object that configures a delivery. */
const DELIVERY_OPTIONS = ['awsAccount', 'awsRegion', 'environments', 'githubRepository', 'standard'];

/**
 * Finds the line that sets an option. If nothing sets it, the line of what would contain it: a group of options, the
 * environment, or the config of the delivery.
 *
 * @returns `undefined` if there is no such line, or if it is not clear which one it is
 */
export function locateOption(source: string, { option, environment, service }: OptionPlace): number | undefined {
  const known = optionLinesOf(source);
  const deliveries = deliveriesIn(known);
  const own = environment === undefined || /^environments\b/.test(option) ? undefined : `environments[${environment}]`;
  const candidates = containersOf(option).flatMap((path) => (own === undefined ? [path] : [`${own}.${path}`, path]));
  for (const candidate of [...candidates, ...(own === undefined ? [] : [own]), '']) {
    const all = known.lines.filter(({ path }) => path === candidate);
    const ofDeliveries = all.filter(({ root }) => deliveries.has(root));
    const found = candidate === '' || ofDeliveries.length > 0 ? ofDeliveries : all;
    if (found.length > 0) {
      return theOnly(found) ?? theOnly(found.filter(({ root }) => known.names.get(root)?.includes(service)));
    }
  }
  return undefined;
}

/** The outermost objects that configure a delivery. */
export function deliveriesIn({ lines }: OptionLines): ReadonlySet<number> {
  return new Set(lines.filter(({ path }) => DELIVERY_OPTIONS.includes(path)).map(({ root }) => root));
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
 * @param where a path in the data of the file, or part of a line, shortened with `...`
 */
export function locateText(path: string, content: string, where: string): number | undefined {
  if (/\.(json|ya?ml)$/.test(path)) {
    return dataLineOf(content, where);
  }
  const text = where.replace(/^\.\.\.|\.\.\.$/g, '');
  const lines = content.split('\n').flatMap((line, i) => (line.includes(text) ? [i + 1] : []));
  return lines.length === 1 ? lines[0] : undefined;
}
