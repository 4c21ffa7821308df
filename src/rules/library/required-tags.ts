import type { RequiredTagsRuleOptions } from '../../options';
import type { RuleDefinition } from './library-rule';
import { readRequiredList } from './parameters';

/** Every delivery sets certain tags. */
export const REQUIRED_TAGS: RuleDefinition<RequiredTagsRuleOptions, readonly string[]> = {
  code: 'required-tags',
  title: 'All resources have the required tags',
  description: 'Tags show who owns a resource and who pays for it.',
  url: 'https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html',
  example: { keys: ['cost-center'] },
  options: { keys: true },
  read: (options) => readRequiredList(options, 'keys', 'cost-center'),
  check: ({ tags }, keys) =>
    keys
      .filter((key) => !Object.hasOwn(tags, key))
      .map((key) => ({
        option: 'tags',
        message: `does not contain the required tag ${key}`,
        fix: `Add ${key}.`,
      })),
};
