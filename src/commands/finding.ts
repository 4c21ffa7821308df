import type { DeliveryWaiver } from '../options';

/** A problem that `delivery:check` reports. */
export interface CheckFinding {
  /** The code of a problem, or of a rule. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong and how to fix it, in one line. */
  readonly message: string;
  /** The file, relative to the root project. */
  readonly file: string;
  /** The line, starting at 1. `undefined`: the whole file, or not known. */
  readonly line?: number;
  /** The waiver that allows it. */
  readonly waiver?: DeliveryWaiver;
}

/** What a code means. */
export interface CodeDescription {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly url?: string;
}

/** The result of `delivery:check`. */
export interface CheckReport {
  readonly deliveries: readonly { readonly service: string; readonly files: number; readonly standard?: string }[];
  readonly findings: readonly CheckFinding[];
  /** The codes of the findings, and of all rules that were checked. */
  readonly codes: readonly CodeDescription[];
  /** The folder of the project in its Git repository. `undefined` if it is the root. */
  readonly folder?: string;
}

/** How many findings prevent a release, how many do not, and how many are waived. */
export function countsOf({ findings }: Pick<CheckReport, 'findings'>): {
  readonly errors: number;
  readonly warnings: number;
  readonly waived: number;
} {
  const open = findings.filter(({ waiver }) => !waiver);
  return {
    errors: open.filter(({ severity }) => severity === 'error').length,
    warnings: open.filter(({ severity }) => severity === 'warning').length,
    waived: findings.length - open.length,
  };
}
