import type { OptionReader } from './option-reader';

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_KEY = /^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/iu;
const TAG_VALUE = /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u;
const CHARACTERS = 'letters, digits, spaces, and _ . : / = + - @';

/** The tags that the stacks set. */
const OWN_TAGS = ['service', 'environment'];

/** The tags of all resources. */
export function resolveTags(options: OptionReader): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const entry of options.entries('tags')) {
    const { name, value } = entry;
    if (OWN_TAGS.includes(name)) {
      options.rejectEntryWithoutValue(entry, 'reserved-tag', { why: 'is set by the stacks', fix: 'Use another key.' });
    } else if (!TAG_KEY.test(name)) {
      options.rejectEntry(entry, 'invalid-format', {
        why: 'has a key that is not valid',
        allowed: `1 to 128 ${CHARACTERS}; must not start with aws:`,
        fix: 'Correct the key.',
      });
    } else if (typeof value !== 'string' || !TAG_VALUE.test(value)) {
      options.rejectEntry(entry, typeof value === 'string' ? 'invalid-format' : 'wrong-type', {
        why: typeof value === 'string' ? 'is not valid' : 'is not a string',
        allowed: `at most 256 ${CHARACTERS}`,
        fix: 'Correct the value.',
      });
    } else {
      tags[name] = value;
    }
  }
  return tags;
}
