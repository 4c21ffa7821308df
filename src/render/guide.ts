import type { DeliveryModel, EnvironmentModel } from '../model/model';
import { DeliveryEngine, PipelineSource } from '../options';
import { factsOf } from '../sync/facts';
import { hasRegistryStack } from './infra/registry-stack';

/**
 * `DELIVERY.md`: how the service is delivered, for people.
 *
 * @param generated the paths of the other files
 */
export function renderGuide(model: DeliveryModel, generated: readonly string[]): string {
  return [
    `# Delivery of ${model.service}`,
    `Every file named here is generated from \`${model.files.config}\`. Change the config, run \`npx projen\`, commit what changed.`,
    '## From a commit to a running task',
    diagram(model),
    triggerText(model),
    '## What is decided, and where it appears',
    factTable(model, generated),
    '## The first deployment',
    firstDeployment(model),
    '## A release',
    releaseText(model),
    '## Going back',
    ...model.environments.map(rollback),
    '',
  ].join('\n\n');
}

function diagram(model: DeliveryModel): string {
  const { github, pipeline, trigger, source, registry } = model;
  const arrow = (engine: DeliveryEngine) => (trigger === engine ? '-->|push|' : '-.->|by hand|');
  return [
    '```mermaid',
    'flowchart LR',
    `  commit(["${source.branch}"])`,
    ...(github
      ? [
          '  subgraph github["GitHub Actions"]',
          `    ${[...(model.build.testCommands.length > 0 ? ['gtest[Test]'] : []), 'gbuild[Build the image]', ...model.environments.map((e) => `g${e.name}["${approvalMark(e)}Deploy to ${e.name}"]`)].join(' --> ')}`,
          '  end',
          `  commit ${arrow(DeliveryEngine.GITHUB_ACTIONS)} ${model.build.testCommands.length > 0 ? 'gtest' : 'gbuild'}`,
        ]
      : []),
    ...(pipeline
      ? [
          '  subgraph codepipeline["CodePipeline"]',
          `    ${['psource[Source]', 'pbuild["Test and build the image"]', ...model.environments.map((e) => `p${e.name}["${approvalMark(e)}Deploy to ${e.name}"]`)].join(' --> ')}`,
          '  end',
          `  commit ${arrow(DeliveryEngine.CODE_PIPELINE)} psource`,
        ]
      : []),
    `  registry[("ECR ${registry.repositoryName}")]`,
    ...(github ? ['  gbuild --> registry'] : []),
    ...(pipeline ? ['  pbuild --> registry'] : []),
    ...model.environments.flatMap((e) => [
      `  ${e.name}["ECS ${e.cluster.name} / ${e.ecsService.name}"]`,
      ...(github ? [`  g${e.name} --> ${e.name}`] : []),
      ...(pipeline ? [`  p${e.name} --> ${e.name}`] : []),
    ]),
    '```',
  ].join('\n');
}

function approvalMark(environment: EnvironmentModel): string {
  return environment.approval ? 'Approval, then: ' : '';
}

function triggerText({ trigger, github, pipeline, source }: DeliveryModel): string {
  const names = { [DeliveryEngine.GITHUB_ACTIONS]: 'GitHub Actions', [DeliveryEngine.CODE_PIPELINE]: 'CodePipeline' };
  const other = trigger === DeliveryEngine.GITHUB_ACTIONS ? pipeline : github;
  const standby = trigger === DeliveryEngine.GITHUB_ACTIONS ? names[DeliveryEngine.CODE_PIPELINE] : names[DeliveryEngine.GITHUB_ACTIONS];
  return `A push to \`${source.branch}\` starts ${names[trigger]}.${other ? ` ${standby} does the same, but only when somebody starts it.` : ''}`;
}

