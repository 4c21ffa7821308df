import type { GithubModel, GithubRoleModel, OidcProviderModel } from '../../model/model';
import { OIDC_HOST } from '../../model/resolve-github';
import { code, literal, quote } from '../../printing/typescript';

const AUDIENCE = 'sts.amazonaws.com';

/** Code that creates the GitHub OIDC provider, as the constant `githubProvider`. */
export function identityProvider(): string {
  return code`
    // Retained, because all repositories that use this account share one provider.
    const githubProvider = new iam.OidcProviderNative(this, 'GithubProvider', {
      url: ${quote(`https://${OIDC_HOST}`)},
      clientIds: [${quote(AUDIENCE)}],
      removalPolicy: RemovalPolicy.RETAIN,
    });`;
}

/** An expression for the ARN of the GitHub OIDC provider. */
export function providerArn({ arn, create }: OidcProviderModel): string {
  return create ? 'githubProvider.oidcProviderArn' : quote(arn);
}

/**
 * The `assumedBy` principal of a role that a workflow assumes.
 *
 * @param provider an expression for the ARN of the GitHub OIDC provider
 * @param branch the branch that the token must be issued for, if the subject does not contain it
 */
export function githubPrincipal(github: GithubModel, role: GithubRoleModel, provider: string, branch?: string): string {
  const subjects = code`
    // Repositories created, renamed, or transferred since 2026-07-15 use the second form, which contains IDs.
    ${quote(`${OIDC_HOST}:sub`)}: ${literal(role.subjects)},`;
  const branchOnly =
    branch &&
    code`
    // A job with an environment has no branch in its subject. STS has supported this key since 2026-01.
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
