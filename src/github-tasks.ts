import type { Project } from 'projen';
import type { CommonModel } from './model/common-model';
import type { GithubModel } from './model/model';
import { ghApi } from './model/resolve-repository';

/**
 * Adds a task that configures the GitHub environments: the required reviewers and the branch that may deploy. These are
 * repository settings, so a generated file cannot contain them.
 *
 * https://docs.github.com/en/rest/deployments/environments
 */
export function addGithubTasks(project: Project, model: CommonModel): void {
  const { github } = model;
  if (github) {
    project.addTask('github:environments', {
      description:
        'Configures the GitHub environments with the gh CLI: required reviewers and the branch that may deploy',
      steps: [
        { exec: compareRepository(model) },
        ...githubEnvironments(model, github).flatMap((environment) =>
          environmentCommands(model.source, github, environment).map((exec) => ({ exec })),
        ),
      ],
    });
  }
}

/** OIDC subjects are case-sensitive, and workflows that are started manually must be on the default branch. */
function compareRepository({ source, files }: CommonModel): string {
  const { fullName } = source.github!;
  const { branch } = source;
  return [
    `ACTUAL=$(${ghApi(source.github!)} repos/${fullName} --jq '.full_name + " " + .default_branch') || exit 1`,
    `[ "\${ACTUAL% *}" = '${fullName}' ] || { echo "The repository is named \${ACTUAL% *}, but ${files.ejected ? `the generated files say ${fullName}. Correct them` : `githubRepository in ${files.config} is ${fullName}. Correct it, run npx projen`}, and deploy the stacks." >&2; exit 1; }`,
    `[ "\${ACTUAL#* }" = '${branch}' ] || echo "The default branch of ${fullName} is \${ACTUAL#* }, but the release branch is ${branch}. GitHub runs manually started workflows only if they are also on the default branch." >&2`,
  ].join('; ');
}

/** The environments of the repository, each with the people and the branches that it depends on. */
export function githubEnvironments(
  { environments }: Pick<CommonModel, 'environments'>,
  { releases }: GithubModel,
): GithubEnvironment[] {
  return environments.flatMap(({ name, approval }) => {
    const { refs, previewEnvironment } = releases.find((release) => release.name === name)!;
    return [
      { name, approval, refs, hasPreview: previewEnvironment !== undefined },
      ...(previewEnvironment ? [{ name: previewEnvironment, approval: true, refs, hasPreview: false }] : []),
    ];
  });
}

/** An environment in the settings of the repository. */
export interface GithubEnvironment {
  readonly name: string;
  readonly approval: boolean;
  readonly refs: readonly string[];
  /** Whether people approve a preview, in an environment of its own, instead of the release. */
  readonly hasPreview: boolean;
}

function environmentCommands(
  source: CommonModel['source'],
  github: GithubModel,
  { name: environment, approval, refs, hasPreview }: GithubEnvironment,
): string[] {
  const url = `repos/${source.github!.fullName}/environments/${environment}`;
  const gh = ghApi(source.github!);
  const reviewers = approval ? `[${github.reviewers.map((name) => reviewer(name, gh)).join(',')}]` : 'null';
  // An earlier config may have set reviewers, who now approve the preview instead.
  const setsReviewers = github.reviewers.length > 0 && (approval || hasPreview);
  const selfReview =
    approval && github.preventSelfReview !== undefined ? `"prevent_self_review":${github.preventSelfReview},` : '';
  const policy = '"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}';
  const put = `${gh} --silent --method PUT ${url} --input -`;
  // Without reviewers in the request, GitHub keeps those that are configured in the repository.
  const withoutReviewers = `echo '{${policy}}' | ${put}`;
  const withReviewers = `echo '{"reviewers":${reviewers},${selfReview}${policy}}' | ${put}`;
  return [
    setsReviewers ? unlessRejected(environment, withReviewers, withoutReviewers) : withoutReviewers,
    ...refs.map((ref) => allow(gh, url, ref)),
  ];
}

/** Why GitHub rejects reviewers, in most cases: https://docs.github.com/en/rest/deployments/environments */
export const REVIEWERS_REJECTED =
  'GitHub offers required reviewers for public repositories and, with GitHub Enterprise, for private and internal ones. Until the environment has reviewers, releases to it fail.';

/** If GitHub rejects the reviewers, says so and configures the rest. */
function unlessRejected(environment: string, command: string, otherwise: string): string {
  return [
    `ERROR=$(${command} 2>&1) || case "$ERROR" in`,
    `*'HTTP 422'*) echo "GitHub rejects the reviewers of the environment ${environment}: $ERROR. ${REVIEWERS_REJECTED}" >&2; ${otherwise} ;;`,
    `*) echo "$ERROR" >&2; exit 1 ;;`,
    'esac',
  ].join(' ');
}

/** Adds a deployment branch policy, unless it exists. */
function allow(gh: string, url: string, ref: string): string {
  const policies = `${url}/deployment-branch-policies`;
  const name = ref.replace(/^refs\/(heads|tags)\//, '');
  return ref.startsWith('refs/tags/')
    ? `${gh} ${policies} --jq '.branch_policies[] | select(.type == "tag").name' | grep -qxF '${name}' || ${gh} --silent --method POST ${policies} --field name='${name}' --field type=tag`
    : `${gh} ${policies} --jq '.branch_policies[].name' | grep -qxF '${name}' || ${gh} --silent --method POST ${policies} --field name='${name}'`;
}

/** The API expects ids, so the shell looks up each id and inserts it between two quoted pieces of JSON. */
function reviewer(name: string, gh: string): string {
  const [organization, team] = name.split('/');
  const [type, path] = team ? ['Team', `orgs/${organization}/teams/${team}`] : ['User', `users/${name}`];
  return `{"type":"${type}","id":'"$(${gh} ${path} --jq .id)"'}`;
}
