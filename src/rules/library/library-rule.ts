import { OptionReader } from '../../model/option-reader';
import { ProblemList } from '../../model/problem-list';
import { type DeliveryView, type LibraryRuleOptions, type RuleFinding, RuleSeverity } from '../../options';
import { DeliveryRule } from '../delivery-rule';

/** A rule of the library, without the values of its options. */
export interface RuleDefinition<O extends LibraryRuleOptions, P> {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly url?: string;
  /** Options for the documentation. */
  readonly example?: O;
  /** The options that only this rule has. */
  readonly options: Readonly<Record<Exclude<keyof O, 'severity'>, true>>;
  /** Reads and checks the options. The result is what `check` needs. */
  read(options: OptionReader): P;
  check(delivery: DeliveryView, parameters: P): RuleFinding[];
}

/** A rule of the library. */
export class LibraryRule<O extends LibraryRuleOptions, P> extends DeliveryRule {
  private readonly parameters: P;

  /** @throws ConfigError that lists every problem in the options */
  public constructor(
    private readonly definition: RuleDefinition<O, P>,
    options: O | undefined,
  ) {
    const { code, title, description, url } = definition;
    const problems = new ProblemList();
    const reader = OptionReader.of(problems, options ?? {}, { severity: true, ...definition.options });
    const severity = reader.enumMember('severity', 'RuleSeverity', RuleSeverity);
    const parameters = definition.read(reader);
    problems.throwIfAny(`the rule ${code}`);
    super({ code, title, description, url, severity });
    this.parameters = parameters;
  }

  public check(delivery: DeliveryView): RuleFinding[] {
    return this.definition.check(delivery, this.parameters);
  }
}
