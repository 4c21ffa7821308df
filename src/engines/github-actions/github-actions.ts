import type { Engine } from '../../core/engine';
import { renderDeployWorkflow } from './deploy-workflow';
import { existingRoles } from './existing-roles';
import { type GithubActionsInput, releaseTo } from './input';
import { GITHUB_ACTIONS_ENGINE } from './native';
import { renderPreviewWorkflow } from './preview-workflow';
import { renderPullRequestWorkflow } from './pull-request-workflow';
import { rolesOf } from './role-summaries';
import { buildRole, deployRole, identityProvider, previewRole } from './roles';
import { renderRollbackWorkflow } from './rollback-workflow';

/** GitHub Actions: workflows, and the roles that they assume with OIDC. */
export function githubActions(input: GithubActionsInput): Engine {
  const { github } = input;
  return {
    id: GITHUB_ACTIONS_ENGINE,
    files: (delivery) => [
      { path: github.workflow, kind: 'yaml', content: renderDeployWorkflow(input, delivery) },
      { path: github.rollbackWorkflow, kind: 'yaml', content: renderRollbackWorkflow(input, delivery) },
      { path: github.pullRequestWorkflow, kind: 'yaml', content: renderPullRequestWorkflow(input, delivery) },
      ...(github.previews && delivery.target.previews
        ? [
            {
              path: github.previews.workflow,
              kind: 'yaml',
              content: renderPreviewWorkflow(input, delivery, github.previews, delivery.target.previews),
            } as const,
          ]
        : []),
    ],
    stacks: () => [],
    buildParts: ({ artifact }) =>
      github.buildRole.create && !artifact.input
        ? [...identityProvider(github.oidcProvider), buildRole(github, artifact)]
        : [],
    releaseParts: ({ artifact }, environment) => {
      const { oidcProvider, deployRole: role, refs } = releaseTo(github, environment);
      return role.create
        ? [...identityProvider(oidcProvider), deployRole({ role, oidcProvider, artifact, environment, refs })]
        : [];
    },
    previewParts: ({ name }) => (github.previews?.environment === name ? [previewRole(github.previews)] : []),
    roles: (delivery) => rolesOf(github, delivery),
    existingRoles: (delivery) => existingRoles(github, delivery),
  };
}
