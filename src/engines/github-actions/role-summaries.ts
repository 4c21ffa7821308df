import type { Delivery } from '../../core/engine';
import { statementsFor } from '../../core/release';
import type { RoleSummary } from '../../core/role-summary';
import type { GithubModel, GithubRoleModel } from '../../model/model';
import { enumeration, inline } from '../../printing/markdown';
import { releaseTo } from './input';
import { GITHUB_ACTIONS_ENGINE } from './native';
import { deployStatements } from './roles';

/** The roles of the workflows, for the guide. The target describes the role that publishes previews. */
export function rolesOf(github: GithubModel, { artifact, target }: Delivery): RoleSummary[] {
  const { buildRole } = github;
  return [
    ...(buildRole.create && !artifact.input
      ? [summary(buildRole, [], statementsFor(GITHUB_ACTIONS_ENGINE, artifact.build('GITHUB_SHA')))]
      : []),
    ...target.environments.flatMap((environment) => {
      const { deployRole, refs } = releaseTo(github, environment);
      return deployRole.create ? [summary(deployRole, refs, deployStatements(artifact, environment))] : [];
    }),
  ];
}

function summary(role: GithubRoleModel, refs: readonly string[], statements: RoleSummary['statements']): RoleSummary {
  // The second half of the subjects are the same subjects with the IDs of the repository.
  const jobs = [...new Set(role.subjects.map((subject) => describeSubject(subject.split(':').slice(2).join(':'))))];
  const only = refs.length > 0 ? `, on ${enumeration(refs.map(describeRef), 'or')}` : '';
  return {
    title: inline(role.name),
    assumedBy: `GitHub Actions in jobs ${enumeration(jobs, 'or')}${only}`,
    statements,
  };
}

/** The end of a `sub` claim in words. */
function describeSubject(context: string): string {
  const [kind, ...rest] = context.split(':');
  const value = rest.join(':');
  return kind === 'environment' ? `of the environment ${inline(value)}` : `on ${describeRef(value)}`;
}

function describeRef(ref: string): string {
  return ref.startsWith('refs/tags/') ? `the tag ${inline(ref.slice(10))}` : inline(ref.replace(/^refs\/heads\//, ''));
}
