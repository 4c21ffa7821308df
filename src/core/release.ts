import { type Statement, withoutCovered } from './statement';
import type { StepGuide } from './target-guide';

/**
 * A release to one environment, or a rollback, as data. The target describes it once. Engines render it, roles get the
 * permissions that it needs, and the guide explains it.
 */
export interface Release {
  /** In order, without steps that the config does not enable. */
  readonly steps: readonly Step[];
  /** Native steps of engines. An engine uses the first one that replaces the steps at a position. */
  readonly native: readonly NativeSteps[];
  readonly timeout: Timeout;
  /** Where the release waits for approval. `undefined`: nowhere. */
  readonly pause?: Pause;
  /** What an engine reports after the release. `undefined`: nothing. */
  readonly report?: Report;
  /**
   * Prints as Markdown why a step failed. Engines run its commands after a step has failed. A command that fails prints
   * nothing and does not stop the others. `undefined`: only the output of the step explains the failure.
   */
  readonly explanation?: Step;
}

/** A step that every engine can run, because it consists of shell commands. */
export interface Step {
  /** For example `register`. An argument of the release script. */
  readonly id: string;
  /** The name of the step, for people. */
  readonly title: string;
  /** Bash commands. A command can have several lines. `ENVIRONMENT` contains the argument of the environment. */
  readonly commands: readonly string[];
  /** Variables with a fixed value. Values that differ between environments belong here rather than in `commands`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Variables that the build or an earlier step has set. */
  readonly reads?: readonly string[];
  /** Variables that the commands set for later steps. */
  readonly sets?: readonly string[];
  /** The AWS permissions of the commands. */
  readonly statements: readonly Statement[];
  /** Files and folders in the project that the commands read. */
  readonly files?: readonly string[];
  /** A comment in the generated code. */
  readonly comment?: string;
  /** `undefined`: the guide does not mention the step. */
  readonly guide?: StepGuide;
}

/**
 * What an engine runs instead of the commands of one or more steps.
 *
 * @typeParam Native the engine's own description of what it runs
 */
export interface NativeSteps<Native = unknown> {
  /** The ID of the engine, which determines the type of `native`. */
  readonly engine: string;
  /** The IDs of the steps. They must directly follow one another. */
  readonly replaces: readonly string[];
  readonly native: Native;
  /** The AWS permissions that the engine needs. `undefined`: those of the replaced steps. */
  readonly statements?: readonly Statement[];
}

/** A release that waits for approval after some of its steps. */
export interface Pause {
  /** The ID of the first step after the approval. */
  readonly before: string;
  /** What people approve: `the preview`. */
  readonly subject: string;
  /** What they check first, as a sentence. */
  readonly check: string;
  /** What an engine reports before the approval. */
  readonly report: Report;
}

export interface Timeout {
  /** Maximum minutes that the steps wait. */
  readonly minutes: number;
  /** What the steps wait for, for example `the deployment`. */
  readonly waitsFor: string;
}

export interface Report {
  readonly title: string;
  /** Names and values. A value is shell text that can contain variables of the steps. */
  readonly rows: Readonly<Record<string, string>>;
  /** Variables in `rows`. */
  readonly reads: readonly string[];
  /** The page of the AWS console that shows the result. */
  readonly consoleUrl: string;
}

/** The IDs of the steps before and after the approval. */
export function pausedSteps({ steps, pause }: Pick<Release, 'steps' | 'pause'>): readonly [string[], string[]] {
  const ids = steps.map(({ id }) => id);
  const first = pause ? ids.indexOf(pause.before) : ids.length;
  return [ids.slice(0, first), ids.slice(first)];
}

/** A part of a release as an engine runs it. */
export type ReleasePart<Native> = { readonly step: Step } | { readonly native: NativeSteps<Native> };

/** The release as the engine runs it: its native steps, and commands for all other steps. */
export function partsFor<Native = never>(
  engine: string,
  { steps, native }: Pick<Release, 'steps' | 'native'>,
): ReleasePart<Native>[] {
  const own = native.filter((each): each is NativeSteps<Native> => each.engine === engine);
  const parts: ReleasePart<Native>[] = [];
  for (let i = 0; i < steps.length; ) {
    const found = own.find(({ replaces }) => replaces.every((id, k) => steps[i + k]?.id === id));
    parts.push(found ? { native: found } : { step: steps[i]! });
    i += found ? found.replaces.length : 1;
  }
  return parts;
}

/**
 * The permissions that the engine needs for the releases: those of the steps that it runs and of the explanation, and no
 * others.
 */
export function statementsFor(
  engine: string,
  ...releases: readonly Pick<Release, 'steps' | 'native' | 'explanation'>[]
): Statement[] {
  return withoutCovered(
    releases.flatMap((release) => [
      ...partsFor<unknown>(engine, release).flatMap((part) =>
        'step' in part
          ? part.step.statements
          : (part.native.statements ??
            release.steps
              .filter(({ id }) => part.native.replaces.includes(id))
              .flatMap(({ statements }) => statements)),
      ),
      ...(release.explanation?.statements ?? []),
    ]),
  );
}
