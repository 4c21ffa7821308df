import type { Delivery, ExistingRole } from '../../core/engine';
import type { Place } from '../../core/environment';
import { statementsFor } from '../../core/release';
import type { Statement } from '../../core/statement';
import type { GithubModel, GithubRoleModel, OidcProviderModel } from '../../model/model';
import { OIDC_HOST } from '../../model/resolve-github';
import { releaseTo } from './input';
import { GITHUB_ACTIONS_ENGINE } from './native';
import { AUDIENCE } from './roles';

interface Needed {
  readonly purpose: string;
  readonly place: Place;
  readonly provider: OidcProviderModel;
  readonly role: GithubRoleModel;
  readonly statements: readonly Statement[];
  /** The branch that the token must be issued for, if the subject does not contain it. */
  readonly branch?: string;
}

/** The roles that the workflows assume and that no stack creates, with the policies that they need. */
export function existingRoles(github: GithubModel, delivery: Delivery): ExistingRole[] {
  const { artifact, target, branch } = delivery;
  const needed: Needed[] = [
    {
      purpose: `to push ${artifact.noun}s`,
      place: artifact.place,
      provider: github.oidcProvider,
      role: github.buildRole,
      statements: statementsFor(GITHUB_ACTIONS_ENGINE, artifact.build('GITHUB_SHA')),
    },
    ...target.environments.map((environment) => {
      const { oidcProvider, deployRole } = releaseTo(github, environment);
      return {
        purpose: `to release to ${environment.name}`,
        place: environment,
        provider: oidcProvider,
        role: deployRole,
        statements: statementsFor(GITHUB_ACTIONS_ENGINE, environment.release, environment.rollback),
        branch,
      };
    }),
  ];
  return needed
    .filter(({ role }) => !role.create)
    .map((each) => ({
      arn: each.role.arn,
      account: each.place.account,
      purpose: each.purpose,
      trust: trustStatement(github, each),
      statements: each.statements,
      sessionSeconds: each.role.sessionSeconds,
    }));
}

/** The same conditions as those of a role that a stack creates. */
function trustStatement(github: GithubModel, { role, provider, branch }: Needed): object {
  const subjects = { [`${OIDC_HOST}:sub`]: role.subjects };
  return {
    Effect: 'Allow',
    Principal: { Federated: provider.arn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${OIDC_HOST}:aud`]: AUDIENCE,
        ...(branch ? { [`${OIDC_HOST}:ref`]: `refs/heads/${branch}` } : {}),
        ...(github.subjectsExact ? subjects : {}),
      },
      ...(github.subjectsExact ? {} : { StringLike: subjects }),
    },
  };
}
