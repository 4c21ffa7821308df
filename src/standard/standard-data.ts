import type { Problem } from '../model/problems';
import type { RenamedOption } from '../model/renamed-options';
import type { AllowedValues, DeliveryTarget, IDeliveryRule, NumberBounds } from '../options';
import type { RawOptions } from './paths';

/** The values that a standard sets for the deliveries of one target. */
export interface StandardValues {
  /** Values that a repository can change. */
  readonly defaults: RawOptions;
  /** Values that a repository cannot change. */
  readonly fixed: RawOptions;
}

/** A checked standard, as the rest of the package reads it. */
export interface StandardData {
  readonly name: string;
  readonly version: string;
  readonly contact: string;
  readonly url?: string;
  readonly values: Readonly<Record<DeliveryTarget, StandardValues>>;
  readonly allowed: readonly AllowedValues[];
  readonly bounds: readonly NumberBounds[];
  /** Why values are set, by the path of the option. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly rules: readonly IDeliveryRule[];
  /** The codes of the rules that a repository cannot waive. */
  readonly rulesWithoutWaivers: readonly string[];
  /** The old names of options that the standard uses. */
  readonly renamed: readonly RenamedOption[];
}

const STANDARDS = new WeakMap<object, StandardData>();

export function registerStandard(standard: object, data: StandardData): void {
  STANDARDS.set(standard, data);
}

/** The data of a standard. `undefined` for any other value, and for a standard of another copy of this package. */
export function standardDataOf(value: unknown): StandardData | undefined {
  return typeof value === 'object' && value !== null ? STANDARDS.get(value) : undefined;
}

/** How messages refer to a standard. */
export function labelOf({ name, version }: Pick<StandardData, 'name' | 'version'>): string {
  return `the standard ${name} ${version}`;
}

/** The warnings in a repository about old names of options in its standard. */
export function renamedInStandard(standard: StandardData): Problem[] {
  return standard.renamed.map(({ path, to, since }) => ({
    code: 'renamed-option',
    path: 'standard',
    why: `is ${labelOf(standard)}, whose ${path} was renamed to ${to} in version ${since} of projen-aws-delivery`,
    fix: `Ask for an update of the standard. Contact: ${standard.contact}.`,
  }));
}
