/** What must exist before the first release, because no stack creates it. The guide and `infra/preflight.sh` list it. */
export interface Prerequisite {
  /** What it is, for people: `Secret orders/database`. */
  readonly title: string;
  /** The AWS account that uses it. `undefined`: GitHub. */
  readonly account?: string;
  /** The environments that need it, as arguments of the generated scripts. `undefined`: all. */
  readonly environments?: readonly string[];
  /** What fails without it: the deployment of the stacks, or only the first release. */
  readonly neededFor: 'deployment' | 'release';
  /** A command that changes nothing and fails if it does not exist. */
  readonly check: string;
  /** Bash pattern that the output of the command must match. `undefined`: any output. */
  readonly expected?: string;
  readonly fix: Fix;
}

/** How to create what is missing. */
export type Fix =
  | { readonly command: string }
  /** One or more sentences. */
  | { readonly instruction: string };
