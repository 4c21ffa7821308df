import type { Place } from '../model/aws';
import type { DeliveryModel, EnvironmentModel, GithubModel } from '../model/model';
import { DeliveryEngine, PipelineSource } from '../options';
import { factsOf } from '../sync/facts';
import { enumeration, fenced, inline, list } from './guide-markdown';
import { serviceGuide } from './guide-service';
import { hasBaseStack } from './infra/base-stack';
import { hasRegistryStack } from './infra/registry-stack';

/**
 * `DELIVERY.md`: how the service is delivered, for people.
 *
 * @param generated the paths of the other files
 */
export function renderGuide(model: DeliveryModel, generated: readonly string[]): string {
  return [
    `# Delivery of ${model.service}`,
    ...(!model.files.ejected
      ? [
          `Every file named here is generated from \`${model.files.config}\`. Change the config, run \`npx projen\`, commit what changed.`,
        ]
      : []),
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
    goBack(model),
    'Then revert the commit, so that the next release does not bring it back.',
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
          `    ${[...(model.build.testCommands.length > 0 ? ['gtest[Test]'] : []), 'gbuild[Build the image]', ...model.environments.map((e) => `gdeploy-${e.name}["${approvalMark(e)}Deploy to ${e.name}"]`)].join(' --> ')}`,
          '  end',
          `  commit ${arrow(DeliveryEngine.GITHUB_ACTIONS)} ${model.build.testCommands.length > 0 ? 'gtest' : 'gbuild'}`,
        ]
      : []),
    ...(pipeline
      ? [
          '  subgraph codepipeline["CodePipeline"]',
          `    ${['psource[Source]', 'pbuild["Test and build the image"]', ...model.environments.map((e) => `pdeploy-${e.name}["${approvalMark(e)}Deploy to ${e.name}"]`)].join(' --> ')}`,
          '  end',
          `  commit ${arrow(DeliveryEngine.CODE_PIPELINE)} psource`,
        ]
      : []),
    `  registry[("ECR ${registry.repositoryName}")]`,
    ...(github ? ['  gbuild --> registry'] : []),
    ...(pipeline ? ['  pbuild --> registry'] : []),
    ...model.environments.flatMap((e) => [
      `  ecs-${e.name}["ECS ${e.cluster.name} / ${e.ecsService.name}"]`,
      ...(github ? [`  gdeploy-${e.name} --> ecs-${e.name}`] : []),
      ...(pipeline ? [`  pdeploy-${e.name} --> ecs-${e.name}`] : []),
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
  const standby =
    trigger === DeliveryEngine.GITHUB_ACTIONS
      ? names[DeliveryEngine.CODE_PIPELINE]
      : names[DeliveryEngine.GITHUB_ACTIONS];
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
  const places = [registry, ...environments];
  const accounts = new Set(places.map(({ account }) => account));
  const signIn =
    accounts.size > 1 ? 'For each command, sign in to the account that it names' : 'Sign in to the account';
  const steps = [
    `${signIn}, with rights to create roles. Prepare each account and region for the CDK, once:\n\n${fenced([...new Set(places.map((place) => bootstrapCommand(model, place)))].join('\n'))}${model.serviceKind === 'managed' ? BOOTSTRAP_NOTE : ''}`,
    `Create what has to exist before the first release: the image repository${model.serviceKind === 'image-only' ? ' and roles' : ', roles and log groups'}${model.serviceKind === 'managed' ? ', network, cluster and load balancer' : ''}${pipeline ? `, and the pipeline, which runs once as soon as it exists${pipeline.source.kind === PipelineSource.GITHUB && !pipeline.source.connectionArn ? ' and fails while its connection is pending' : ''}` : ''}.\n\n${fenced(deployCommands(model).join('\n'))}`,
    ...(registry.existing && accounts.size > 1
      ? [
          `Let the execution roles pull from the repository \`${registry.repositoryName}\`, in its own policy: ${environments
            .filter(({ account }) => account !== registry.account)
            .map(({ executionRole }) => `\`${executionRole.arn}\``)
            .join(', ')}.`,
        ]
      : []),
    ...serviceGuide(model).steps(model),
    ...(github?.oidcProvider.create && !model.files.ejected
      ? [
          `If a stack fails since its account has the identity provider of GitHub already, set \`githubActions: { existingOidcProvider: true }\` in \`${model.files.config}\`, run \`npx projen\` and deploy again.`,
        ]
      : []),
    ...(github && !github.subjectsExact && !model.files.ejected
      ? [
          `Name the repository by its ids, so that no later repository of the same name can assume the roles. Put the two numbers into \`githubActions: { ownerId, repositoryId }\`:\n\n${fenced(`gh api repos/${model.source.github!.fullName} --jq '.owner.id, .id'`)}`,
        ]
      : []),
    ...(github ? [githubEnvironmentsStep(model, github)] : []),
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
  return steps.map((step, i) => listItem(`${i + 1}. `, step)).join('\n');
}

const BOOTSTRAP_NOTE =
  '\n\nReleases take the roles that this makes, with which they could deploy any stack of the account and region. Give production an account of its own, or bound what its stacks may create: `--cloudformation-execution-policies`.';

