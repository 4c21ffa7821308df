import type { Place } from '../../model/aws';
import { isRecord } from '../../model/json-data';
import type { GithubModel, GithubPreviewsModel } from '../../model/model';
import type { OpenedConfig } from '../../model/resolve-common';
import { readGithubIds } from '../../model/resolve-github';
import { githubRole } from '../../model/resolve-github-role';
import { SHARED } from '../../model/shared-values';
import { PREVIEW_OPTIONS } from './options';

/** Which environment serves the previews of pull requests, and the role that publishes them. */
export function resolvePreviews(
  opened: OpenedConfig,
  environments: readonly (Place & { readonly name: string })[],
  github: GithubModel | undefined,
): GithubPreviewsModel | undefined {
  const { options: top, githubOptions, service, roles, repository, enginesAreKnown } = opened;
  const options = top.struct('pullRequestPreviews', PREVIEW_OPTIONS);
  if (!isRecord(top.value('pullRequestPreviews'))) {
    return undefined;
  }
  if (!github) {
    if (enginesAreKnown) {
      top.rejectWithoutValue('pullRequestPreviews', 'previews-without-github', {
        why: 'requires GitHub Actions, which is disabled',
        fix: 'Remove it, or set githubActions.enabled to true.',
      });
    }
    return undefined;
  }
  const names = environments.map(({ name }) => name);
  const asked = options.oneOf('environment', names) ?? names[0];
  const environment = environments.find(({ name }) => name === asked)!;
  const { name, account, region } = environment;
  const role = githubRole({
    account,
    region,
    roles,
    repository,
    ids: readGithubIds(githubOptions),
    name: opened.decisions.in(name).decide(SHARED.previewRole, `${roles.prefix}${service}-${name}-preview`),
    context: 'pull_request',
    minutes: 0,
  });
  const release = github.releases.find((each) => each.name === name)!;
  return {
    workflow: '.github/workflows/preview.yml',
    environment: name,
    role,
    oidcProvider: { ...release.oidcProvider, create: false },
  };
}
