/** An account and a region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What every target and engine knows of an environment. */
export interface Environment extends Place {
  readonly name: string;
  /** The name as an argument of the generated scripts. */
  readonly argument: string;
  readonly partition: string;
  /** Whether a release to this environment requires approval. */
  readonly approval: boolean;
}
