import type { Delivery, ExistingRole } from '../../core/engine';
import type { Place } from '../../core/environment';
import { statementsFor } from '../../core/release';
import type { Statement } from '../../core/statement';
import type { GithubModel, GithubRoleModel, OidcProviderModel } from '../../model/model';
import { releaseTo } from './input';
import { GITHUB_ACTIONS_ENGINE } from './native';
import { AUDIENCE, checkableRefs, deployStatements, hasPattern } from './roles';

interface Needed {
  readonly purpose: string;
  readonly place: Place;
  readonly provider: OidcProviderModel;
  readonly role: GithubRoleModel;
  readonly statements: readonly Statement[];
  /** The refs that the token must be issued for, if the subject does not contain them. */
  readonly refs?: readonly string[];
}

/** The roles that the workflows assume and that no stack creates, with the policies that they need. */
export function existingRoles(github: GithubModel, delivery: Delivery): ExistingRole[] {
  const { artifact, target } = delivery;
  const needed: Needed[] = [
    ...(artifact.input
      ? []
      : [
          {
            purpose: `to push ${artifact.noun}s`,
            place: artifact.place,
            provider: github.oidcProvider,
            role: github.buildRole,
            statements: statementsFor(GITHUB_ACTIONS_ENGINE, artifact.build('GITHUB_SHA')),
          },
        ]),
    ...target.environments.map((environment) => {
      const { oidcProvider, deployRole, refs } = releaseTo(github, environment);
      return {
        purpose: `to release to ${environment.name}`,
        place: environment,
        provider: oidcProvider,
        role: deployRole,
        statements: deployStatements(artifact, environment),
        refs,
      };
    }),
  ];
  return needed
    .filter(({ role }) => !role.create)
    .map((each) => ({
      arn: each.role.arn,
      account: each.place.account,
      purpose: each.purpose,
      trust: trustStatement(each),
      statements: each.statements,
      sessionSeconds: each.role.sessionSeconds,
    }));
}

/** The same conditions as those of a role that a stack creates. */
function trustStatement({ role, provider, refs: all = [] }: Needed): object {
  const { issuer } = provider;
  const refs = checkableRefs(provider, all);
  const subjects = { [`${issuer}:sub`]: role.subjects };
  const onlyRefs = refs.length > 0 ? { [`${issuer}:ref`]: refs.length === 1 ? refs[0] : refs } : {};
  const patterns = {
    ...(hasPattern(refs) ? onlyRefs : {}),
    ...(hasPattern(role.subjects) ? subjects : {}),
  };
  return {
    Effect: 'Allow',
    Principal: { Federated: provider.arn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${issuer}:aud`]: AUDIENCE,
        ...(hasPattern(refs) ? {} : onlyRefs),
        ...(hasPattern(role.subjects) ? {} : subjects),
      },
      ...(Object.keys(patterns).length > 0 ? { StringLike: patterns } : {}),
    },
  };
}
