import { isValueProblem } from './problem-codes';
import { configErrorOf, messageOf, type Problem } from './problems';

/** Where a value is set. */
export interface Origin {
  /** The path of the option, for example `imageBuild.installCommands[0]`. */
  readonly path: string;
  /** The environment that is being checked, if it inherits the value. */
  readonly environment?: string;
}

type Found = Omit<Problem, 'path' | 'environments'> & Origin;

/** Describes where values come from, for messages. */
export interface ValueOrigins {
  /** What follows the path of a value in a message. Empty if the repository sets the value, or it is a default. */
  describe(path: string): string;
}

/**
 * Collects problems so that all of them are reported at once.
 */
export class ProblemList {
  private readonly found: Found[] = [];
  private readonly rejected = new Places();
  private readonly wrongValues = new Places();
  private environments: readonly string[] = [];
  private topLevel?: ProblemList;

  /** @param origins where values come from; `undefined` if only the repository sets values */
  public constructor(private readonly origins?: ValueOrigins) {}

  /**
   * Adds a problem. A value that is wrong on its own is not checked against any rule, so that one mistake is reported
   * once.
   *
   * @param alsoWrong another value that the mistake affects, for example the option whose name is misspelled
   */
  public add(problem: Found, alsoWrong?: Origin): void {
    const isWrongValue = isValueProblem(problem.code);
    if (!isWrongValue && this.wrongValues.overlap(problem)) {
      return;
    }
    this.found.push(problem);
    for (const origin of alsoWrong ? [problem, alsoWrong] : [problem]) {
      this.rejected.add(origin);
      if (isWrongValue) {
        this.wrongValues.add(origin);
      }
    }
  }

  /** Whether there is already a problem with a value, a part of it, or an object that contains it. */
  public has(origin: Origin): boolean {
    return this.rejected.overlap(origin);
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
        ? this.withOrigin(problem)
        : { ...this.withOrigin(problem), environments: [...environments] },
    );
  }

  private withOrigin(problem: Problem): Problem {
    const origin = problem.origin ?? this.origins?.describe(problem.path);
    return origin ? { ...problem, origin } : problem;
  }

  /**
   * @param subject what the problems are in, for example `the delivery config of orders-api`
   * @throws ConfigError that lists all problems, if there are any
   */
  public throwIfAny(subject: string): void {
    const { all } = this;
    if (all.length > 0) {
      const count = all.length === 1 ? '1 problem' : `${all.length} problems`;
      throw configErrorOf(`Found ${count} in ${subject}`, all);
    }
  }

  private isOfTopLevel({ path, code }: Problem): boolean {
    return this.topLevel?.found.some((problem) => problem.path === path && problem.code === code) ?? false;
  }
}

/** A set of values in a config. */
class Places {
  private readonly itself = new Set<string>();
  private readonly containing = new Set<string>();

  public add({ path, environment }: Origin): void {
    this.itself.add(keyOf(path, environment));
    for (const container of containersOf(path)) {
      this.containing.add(keyOf(container, environment));
    }
  }

  /** Whether a value, a part of it, or an object that contains it is in the set. */
  public overlap({ path, environment }: Origin): boolean {
    return [undefined, environment].some(
      (e) =>
        this.containing.has(keyOf(path, e)) ||
        [path, ...containersOf(path)].some((container) => this.itself.has(keyOf(container, e))),
    );
  }
}

/** The paths of the objects and lists that contain a value: for `a[0].b`, `a[0]`, `a`, and the root. */
function containersOf(path: string): string[] {
  return ['', ...[...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index))];
}

function keyOf(path: string, other: string | undefined): string {
  return `${path}\n${other ?? ''}`;
}
