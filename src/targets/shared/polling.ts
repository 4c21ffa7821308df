/** Seconds between two status checks of a deployment. */
export const POLL_SECONDS = 15;

/** The shell expression that a polling loop iterates over to run for `MINUTES`. */
export const POLLS = `$(seq $((MINUTES * ${60 / POLL_SECONDS})))`;
