import type { CommonModel } from './common-model';
import type { OptionReader } from './option-reader';

/** A name that is derived from the service name by adding a prefix or a suffix, with the limit of AWS. */
export interface DerivedName {
  readonly what: string;
  readonly name: string;
  readonly limit: number;
}

/** The names of roles that stacks create, without those that do not exist. */
export function roleNames(names: readonly (string | undefined)[]): DerivedName[] {
  return names.filter((name) => name !== undefined).map((name) => ({ what: 'IAM role', name, limit: 64 }));
}

/** The names of the engines' resources. */
function engineNames({ pipeline, github }: CommonModel): DerivedName[] {
  return [
    ...roleNames([
      ...(pipeline?.releases ?? []).map(({ projectRole }) => projectRole?.name),
      ...[github?.buildRole, ...(github?.releases ?? []).map(({ deployRole }) => deployRole)].map((role) =>
        role?.create ? role.name : undefined,
      ),
    ]),
    ...(pipeline
      ? [
          { what: 'stack', name: pipeline.stack, limit: 128 },
          { what: 'pipeline', name: pipeline.name, limit: 100 },
        ]
      : []),
  ];
}

/**
 * Reports only the name that exceeds its limit the most. Shortening the service name fixes all of them.
 *
 * @param own the names of the target's resources
 */
export function checkDerivedNames(options: OptionReader, model: CommonModel, own: readonly DerivedName[]): void {
  const [worst] = [...own, ...engineNames(model)]
    .map((derived) => ({ ...derived, over: derived.name.length - derived.limit }))
    .filter(({ over }) => over > 0)
    .sort((a, b) => b.over - a.over);
  if (worst) {
    options.rejectValue('serviceName', model.service, 'derived-name-too-long', {
      why: `makes the ${worst.what} name ${worst.name} ${worst.name.length} characters long`,
      allowed: `at most ${worst.limit}`,
      fix: `Shorten serviceName${model.infra.roles.prefix && worst.what === 'IAM role' ? ' or roleNamePrefix' : ''} by at least ${worst.over} ${worst.over === 1 ? 'character' : 'characters'}.`,
    });
  }
}
