import type { Project } from 'projen';
import type { CommonEnvironmentModel, CommonModel } from './model/common-model';
import type { GithubModel } from './model/model';

/**
 * Adds a task that configures the GitHub environments: the required reviewers and the branch that may deploy. These are
 * repository settings, so a generated file cannot contain them.
 *
 * https://docs.github.com/en/rest/deployments/environments
 */
export function addGithubTasks(project: Project, model: CommonModel): void {
  const { github, environments } = model;
  if (github) {
    project.addTask('github:environments', {
      description:
        'Configures the GitHub environments with the gh CLI: required reviewers and the branch that may deploy',
      steps: environments.flatMap((environment) => commands(model, github, environment).map((exec) => ({ exec }))),
    });
  }
}

function commands({ source }: CommonModel, github: GithubModel, environment: CommonEnvironmentModel): string[] {
  const { refs } = github.releases.find(({ name }) => name === environment.name)!;
  const url = `repos/${source.github!.fullName}/environments/${environment.name}`;
  const reviewers = environment.approval ? github.reviewers.map(reviewer).join(',') : '';
  const policy = '"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}';
  return [
    // Without this field, GitHub keeps the reviewers that are configured in the repository.
    `echo '{${reviewers ? `"reviewers":[${reviewers}],` : ''}${policy}}' | gh api --silent --method PUT ${url} --input -`,
    ...refs.map((ref) => allow(url, ref)),
  ];
}

/** Adds a deployment branch policy, unless it exists. */
function allow(url: string, ref: string): string {
  const policies = `${url}/deployment-branch-policies`;
  const name = ref.replace(/^refs\/(heads|tags)\//, '');
  return ref.startsWith('refs/tags/')
    ? `gh api ${policies} --jq '.branch_policies[] | select(.type == "tag").name' | grep -qxF '${name}' || gh api --silent --method POST ${policies} --field name='${name}' --field type=tag`
    : `gh api ${policies} --jq '.branch_policies[].name' | grep -qxF '${name}' || gh api --silent --method POST ${policies} --field name='${name}'`;
}

/** The API expects ids, so the shell looks up each id and inserts it between two quoted pieces of JSON. */
function reviewer(name: string): string {
  const [organization, team] = name.split('/');
  const [type, path] = team ? ['Team', `orgs/${organization}/teams/${team}`] : ['User', `users/${name}`];
  return `{"type":"${type}","id":'"$(gh api ${path} --jq .id)"'}`;
}
