import { EnvironmentFacts, type Fact, type FactName, type Facts } from '../core/fact';

/**
 * A run in which every shared value has another value of the same form and length. Its files are never written. Where
 * they differ from the real files, the real files contain a shared value.
 */
export class Rehearsed implements Facts {
  public readonly isRehearsal = true;
  public readonly all: Fact[] = [];
  private readonly replacements = new Map<string, string | number>();

  /** @param decided the values of the real run, in the order in which they were decided */
  public constructor(private readonly decided: readonly Fact[]) {}

  public decide<T extends string | number>(name: FactName, _value: T): T {
    const fact = this.decided[this.all.length];
    if (fact?.id !== name.id) {
      throw new Error(
        `The rehearsal decides ${name.id} where the real run decided ${fact?.id}. The order of decisions must not depend on a shared value.`,
      );
    }
    // Renderers compare values, for example two accounts. Equal values must stay equal.
    const key = `${fact.id} ${fact.value}`;
    const other = this.replacements.get(key) ?? this.unusedValue(fact.value);
    this.replacements.set(key, other);
    this.all.push({ ...fact, value: other });
    return other as T;
  }

  public choose<T extends string>(_name: FactName, value: T): T {
    return value;
  }

  public in(environment: string): Facts {
    return new EnvironmentFacts(this, environment);
  }

  private unusedValue(value: string | number): string | number {
    const used = new Set<unknown>([...this.replacements.values(), ...this.decided.map((fact) => fact.value)]);
    for (let seed = this.replacements.size; ; seed++) {
      const other = anotherValue(value, seed);
      if (!used.has(other)) {
        return other;
      }
    }
  }
}

/** A run in which one choice has its other value. */
export class Flipped implements Facts {
  public readonly isRehearsal = true;

  public constructor(private readonly id: string) {}

  public decide<T extends string | number>(_name: FactName, value: T): T {
    return value;
  }

  public choose<T extends string>({ id }: FactName, value: T, other: T): T {
    return id === this.id ? other : value;
  }

  public in(environment: string): Facts {
    return new EnvironmentFacts(this, environment);
  }
}

const ALPHABETS = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** How many characters at the end of a value a rehearsal replaces. */
const REPLACED = 4;

/**
 * Another value of the same form and length, a different one for each seed. Only the last letters and digits change, so
 * that prefixes, patterns, quoting, line widths and the sort order stay the same.
 */
export function anotherValue(value: string | number, seed: number): string | number {
  const characters = [...String(value)];
  const replaced = characters
    .flatMap((character, i) => (/[A-Za-z0-9]/.test(character) ? [i] : []))
    .slice(-REPLACED)
    .reverse();
  // A value such as `/`: a character from the private use area, which no format treats specially.
  if (replaced.length === 0) {
    return String.fromCharCode(0xe000 + seed).repeat(characters.length);
  }
  let carry = seed + 1;
  for (const i of replaced) {
    // A number must not get shorter, so its first digit must not become 0.
    const alphabet =
      typeof value === 'number' && i === 0 ? '123456789' : ALPHABETS.find((each) => each.includes(characters[i]!))!;
    characters[i] = alphabet[(alphabet.indexOf(characters[i]!) + carry) % alphabet.length]!;
    carry = Math.floor(carry / alphabet.length);
  }
  const text = characters.join('');
  return typeof value === 'number' ? Number(text) : text;
}