/** The same list that the files are checked against. */
function factTable(model: DeliveryModel, generated: readonly string[]): string {
  const rows = factsOf(model).map(({ name, value, option, readings }) => {
    const files = [...new Set(readings.map(({ file }) => file))].filter((file) => generated.includes(file));
    return `| ${name} | \`${value}\` | ${option ? `\`${option}\`` : ''} | ${files.map((file) => `\`${file}\``).join(', ')} |`;
  });
  return ['| Fact | Value | Option | Files |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function firstDeployment(model: DeliveryModel): string {
  const { registry, environments, pipeline, github } = model;
  const places = [...new Set([registry, ...environments].map((p) => `aws://${p.account}/${p.region}`))];
  const stacks = [...(hasRegistryStack(model) ? [registry.stack] : []), ...environments.map((e) => e.baseStack), ...(pipeline ? [pipeline.stack] : [])];
  const steps = [
    `Sign in to the account with rights to create roles, then prepare it for the CDK (once for each account and region):\n\n${code(`npx cdk bootstrap ${places.join(' ')}`)}`,
    `Create what has to exist before the first release: the image repository, roles and log group${pipeline ? ', and the pipeline' : ''}.\n\n${code(`npx projen deploy ${stacks.join(' ')}`)}`,
    ...environments.map(
      (e) =>
        `See that the cluster \`${e.cluster.name}\` and the service \`${e.ecsService.name}\` exist, with the rolling deployment of ECS. A release updates the service; it does not create it.\n\n${code(`aws ecs describe-services --region ${e.region} --cluster ${e.cluster.name} --services ${e.ecsService.name} --query 'services[0].[status,deploymentController.type]'`)}\n\nThe deployment circuit breaker takes a release back that does not become healthy:\n\n${code(`aws ecs update-service --region ${e.region} --cluster ${e.cluster.name} --service ${e.ecsService.name} --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}'`)}`,
    ),
    ...(github?.oidcProvider.create
      ? [
          `If the first stack fails since the account has the identity provider of GitHub already, set \`githubActions: { existingOidcProvider: true }\` in \`${model.files.config}\`, run \`npx projen\` and deploy again.`,
        ]
      : []),
    ...(github && !github.subjectsExact
      ? [
          `Name the repository by its ids, so that no later repository of the same name can assume the roles. Put the two numbers into \`githubActions: { ownerId, repositoryId }\`:\n\n${code(`gh api repos/${model.source.github!.fullName} --jq '.owner.id, .id'`)}`,
        ]
      : []),
    ...(github ? environments.map((e) => githubEnvironmentStep(model, e)) : []),
    ...(pipeline?.source.kind === PipelineSource.GITHUB && !pipeline.source.connectionArn
      ? [
          'Complete the connection to GitHub, which starts as pending: in the console, Developer Tools, Settings, Connections, *Update pending connection*.',
        ]
      : []),
    ...(pipeline?.source.kind === PipelineSource.CODE_COMMIT
      ? [`See that the CodeCommit repository \`${pipeline.source.repositoryName}\` exists in ${pipeline.region}.`]
      : []),
    `Push to \`${model.source.branch}\`.`,
  ];
  return steps.map((step, i) => `${i + 1}. ${indent(step)}`).join('\n');
}

function githubEnvironmentStep(model: DeliveryModel, environment: EnvironmentModel): string {
  const name = environment.github!.environment;
  const repository = model.source.github!.fullName;
  const create = [
    `gh api --method PUT repos/${repository}/environments/${name} --input - <<< '{"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}'`,
    `gh api --method POST repos/${repository}/environments/${name}/deployment-branch-policies --field name=${model.source.branch}`,
  ].join('\n');
  const reviewers = environment.approval
    ? '\n\n   Approval is a setting of this environment. In the repository: Settings, Environments, ' +
      `${name}, *Required reviewers*.`
    : '';
  return `Make the GitHub Environment \`${name}\`, for \`${model.source.branch}\` only:\n\n${code(create)}${reviewers}`;
}

function releaseText(model: DeliveryModel): string {
  const { github, pipeline, trigger, source, registry } = model;
  const byHand = [
    ...(github ? [code(`gh workflow run deploy.yml --ref ${source.branch}`)] : []),
    ...(pipeline ? [code(`aws codepipeline start-pipeline-execution --region ${pipeline.region} --name ${pipeline.name}`)] : []),
  ];
  return [
    `A release registers \`task-definition.json\` with the new image, points the service to that revision and waits until the deployment has completed. So a change of memory, variables or secrets ships with the next release, by itself. A commit that was built before keeps its image in \`${registry.repositoryName}\`.`,
    'What lies in `infra/` is deployed by hand, after a look at what changes:',
    code('npx projen diff\nnpx projen deploy --all'),
    `To start a release by hand${trigger === DeliveryEngine.GITHUB_ACTIONS && pipeline ? ' (with either engine, not both at a time)' : ''}:`,
    ...byHand,
  ].join('\n\n');
}

function rollback(environment: EnvironmentModel): string {
  const { region, cluster, ecsService, taskDefinition } = environment;
  return [
    'Earlier revisions of the task definition stay active, each with its own image. List them, newest first, and point the service to the one that was good:',
    code(
      [
        `aws ecs list-task-definitions --region ${region} --family-prefix ${taskDefinition.family} --status ACTIVE --sort DESC --max-items 5`,
        `aws ecs update-service --region ${region} --cluster ${cluster.name} --service ${ecsService.name} --task-definition ${taskDefinition.family}:REVISION`,
        `aws ecs wait services-stable --region ${region} --cluster ${cluster.name} --services ${ecsService.name}`,
      ].join('\n'),
    ),
    'Then revert the commit, so that the next release does not bring it back.',
  ].join('\n\n');
}

function code(commands: string): string {
  return `\`\`\`sh\n${commands}\n\`\`\``;
}

/** Lines after the first belong to the same item of the list. */
function indent(text: string): string {
  return text.replace(/\n(?=.)/g, '\n   ').replace(/\n {6}/g, '\n   ');
}
