/**
 * The overrides of a file, in order. projen's `addToArray` discards earlier overrides of the items of the same list, so
 * a file applies them again afterwards.
 */
export class Overrides {
  private readonly values = new Map<string, unknown>();

  /** @param apply adds an override to the file */
  public constructor(private readonly apply: (path: string, value: unknown) => void) {}

  /** Adds an override. It replaces earlier overrides of the same value and of everything in it. */
  public add(path: string, value: unknown): void {
    for (const earlier of [path, ...this.within(path).map(([name]) => name)]) {
      this.values.delete(earlier);
    }
    this.values.set(path, value);
    this.apply(path, value);
  }

  /** Applies the overrides of everything in a value again. */
  public restore(path: string): void {
    for (const [name, value] of this.within(path)) {
      this.apply(name, value);
    }
  }

  private within(path: string): [path: string, value: unknown][] {
    return [...this.values].filter(([name]) => name.startsWith(`${path}.`));
  }
}
