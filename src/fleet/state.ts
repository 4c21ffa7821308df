import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Outcome } from './outcome';

/**
 * The results of an unfinished run, one on each line. The first line identifies the arguments. A run that is started again
 * with the same arguments continues after the last complete line.
 */
export class State {
  /** The results of the interrupted run. */
  public readonly outcomes: readonly Outcome[];

  public constructor(
    private readonly file: string,
    key: string,
  ) {
    const lines = existsSync(file) ? readFileSync(file, 'utf-8').split('\n') : [];
    const header = JSON.stringify({ key });
    // The last item is empty, or a line that was not written to its end.
    const complete = lines.slice(0, -1);
    const isSame = complete[0] === header && !complete.includes(FINISHED);
    this.outcomes = isSame ? complete.slice(1).map((line): Outcome => JSON.parse(line)) : [];
    writeFileSync(file, [header, ...(isSame ? complete.slice(1) : []), ''].join('\n'));
  }

  public add(outcome: Outcome): void {
    appendFileSync(this.file, `${JSON.stringify(outcome)}\n`);
  }

  /** The next run starts from the beginning. */
  public finish(): void {
    appendFileSync(this.file, `${FINISHED}\n`);
  }
}

const FINISHED = '"finished"';
