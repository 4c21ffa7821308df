import { isValueProblem } from './problem-codes';
import { ConfigError, messageOf, type Problem } from './problems';

/** Where a value is set. */
export interface Origin {
  /** The path of the option, for example `imageBuild.installCommands[0]`. */
  readonly path: string;
  /** The environment that is being checked, if it inherits the value. */
  readonly environment?: string;
}

type Found = Omit<Problem, 'path' | 'environments'> & Origin;

/**
 * Collects problems so that all of them are reported at once.
 */
export class ProblemList {
  private readonly found: Found[] = [];
  private readonly rejected = new Set<string>();
  private environments: readonly string[] = [];
  private topLevel?: ProblemList;

  public add(problem: Found): void {
    this.found.push(problem);
    const { path, environment } = problem;
    for (const { index } of path.matchAll(/[.[]|$/g)) {
      this.rejected.add(keyOf(path.slice(0, index), environment));
    }
  }

  /** Whether there is already a problem with a value or a part of it. */
  public has({ path, environment }: Origin): boolean {
    return (
      this.rejected.has(keyOf(path, undefined)) ||
      (environment !== undefined && this.rejected.has(keyOf(path, environment)))
    );
  }

  /**
   * Adds what is wrong with the top level regardless of what the environments override. A problem in a value that
   * environments inherit names them, unless the top level has the same problem and all of them inherit it.
   *
   * @param topLevel the problems of the top level without any environment
   */
  public compareWithTopLevel(topLevel: ProblemList, environments: readonly string[]): void {
    this.environments = [...new Set(environments)];
    this.topLevel = topLevel;
    for (const problem of topLevel.found.filter(({ code }) => isValueProblem(code))) {
      this.add(problem);
    }
  }

  /** All problems, without duplicates. Several environments can have the same problem. */
  public get all(): Problem[] {
    const everywhere = new Set(
      this.found.filter(({ environment }) => environment === undefined).map(({ path, code }) => keyOf(path, code)),
    );
    const byMessage = new Map<string, { problem: Problem; environments: Set<string> }>();
    for (const { environment, ...problem } of this.found) {
      if (environment !== undefined && everywhere.has(keyOf(problem.path, problem.code))) {
        continue;
      }
      const message = messageOf(problem);
      const same = byMessage.get(message) ?? { problem, environments: new Set() };
      byMessage.set(message, same);
      if (environment !== undefined) {
        same.environments.add(environment);
      }
    }
    return [...byMessage.values()].map(({ problem, environments }) =>
      environments.size === 0 || (environments.size === this.environments.length && this.isOfTopLevel(problem))
        ? problem
        : { ...problem, environments: [...environments] },
    );
  }

  /** @throws ConfigError that lists all problems, if there are any */
  public throwIfAny(subject: string): void {
    const { all } = this;
    if (all.length > 0) {
      const count = all.length === 1 ? '1 problem' : `${all.length} problems`;
      throw ConfigError.withProblems(`Found ${count} in the delivery config of ${subject}`, all);
    }
  }

  private isOfTopLevel({ path, code }: Problem): boolean {
    return this.topLevel?.found.some((problem) => problem.path === path && problem.code === code) ?? false;
  }
}

function keyOf(path: string, other: string | undefined): string {
  return `${path}\n${other ?? ''}`;
}