function bootstrapCommand({ infra }: DeliveryModel, { account, region }: Place): string {
  const { bootstrapQualifier: qualifier } = infra;
  // A bootstrap with another qualifier in the same stack would take the roles of the first one away.
  const named = qualifier ? ` --qualifier ${qualifier} --toolkit-stack-name CDKToolkit-${qualifier}` : '';
  const bootstrap = `npx cdk bootstrap${named} aws://${account}/${region}`;
  return infra.ownPackage ? `(cd ${infra.dir} && npm install && ${bootstrap})` : bootstrap;
}

/** A command for each account; the pipeline last, since it runs as soon as it exists. */
function deployCommands(model: DeliveryModel): string[] {
  const { registry, environments, pipeline } = model;
  const stacks = [
    ...(hasRegistryStack(model) ? [{ account: registry.account, name: registry.stack }] : []),
    ...environments.flatMap((environment) => [
      ...(hasBaseStack(environment) ? [{ account: environment.account, name: environment.baseStack.name }] : []),
      ...(environment.managed ? [{ account: environment.account, name: environment.managed.stack.name }] : []),
    ]),
  ];
  const last = pipeline ? [{ account: pipeline.account, name: pipeline.stack }] : [];
  const deploy = (names: readonly { name: string }[]) =>
    `${model.files.runTask} deploy ${names.map(({ name }) => name).join(' ')}`;
  const accountsOf = (of: typeof stacks) => [...new Set(of.map(({ account }) => account))];
  if (accountsOf([...stacks, ...last]).length === 1) {
    return [deploy([...stacks, ...last])];
  }
  return [stacks, last].flatMap((step) =>
    accountsOf(step).map((account) => `${deploy(step.filter((stack) => stack.account === account))} # in ${account}`),
  );
}

function githubEnvironmentsStep({ environments, source, files }: DeliveryModel, { reviewers }: GithubModel): string {
  const approved = environments.filter(({ approval }) => approval).map(({ name }) => name);
  const who =
    reviewers.length > 0
      ? list(reviewers)
      : 'whom `githubActions.reviewers` names, or the repository under Settings, Environments; until somebody is named, GitHub does not wait';
  return `Set up the GitHub Environments (${list(environments.map(({ name }) => name))}), for \`${source.branch}\` only${approved.length > 0 ? `. Releases to ${list(approved)} wait for the approval of ${who}` : ''}:\n\n${fenced(`${files.runTask} github:environments`)}`;
}

function releaseText(model: DeliveryModel): string {
  const { github, pipeline, trigger, source, registry } = model;
  const byHand = [
    ...(github ? [fenced(`gh workflow run deploy.yml --ref ${source.branch}`)] : []),
    ...(pipeline
      ? [fenced(`aws codepipeline start-pipeline-execution --region ${pipeline.region} --name ${pipeline.name}`)]
      : []),
  ];
  return [
    ...serviceGuide(model).release(model),
    ...releaseExtras(model),
    `A commit that was built before keeps its image in \`${registry.repositoryName}\`.`,
    `To start a release by hand${trigger === DeliveryEngine.GITHUB_ACTIONS && pipeline ? ' (with either engine, not both at a time)' : ''}:`,
    ...byHand,
    serviceGuide(model).byHand,
    fenced([`${model.files.runTask} diff`, ...deployCommands(model)].join('\n')),
  ].join('\n\n');
}

/** What a release does besides the deployment. */
function releaseExtras({ environments }: DeliveryModel): string[] {
  return [
    ...inEnvironments(
      environments,
      ({ oneOffTask }) => oneOffTask?.command.join(' '),
      (command) =>
        `${command} runs before, on the new revision; where it fails, the service stays as it is. Its logs are with those of the service.`,
    ),
    ...inEnvironments(
      environments,
      ({ smokeTest }) => smokeTest?.command,
      (command) =>
        `${command} checks the service after that; where it fails, so does the release, and the service keeps the new revision: see below for the way back.`,
    ),
  ];
}

/** A sentence for each command, about all environments that have it. */
function inEnvironments(
  environments: readonly EnvironmentModel[],
  commandOf: (environment: EnvironmentModel) => string | undefined,
  sentence: (command: string) => string,
): string[] {
  const commands = new Set(environments.map(commandOf).filter((command) => command !== undefined));
  return [...commands].map((command) => {
    const names = environments.filter((environment) => commandOf(environment) === command).map(({ name }) => name);
    return `In ${enumeration(names)}, ${sentence(inline(command))}`;
  });
}

function goBack(model: DeliveryModel): string {
  const { environments, github, files, source } = model;
  const last = environments.at(-1)!.name;
  const input = environments.length > 1 ? ` --field environment=${last}` : '';
  return [
    `Earlier revisions of a task definition stay active; a way back leads as far as their images are kept, the newest ${model.registry.keepImages}. One command goes back to what ran before${github ? ', on GitHub, where it waits for the same approval as a release' : ''}:`,
    ...(github
      ? [
          fenced(`gh workflow run rollback.yml --ref ${source.branch}${input}`),
          `or, with the rights of a release, from here (\`${files.rollback}\`):`,
        ]
      : []),
    fenced(`${files.runTask} rollback ${last}`),
    `To go to another revision, name it, or the tag of its image${github ? `: \`--field revision=41\`, or \`${files.runTask} rollback ${last} 41\`` : `: \`${files.runTask} rollback ${last} 41\``}.`,
    ...serviceGuide(model).takenBack(model),
  ].join('\n\n');
}

/** An item of a list, whose further lines stand below its text. */
function listItem(marker: string, text: string): string {
  return `${marker}${text.replace(/\n(?=.)/g, `\n${' '.repeat(marker.length)}`)}`;
}
