/**
 * The overrides of a file, in order. projen's `addToArray` discards earlier overrides of the items of the same list, so
 * a file applies them again afterwards.
 */
export class Overrides {
  private readonly values = new Map<string, unknown>();

  /** Records an override. It replaces earlier overrides of the same value and of everything in it. */
  public add(path: string, value: unknown): void {
    for (const earlier of [path, ...this.within(path).map(([name]) => name)]) {
      this.values.delete(earlier);
    }
    this.values.set(path, value);
  }

  /** The overrides of everything in a value, by path. */
  public within(path: string): [path: string, value: unknown][] {
    return [...this.values].filter(([name]) => name.startsWith(`${path}.`));
  }
}
