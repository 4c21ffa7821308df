import type { Environment, Place } from './environment';
import type { Prerequisite } from './prerequisite';
import type { Release } from './release';
import type { RenderedFile } from './rendered-file';
import type { RoleSummary } from './role-summary';
import type { StackPart, StackSource } from './stack-source';
import type { Setting, TargetGuide } from './target-guide';

/** What releases deploy the artifact to. */
export interface Target {
  /** In promotion order. */
  readonly environments: readonly TargetEnvironment[];
  /** What the build does once for all environments. */
  readonly preparation?: Preparation;
  readonly files: readonly RenderedFile[];
  /** `undefined`: pull requests have no preview. */
  readonly previews?: PullRequestPreviews;
  /** What people can specify as `REVISION` of a rollback. If it is empty, the rollback finds the previous revision. */
  readonly revision: string;
  readonly guide: TargetGuide;
}

export interface TargetEnvironment extends Environment {
  readonly release: Release;
  readonly rollback: Release;
  /** What a release deploys to, for people. */
  readonly label: string;
  /** What no stack creates. `undefined`: nothing. */
  readonly prerequisites?: readonly Prerequisite[];
  /** Settings that the guide lists. */
  readonly settings: readonly Setting[];
  /** The roles of what runs in the environment. Empty if they exist, or if nothing needs one. */
  readonly roles: readonly RoleSummary[];
  /**
   * The stacks of the environment, in deployment order.
   *
   * @param parts the roles that engines assume in the environment
   * @param previewParts the role that publishes previews of pull requests, as the constant `previewRole`
   */
  stacks(parts: readonly StackPart[], previewParts?: readonly StackPart[]): readonly StackSource[];
}

/** How an engine publishes previews of pull requests. */
export interface PullRequestPreviews {
  /** Where the previews are published. */
  readonly place: Place;
  /** The command prints the URL of the preview. */
  readonly publish: PreviewCommand;
  readonly remove: PreviewCommand;
}

export interface PreviewCommand {
  readonly command: string;
  /** Variables of the command, in addition to `NUMBER`, the number of the pull request. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Commands that run once for all environments, without AWS credentials. Releases use the result. */
export interface Preparation {
  readonly id: string;
  /** For example `Synthesize the CDK app`. */
  readonly title: string;
  /** The result, for example `the synthesized app`. */
  readonly result: string;
  /** The folder that contains the result. A step of a release that lists it in `files` needs it. */
  readonly folder: string;
  /** The name of the folder's archive, if an engine passes it between jobs. */
  readonly archive: string;
  readonly commands: readonly string[];
  /** Variables of releases, each with the command that prints its value. */
  readonly variables: Readonly<Record<string, string>>;
  /** What runs the commands, and what it needs it for. */
  readonly runtime: { readonly name: string; readonly version: string; readonly tool: string };
  /** A comment in the generated code. */
  readonly comment: string;
}
