/**
 * What `delivery-fleet` learns about the deliveries that a config creates. The command and the library that it loads may
 * have different versions, so add members, but never change or remove any.
 */
export interface DeliveryPreview {
  /** The folder of the project. */
  readonly outdir: string;
  readonly service: string;
  /** The problems that the project accepts for a limited time. */
  readonly waived?: readonly Waived[];
  /** What the project should change, although it can be regenerated. */
  readonly warnings?: readonly string[];
  /**
   * The shared values that differ from the previous files.
   *
   * @param read returns the previous content of a file, by its path in the project; `undefined` if there was none
   */
  changes(read: (path: string) => string | undefined): FactChange[];
  /** The generated files that were edited manually. */
  edited(): string[];
}

/** A rule that a project does not follow, with permission. */
export interface Waived {
  readonly rule: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day of the waiver, for example `2027-03-31`. */
  readonly expires: string;
}

/** A shared value that changed. */
export interface FactChange {
  readonly id: string;
  readonly title: string;
  /** The environments that the value belongs to. Empty if it is the same for all environments. */
  readonly environments: readonly string[];
  /** `undefined` if the files do not contain it, because the value determines more than its own text. */
  readonly from?: string;
  readonly to: string;
  /** The files that contain the value. */
  readonly files: readonly string[];
}

const PREVIEWS = Symbol.for('projen-aws-delivery.previews');

/** The list that collects previews. `undefined` unless `delivery-fleet` evaluates the config. */
export function previews(): DeliveryPreview[] | undefined {
  return Reflect.get(globalThis, PREVIEWS) as DeliveryPreview[] | undefined;
}

/** Starts to collect the previews of the deliveries that this process creates. */
export function collectPreviews(): DeliveryPreview[] {
  const list: DeliveryPreview[] = [];
  Reflect.set(globalThis, PREVIEWS, list);
  return list;
}
