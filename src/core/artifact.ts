import type { Place } from './environment';
import type { Prerequisite } from './prerequisite';
import type { NativeSteps, Step } from './release';
import type { RenderedFile } from './rendered-file';
import type { StackPart, StackSource } from './stack-source';
import type { Statement } from './statement';

/** What the build creates once, and releases deploy to all environments. */
export interface Artifact {
  /** What it is, for people: `image`. */
  readonly noun: string;
  /** The variable that identifies it in a release: `IMAGE_URI`. */
  readonly variable: string;
  /** Where it is stored. */
  readonly place: Place;
  /** Whether the build runs Docker. */
  readonly needsDocker: boolean;
  readonly guide: ArtifactGuide;
  /** Files that the build reads. */
  readonly files: readonly RenderedFile[];
  /** How people specify it when they start a release, if it is built elsewhere. `undefined`: a release builds it. */
  readonly input?: ArtifactInput;
  /** What no stack creates. `undefined`: nothing. */
  readonly prerequisites?: readonly Prerequisite[];
  /** Permissions to read it from where it is stored. */
  readonly readStatements: readonly Statement[];
  /**
   * How it is built and stored.
   *
   * @param commit the environment variable in which the engine passes the commit SHA
   */
  build(commit: string): ArtifactBuild;
  /**
   * What a release runs after the environment runs the artifact, so that the artifact does not expire. `undefined`: the
   * artifact does not expire, or nobody can mark it.
   *
   * @param environment the name of the environment
   */
  retain?(environment: string): Step | undefined;
  /**
   * Where it is stored. Empty if that exists and no engine needs a role.
   *
   * @param parts the roles of the engines that build it
   */
  stacks(parts: readonly StackPart[]): readonly StackSource[];
}

/** How people specify an artifact that is built elsewhere. */
export interface ArtifactInput {
  /** For example `image-tag`. */
  readonly name: string;
  /** The variable that contains the value: `IMAGE_TAG`. */
  readonly variable: string;
  readonly description: string;
  /** The value in commands of the guide: `TAG`. */
  readonly example: string;
  /** Checks whether the artifact exists. */
  readonly check: Step;
  /**
   * The variables of a release.
   *
   * @param value an expression for the value
   */
  variables(value: string): Readonly<Record<string, string>>;
}

/** What an artifact contributes to the guide, as Markdown. */
export interface ArtifactGuide {
  /** What stores it, in the diagram: `ECR orders-api`. */
  readonly store: string;
  /** What stores it, in a sentence: `the ECR repository`. */
  readonly storeTitle: string;
  /** Whether a stack creates what stores it. */
  readonly createsStore: boolean;
  /** What the build does, in the third person: ``builds the image from `Dockerfile` ``. */
  readonly built: string;
  /** What happens if it has already been built for a commit, as a sentence. */
  readonly reused: string;
  /** Steps before the first release, after the stacks are deployed. */
  readonly setupSteps: readonly string[];
  /** Which revisions a rollback can return to, as sentences. */
  readonly kept: string;
}

/** The last step stores the artifact. All earlier steps prepare it. */
export interface ArtifactBuild {
  readonly steps: readonly Step[];
  readonly native: readonly NativeSteps[];
}
