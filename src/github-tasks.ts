import type { Project } from 'projen';
import type { DeliveryModel, EnvironmentModel, GithubModel } from './model/model';

/**
 * Adds the task that writes what is a setting of the repository, and so in no file: the GitHub Environments, the branch
 * that may deploy to them, and who approves.
 *
 * https://docs.github.com/en/rest/deployments/environments
 */
export function addGithubTasks(project: Project, model: DeliveryModel): void {
  const { github, environments } = model;
  if (github) {
    project.addTask('github:environments', {
      description:
        'Sets up the GitHub Environments, with the gh command line: who approves, and which branch may deploy',
      steps: environments.flatMap((environment) => commands(model, github, environment).map((exec) => ({ exec }))),
    });
  }
}

function commands({ source }: DeliveryModel, github: GithubModel, environment: EnvironmentModel): string[] {
  const url = `repos/${source.github!.fullName}/environments/${environment.name}`;
  const reviewers = environment.approval ? github.reviewers.map(reviewer).join(',') : '';
  const policy = '"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}';
  return [
    // Left out where nobody is named: reviewers that somebody has set in the repository stay as they are.
    `echo '{${reviewers ? `"reviewers":[${reviewers}],` : ''}${policy}}' | gh api --silent --method PUT ${url} --input -`,
    `gh api ${url}/deployment-branch-policies --jq '.branch_policies[].name' | grep -qxF '${source.branch}' || gh api --silent --method POST ${url}/deployment-branch-policies --field name='${source.branch}'`,
  ];
}

/** The API takes ids: the shell asks for them between two quoted pieces of JSON. */
function reviewer(name: string): string {
  const [organization, team] = name.split('/');
  const [type, path] = team ? ['Team', `orgs/${organization}/teams/${team}`] : ['User', `users/${name}`];
  return `{"type":"${type}","id":'"$(gh api ${path} --jq .id)"'}`;
}
