/** Loads the `diff` package when it is first used. Most projects override nothing, so they have nothing to compare. */
export function diff(): typeof import('diff') {
  return require('diff');
}
