import { NODEJS_END_OF_LIFE } from '../../data/nodejs-releases';
import { isDay } from '../../model/day';
import type { NodeVersionRuleOptions } from '../../options';
import { now } from '../waivers';
import type { RuleDefinition } from './library-rule';
import { readText } from './parameters';

/** Node.js receives security fixes. */
export const SUPPORTED_NODE_VERSION: RuleDefinition<NodeVersionRuleOptions, string | undefined> = {
  code: 'supported-node-version',
  title: 'The Node.js version is supported',
  description:
    'A version of Node.js receives no security fixes after its end of life. The rule does not check Node.js versions that were released after this package.',
  url: 'https://nodejs.org/en/about/previous-releases',
  example: { date: '2028-01-01' },
  options: { date: true },
  read: (options) => {
    const date = readText(options, 'date');
    return date === undefined || isDay(date)
      ? date
      : options.reject('date', 'invalid-format', {
          why: 'is not a day',
          allowed: 'a day in the format YYYY-MM-DD',
          fix: 'Correct the date.',
        });
  },
  check: ({ runtime, runtimeVersion = '' }, date) => {
    const day = date ?? now().toISOString().slice(0, 10);
    const end = runtime === 'nodejs' ? endOfLife(runtimeVersion) : undefined;
    return end === undefined || day <= end
      ? []
      : [
          {
            option: 'nodeVersion',
            message: `is ${runtimeVersion}, which ${date === undefined ? `has not been supported since ${end}` : `is supported only until ${end}, and ${date} is required`}`,
            fix: `Use ${newest(day)}.`,
          },
        ];
  },
};

function endOfLife(version: string): string | undefined {
  return NODEJS_END_OF_LIFE[/^\d+/.exec(version)?.[0] ?? ''];
}

/** The even versions receive fixes for three years. */
function newest(day: string): string {
  const supported = Object.keys(NODEJS_END_OF_LIFE).filter(
    (version) => Number(version) % 2 === 0 && day <= NODEJS_END_OF_LIFE[version]!,
  );
  return supported.length === 0 ? 'a newer version' : supported.join(' or ');
}
