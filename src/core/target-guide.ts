/** What a target contributes to the guide, as Markdown. Everything else follows from releases and stacks. */
export interface TargetGuide {
  /** What a commit becomes, in the first heading: `running task`. */
  readonly result: string;
  /** The prefix of the nodes in the diagram. */
  readonly node: string;
  /** Where people follow a deployment, for example `the AWS console`. */
  readonly console: string;
  /** What the stacks of the target create, for example `the load balancers`. */
  readonly creates: readonly string[];
  /** What incurs charges even without traffic, for each environment. */
  readonly costs?: readonly EnvironmentCosts[];
  /** Defaults that people should know about, each with the option that changes it: sentences. */
  readonly defaults?: readonly string[];
  /** What to consider before the accounts are bootstrapped. */
  readonly bootstrapNotes: readonly string[];
  /** Steps before the first release, after the stacks are deployed. */
  readonly setupSteps: readonly string[];
  /** What the summary of a release shows: `the image, the revision, and a link to the service`. */
  readonly summary: string;
  /** What to check after a release, as a sentence without a period. */
  readonly check: string;
  /** How people specify a revision: `its number or its image tag`. */
  readonly revision: string;
  /** A revision as people specify it: `41`. */
  readonly exampleRevision: string;
  /** What the first release creates, as a sentence. `undefined`: all of it must exist before the first release. */
  readonly firstRelease?: string;
  /** Which changes take effect with the next release. */
  readonly changes: string;
  /** Which stacks a release does not deploy. */
  readonly infrastructure: string;
  readonly infrastructureNotes: readonly string[];
  readonly beforeRelease: readonly string[];
  /** Explanations of the settings. */
  readonly settingNotes: readonly string[];
  /** Sections of the guide that only this target needs, as Markdown. */
  readonly sections?: readonly string[];
  readonly rollbackNotes: readonly string[];
  /**
   * The section about rollbacks.
   *
   * @param manual how to roll back a completed release
   */
  rollback(manual: string): string;
}

/** A step of a release in the guide. Environments for which `detail` differs share the rest. */
export interface StepGuide {
  /** What the step does: a sentence, without a period if it has a `detail`. */
  readonly text: string;
  /** For example the command that the step runs. */
  readonly detail?: string;
  /** What follows, for example what happens if the step fails. */
  readonly after?: string;
}

/** A setting that determines how releases to an environment are deployed. */
export interface Setting {
  readonly title: string;
  /** `undefined`: not applicable. */
  readonly value?: string;
}

/** The resources of an environment that incur charges even without traffic. */
export interface EnvironmentCosts {
  readonly environment: string;
  /** For example ``2 NAT gateways (`network.natGateways`)``. */
  readonly resources: readonly string[];
}
