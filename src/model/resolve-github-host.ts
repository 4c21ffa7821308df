import type { Facts } from '../core/fact';
import { PipelineSource } from '../options';
import type { OptionReader } from './option-reader';
import type { Engines } from './resolve-engines';
import { GITHUB_HOST } from './rules';
import { SHARED } from './shared-values';

/** The host of the repository; `undefined` for github.com. */
export function resolveGithubHost(
  githubOptions: OptionReader,
  pipelineOptions: OptionReader,
  { engines, decisions }: { engines: Engines; decisions: Facts },
): string | undefined {
  const host = githubOptions.string('host', GITHUB_HOST);
  if (host === undefined) {
    return undefined;
  }
  const fromGithub = engines.pipeline && engines.pipelineSource === PipelineSource.GITHUB;
  if (engines.github && !githubOptions.has('runner') && !githubOptions.isRejected('enabled')) {
    githubOptions.rejectWithoutValue('runner', 'enterprise-server', {
      why: `is missing, and ${host} has no GitHub-hosted runners`,
      allowed: 'the label of self-hosted runners',
      fix: 'Set githubActions.runner.',
    });
  }
  if (fromGithub && !pipelineOptions.has('connectionArn') && !pipelineOptions.isRejected('enabled', 'source')) {
    pipelineOptions.rejectWithoutValue('connectionArn', 'enterprise-server', {
      why: `is missing, and a connection to ${host} requires a host in AWS that no stack creates`,
      allowed: 'the ARN of an existing connection',
      fix: 'Create the host and the connection in the AWS console and set connectionArn, or set codePipeline.enabled to false.',
    });
  }
  return decisions.decide(SHARED.githubHost, host);
}

/**
 * The issuer of the OIDC tokens, without the scheme.
 *
 * https://docs.github.com/en/enterprise-server@latest/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function issuerOf(host: string | undefined): string {
  return host === undefined ? 'token.actions.githubusercontent.com' : `${host}/_services/token`;
}

/** The host in the URL of a git remote. */
export function hostOfRemote(url: string | undefined): string | undefined {
  const found = /^(?:[a-z]+:\/\/(?:[^@/]+@)?|(?:[^@/]+@))([A-Za-z0-9.-]+)[:/]/.exec((url ?? '').trim())?.[1];
  return found?.toLowerCase();
}
