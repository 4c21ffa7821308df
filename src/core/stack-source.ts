import type { Place } from './environment';

/** A stack of the CDK app. Targets, artifacts, and engines define them. `main.ts` and the guide list them. */
export interface StackSource {
  readonly name: string;
  /** File in the folder of the CDK app. */
  readonly file: string;
  readonly className: string;
  /** The constant in `main.ts`, if other stacks refer to the stack. */
  readonly variable: string;
  readonly place: Place;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly source: string;
  /** Stacks that must exist first. They must be in the same account. */
  readonly after: readonly StackDependency[];
  /** The parts that engines have added to the stack. */
  readonly parts: readonly StackPart[];
  /** Why a release needs the stack. `undefined`: a release can start without it. */
  readonly neededByReleases?: string;
  /** Why the stack must be deployed after all others. */
  readonly last?: string;
  /** Whether deleting the stack would break running services or workflows. */
  readonly protect: boolean;
}

export interface StackDependency {
  /** The name of the stack. */
  readonly stack: string;
  readonly reason: string;
}

/** Code that an engine adds to the stack of an artifact or a target, for example the role that it assumes there. */
export interface StackPart {
  readonly imports: Imports;
  readonly code: string;
  readonly findings: readonly Finding[];
  /** A resource that the part creates for all stacks in the account. */
  readonly creates?: string;
  /** A resource that the part requires, which another stack in the account may create. */
  readonly requires?: { readonly resource: string; readonly reason: string };
}

/** Modules, each with its alias or with the names that the code uses. */
export type Imports = Readonly<Record<string, string | readonly string[]>>;

/** A cdk-nag finding on a construct, and the reason why it is acceptable. */
export interface Finding {
  readonly construct: string;
  /** Includes the detail in brackets, because cdk-nag matches the exact finding. */
  readonly id: string;
  readonly reason: string;
}
