import type { Artifact } from '../../core/artifact';
import { statementsFor } from '../../core/release';
import type { StackPart } from '../../core/stack-source';
import type { Statement } from '../../core/statement';
import type { TargetEnvironment } from '../../core/target';
import type { GithubModel, GithubPreviewsModel, GithubRoleModel, OidcProviderModel } from '../../model/model';
import { addToRole, wildcardFindings } from '../../printing/statements';
import { code, duration, literal, quote } from '../../printing/typescript';
import { GITHUB_ACTIONS_ENGINE } from './native';

export const AUDIENCE = 'sts.amazonaws.com';

const PROVIDER = 'the GitHub OIDC provider';

/** Creates the GitHub OIDC provider, as the constant `githubProvider`. Empty if it exists or another stack creates it. */
export function identityProvider({ create, issuer }: OidcProviderModel): StackPart[] {
  return create
    ? [
        {
          imports: { 'aws-cdk-lib': ['RemovalPolicy'], 'aws-cdk-lib/aws-iam': 'iam' },
          code: code`
            // Retained, because all repositories that use this account share one provider.
            const githubProvider = new iam.OidcProviderNative(this, 'GithubProvider', {
              url: ${quote(`https://${issuer}`)},
              clientIds: [${quote(AUDIENCE)}],
              removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
            });`,
          findings: [],
          creates: PROVIDER,
        },
      ]
    : [];
}

/** The role that builds the artifact. */
export function buildRole(github: GithubModel, artifact: Artifact): StackPart {
  const { oidcProvider, buildRole: role } = github;
  const statements = statementsFor(GITHUB_ACTIONS_ENGINE, artifact.build('GITHUB_SHA'));
  return {
    imports: { 'aws-cdk-lib': ['Duration', 'Validations'], 'aws-cdk-lib/aws-iam': 'iam' },
    code: code`
      const buildRole = new iam.Role(this, 'BuildRole', {
        roleName: ${quote(role.name)},
        description: ${quote(`Lets GitHub Actions push ${artifact.noun}s.`)},
        assumedBy: ${githubPrincipal(role, oidcProvider)},
        maxSessionDuration: ${duration(role.sessionSeconds / 60)},
      });
      ${addToRole('buildRole', statements)}`,
    findings: wildcardFindings('buildRole', statements),
  };
}

interface DeployRoleInput {
  readonly role: GithubRoleModel;
  readonly oidcProvider: OidcProviderModel;
  readonly artifact: Artifact;
  readonly environment: TargetEnvironment;
  /** The refs that the token must be issued for, because the subject does not contain them. */
  readonly refs: readonly string[];
}

/** The role that releases to an environment and rolls it back. */
export function deployRole({ role, oidcProvider, artifact, environment, refs }: DeployRoleInput): StackPart {
  const statements = deployStatements(artifact, environment);
  return {
    imports: { 'aws-cdk-lib': ['Duration'], 'aws-cdk-lib/aws-iam': 'iam' },
    code: code`
      const deployRole = new iam.Role(this, 'DeployRole', {
        roleName: ${quote(role.name)},
        description: ${quote(`Lets GitHub Actions release to ${environment.name}.`)},
        assumedBy: ${githubPrincipal(role, oidcProvider, checkableRefs(oidcProvider, refs))},
        // The session must outlast the deployment that the job waits for.
        maxSessionDuration: ${duration(role.sessionSeconds / 60)},
      });
      ${addToRole('deployRole', statements)}`,
    findings: wildcardFindings('deployRole', statements),
    requires: { resource: PROVIDER, reason: `${PROVIDER} must exist` },
  };
}

/** The role that publishes previews of pull requests. The target grants its permissions. */
export function previewRole({ role, oidcProvider }: GithubPreviewsModel): StackPart {
  return {
    imports: { 'aws-cdk-lib/aws-iam': 'iam' },
    code: code`
      const previewRole = new iam.Role(this, 'PreviewRole', {
        roleName: ${quote(role.name)},
        description: 'Lets GitHub Actions publish previews of pull requests.',
        assumedBy: ${githubPrincipal(role, oidcProvider)},
      });`,
    findings: [],
    requires: { resource: PROVIDER, reason: `${PROVIDER} must exist` },
  };
}

/** The permissions to release to an environment and to roll it back. */
export function deployStatements({ input }: Artifact, { release, rollback }: TargetEnvironment): Statement[] {
  const checks = input ? [{ steps: [input.check], native: [] }] : [];
  return statementsFor(GITHUB_ACTIONS_ENGINE, ...checks, release, rollback);
}

/** The refs that a trust policy can require. Without them, only the settings of the GitHub environment restrict the ref. */
export function checkableRefs({ hasRefKey }: OidcProviderModel, refs: readonly string[]): readonly string[] {
  return hasRefKey ? refs : [];
}

/** An expression for the ARN of the GitHub OIDC provider. */
function providerArn({ arn, create }: OidcProviderModel): string {
  return create ? 'githubProvider.oidcProviderArn' : quote(arn);
}

/**
 * The `assumedBy` principal of a role that a workflow assumes.
 *
 * @param refs the refs that the token must be issued for, if the subject does not contain them
 */
function githubPrincipal(role: GithubRoleModel, provider: OidcProviderModel, refs: readonly string[] = []): string {
  const { issuer } = provider;
  const subjects = code`
    // Repositories created, renamed, or transferred since 2026-07-15 use the second form, which contains IDs.
    ${quote(`${issuer}:sub`)}: ${literal(role.subjects)},`;
  const onlyRefs =
    refs.length > 0
      ? code`
          // A job with an environment has no branch in its subject. STS has supported this key since 2026-01.
          ${quote(`${issuer}:ref`)}: ${refs.length === 1 ? quote(refs[0]!) : literal(refs)},`
      : undefined;
  const [patternSubjects, patternRefs] = [role.subjects, refs].map(hasPattern);
  const patterns = code`
    StringLike: {
      ${patternRefs ? onlyRefs : undefined}
      ${patternSubjects ? subjects : undefined}
    },`;
  return code`
    new iam.WebIdentityPrincipal(${providerArn(provider)}, {
      StringEquals: {
        ${quote(`${issuer}:aud`)}: ${quote(AUDIENCE)},
        ${patternRefs ? undefined : onlyRefs}
        ${patternSubjects ? undefined : subjects}
      },
      ${patternSubjects || patternRefs ? patterns : undefined}
    })`;
}

/** Whether a value requires `StringLike`. */
export function hasPattern(values: readonly string[]): boolean {
  return values.some((value) => value.includes('*'));
}
