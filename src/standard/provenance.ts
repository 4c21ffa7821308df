import { labelOf, type StandardData } from './standard-data';

/** Where the value of an option comes from. */
export type ValueOrigin = 'repository' | 'standard' | 'default';

/** Where the values of a config come from. Paths are those of messages, for example `environments[1].cpu`. */
export class Provenance {
  /** The paths of the values that the standard sets. */
  private readonly ofStandard = new Set<string>();
  /** The paths of all values. */
  private readonly all = new Set<string>();

  public constructor(public readonly standard: StandardData) {}

  public add(path: string, origin: 'repository' | 'standard'): void {
    this.all.add(path);
    if (origin === 'standard') {
      this.ofStandard.add(path);
    } else {
      this.ofStandard.delete(path);
    }
  }

  /** Whether the standard sets the value at a path, which contains no other values. */
  public isOfStandard(path: string): boolean {
    return this.ofStandard.has(path);
  }

  /** Where the value of an option comes from. For an object with values from both, the repository. */
  public originOf(path: string): ValueOrigin {
    const at = [...this.all].filter((other) => isWithin(other, path) || isWithin(path, other));
    if (at.length === 0) {
      return 'default';
    }
    return at.every((other) => this.ofStandard.has(other)) ? 'standard' : 'repository';
  }

  /** What messages append to the path of a value. Nothing if the repository sets the value. */
  public describe(path: string): string {
    return this.originOf(path) === 'standard' ? ` (set by ${labelOf(this.standard)})` : '';
  }
}

/** Whether a path is the same as another one, or inside it. */
function isWithin(path: string, container: string): boolean {
  return path === container || (path.startsWith(container) && /^[.[]/.test(path.slice(container.length)));
}
