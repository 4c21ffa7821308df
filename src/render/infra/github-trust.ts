import type { GithubModel, GithubRoleModel, OidcProviderModel } from '../../model/model';
import { OIDC_HOST } from '../../model/resolve-github';
import { code, literal, quote } from './typescript';

const AUDIENCE = 'sts.amazonaws.com';

/** GitHub's identity provider, as the constant `githubProvider`. */
export function identityProvider(): string {
  return code`
    // An account has one such provider, for all repositories: it outlives this stack.
    const githubProvider = new iam.OidcProviderNative(this, 'GithubProvider', {
      url: ${quote(`https://${OIDC_HOST}`)},
      clientIds: [${quote(AUDIENCE)}],
      removalPolicy: RemovalPolicy.RETAIN,
    });`;
}

/** The expression for the ARN of the provider. */
export function providerArn({ arn, create }: OidcProviderModel): string {
  return create ? 'githubProvider.oidcProviderArn' : quote(arn);
}

/**
 * The principal of a role that a workflow assumes: `assumedBy`.
 *
 * @param provider the expression for the ARN of GitHub's identity provider
 * @param branch the branch to hold the token to, where the subject does not name it
 */
export function githubPrincipal(github: GithubModel, role: GithubRoleModel, provider: string, branch?: string): string {
  const subjects = code`
    // Repositories made, renamed or transferred since 2026-07-15 send the second form, with their ids.
    ${quote(`${OIDC_HOST}:sub`)}: ${literal(role.subjects)},`;
  const branchOnly =
    branch &&
    code`
    // The subject of a job with an environment does not name the branch. STS has this key since 2026-01.
    ${quote(`${OIDC_HOST}:ref`)}: ${quote(`refs/heads/${branch}`)},`;
  const patterns = code`
    StringLike: {
      ${subjects}
    },`;
  return code`
    new iam.WebIdentityPrincipal(${provider}, {
      StringEquals: {
        ${quote(`${OIDC_HOST}:aud`)}: ${quote(AUDIENCE)},
        ${branchOnly}
        ${github.subjectsExact ? subjects : undefined}
      },
      ${github.subjectsExact ? undefined : patterns}
    })`;
}
