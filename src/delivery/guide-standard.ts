import { joinPath } from '../model/show';
import { inline, paragraphs, table } from '../printing/markdown';
import type { AppliedStandard } from '../standard/apply-standard';
import { isOptions, leavesOf, type RawOptions } from '../standard/paths';

/** What the guide says about the standard of the organization. */
export interface GuideStandard {
  /** Name and version. */
  readonly label: string;
  readonly contact: string;
  readonly url?: string;
  /** The values that the standard sets and the repository keeps. */
  readonly values: readonly GuideStandardValue[];
  readonly waivers: readonly GuideWaiver[];
  /** Who sets an option of an environment, or of the top level. */
  originOf(option: string, environment?: string): string;
}

interface GuideStandardValue {
  readonly option: string;
  readonly environment?: string;
  readonly value: unknown;
}

interface GuideWaiver {
  readonly rule: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** @param config the config file */
export function guideStandard({ standard, options, provenance }: AppliedStandard, config: string): GuideStandard {
  const label = `${standard.name} ${standard.version}`;
  const environments = Array.isArray(options.environments) ? options.environments.filter(isOptions) : [];
  const texts = { repository: inline(config), standard: label, default: 'Default' };
  const setIn = (scope: RawOptions, prefix: string) =>
    leavesOf(scope)
      .filter(({ path }) => provenance.isOfStandard(path.reduce(joinPath, prefix)))
      .map(({ path, value }) => ({ option: path.join('.'), value }));
  const { environments: _, ...topLevel } = options;
  return {
    label,
    contact: standard.contact,
    url: standard.url,
    values: [
      ...setIn(topLevel, ''),
      ...environments.flatMap((scope, i) =>
        setIn(scope, `environments[${i}]`).map((value) => ({ ...value, environment: String(scope.name) })),
      ),
    ],
    waivers: (options.waivers ?? []) as readonly GuideWaiver[],
    originOf: (option, environment) => {
      const index = environments.findIndex(({ name }) => name === environment);
      const own = `environments[${index}].${option}`;
      return texts[provenance.originOf(index >= 0 && provenance.originOf(own) !== 'default' ? own : option)];
    },
  };
}

/** @param config the config file */
export function standardSection({ label, contact, url, values, waivers }: GuideStandard, config: string): string {
  const name = url === undefined ? `the standard ${label}` : `[the standard ${label}](${url})`;
  return paragraphs(
    `This service follows ${name}. If you have questions, contact ${contact}.`,
    values.length === 0
      ? 'The standard sets no options of this service.'
      : `The standard sets the following options. To find out whether you can change one, run \`npx projen delivery:explain <option>\`.`,
    ...(values.length === 0
      ? []
      : [
          table(
            ['Option', 'Value', 'Environment'],
            values.map(({ option, value, environment }) => [
              inline(option),
              inline(JSON.stringify(value)),
              environment === undefined ? 'All' : inline(environment),
            ]),
          ),
        ]),
    ...(waivers.length === 0
      ? []
      : [
          `\`${config}\` waives these rules:`,
          table(
            ['Rule', 'Reason', 'Owner', 'Expires'],
            waivers.map(({ rule, reason, owner, expires }) => [inline(rule), reason, owner, expires]),
          ),
        ]),
  );
}
