import { basename } from 'node:path/posix';
import type { DeliveryModel, EnvironmentModel } from '../model/model';
import { deploysAssembly } from '../targets/ecs/assembly';
import { bulleted, codes, enumeration, fenced, inline, minutes, numbered, paragraphs, table } from '../printing/markdown';
import { type Setting, serviceGuide } from '../targets/ecs/guide';

/** What a release does, and what people do before, during, and after it. */
export function releases(model: DeliveryModel): string {
  return paragraphs(
    promotionText(model),
    numbered(releaseSteps(model)),
    serviceGuide(model).changes,
    '### Before a release',
    bulleted(beforeRelease(model)),
    '### During a release',
    ...duringRelease(model),
    '### After a release',
    bulleted(afterRelease(model)),
    '### Start a release manually',
    ...manualStart(model),
  );
}

function promotionText(model: DeliveryModel): string {
  const { build, registry, environments } = model;
  const preparation = enumeration([
    ...(build.testCommands.length > 0 ? ['runs the tests'] : []),
    ...(deploysAssembly(model) ? ['synthesizes the CDK app'] : []),
    `builds the image from \`${build.dockerfile.path}\``,
  ]);
  const names = environments.map(({ name }) => name);
  return [
    `A release first ${preparation}. If the repository \`${registry.repositoryName}\` already contains an image of the commit, the release uses that image.`,
    names.length > 1
      ? `The image is then promoted to ${codes(names)}, in this order. In each environment, the release does the following:`
      : 'It then does the following:',
  ].join(' ');
}

function releaseSteps(model: DeliveryModel): string[] {
  const { environments } = model;
  const guide = serviceGuide(model);
  return [
    ...approvalStep(model),
    guide.register(model),
    ...commandStep(
      environments,
      ({ oneOffTask }) =>
        oneOffTask && `${inline(oneOffTask.command.join(' '))} (timeout: ${minutes(oneOffTask.timeout)})`,
      {
        before: 'Runs the one-off task on the new revision',
        after:
          'If the task fails or times out, the release fails, and the service keeps its current revision. The logs are in the log group of the service.',
      },
    ),
    guide.deploy(model),
    ...commandStep(environments, ({ smokeTest }) => smokeTest && inline(smokeTest.command), {
      before: 'Runs the smoke test',
      after: `If the test fails, the release fails, but the service keeps the new revision.${environments.length > 1 ? ' The image is not promoted to the next environment.' : ''} To return to the previous revision, [roll back](#roll-back).`,
    }),
  ];
}

function approvalStep({ environments, github, pipeline }: DeliveryModel): string[] {
  const approved = environments.filter(({ approval }) => approval).map(({ name }) => name);
  if (approved.length === 0) {
    return [];
  }
  const only = approved.length < environments.length ? ` (only for ${codes(approved)})` : '';
  const where = [
    ...(github ? ['In GitHub Actions, a required reviewer approves the deployment.'] : []),
    ...(pipeline ? ['In CodePipeline, approve the manual approval action.'] : []),
  ];
  return [`Waits for approval${only}. ${where.join(' ')}`];
}

/** A step with a command, which can differ between environments. */
function commandStep(
  environments: readonly EnvironmentModel[],
  commandOf: (environment: EnvironmentModel) => string | undefined,
  text: { readonly before: string; readonly after: string },
): string[] {
  const commands = [...new Set(environments.map(commandOf))].filter((command) => command !== undefined);
  const namesOf = (command: string) =>
    environments.filter((environment) => commandOf(environment) === command).map(({ name }) => name);
  if (commands.length === 0) {
    return [];
  }
  const [command] = commands as [string];
  return namesOf(command).length === environments.length
    ? [`${text.before}: ${command}. ${text.after}`]
    : [
        paragraphs(
          `${text.before}:`,
          bulleted(commands.map((each) => `In ${codes(namesOf(each))}: ${each}`)),
          text.after,
        ),
      ];
}

function beforeRelease({ serviceKind, environments, infra, github, pipeline }: DeliveryModel): string[] {
  const serviceStacks = environments.length > 1 ? 'the service stacks' : 'the service stack';
  const stacks = serviceKind === 'managed' ? `stacks other than ${serviceStacks}` : `stacks in \`${infra.dir}/\``;
  const example =
    serviceKind === 'image-only'
      ? ''
      : ' For example, a new secret requires a permission of the execution role, which the base stack contains.';
  return [
    `If the commit changes ${stacks}, [deploy these changes](#deploy-infrastructure-changes) first.${example}`,
    ...(environments.some(({ oneOffTask }) => oneOffTask)
      ? [
          'Make sure that the current revision works with the changes that the one-off task makes. The current revision serves traffic until the deployment completes, and again after a rollback.',
        ]
      : []),
    ...(github && pipeline
      ? ['Make sure that no release is running with the other engine. Use one engine at a time.']
      : []),
  ];
}

function duringRelease(model: DeliveryModel): string[] {
  const { github, pipeline, source } = model;
  const places = [
    ...(github
      ? [`in [GitHub Actions](https://github.com/${source.github!.fullName}/actions/workflows/${workflowName(model)})`]
      : []),
    ...(pipeline ? [`in CodePipeline (pipeline \`${pipeline.name}\` in ${pipeline.region})`] : []),
  ];
  return [
    `Follow the release ${places.join(' or ')}, and the deployment in the ECS console.`,
    ...settings(model),
    ...serviceGuide(model).settingNotes(model),
  ];
}

/** A list for one environment, a table for several. */
function settings(model: DeliveryModel): string[] {
  const { environments } = model;
  const all = environments.map(serviceGuide(model).settings);
  const titles = all[0]!.map(({ title }) => title);
  const settingOf = (list: readonly Setting[], title: string) => list.find((setting) => setting.title === title)?.value;
  const used = titles.filter((title) => all.some((list) => settingOf(list, title) !== undefined));
  if (used.length === 0) {
    return [];
  }
  return environments.length > 1
    ? [
        table(
          ['Setting', ...environments.map(({ name }) => inline(name))],
          used.map((title) => [title, ...all.map((list) => settingOf(list, title) ?? '–')]),
        ),
      ]
    : [bulleted(used.map((title) => `**${title}:** ${settingOf(all[0]!, title)}`))];
}

function afterRelease({ github }: DeliveryModel): string[] {
  return [
    ...(github
      ? ['The summary of the GitHub Actions run shows the image, the revision, and a link to the service.']
      : []),
    'Check the service and its alarms. If the new revision causes a problem, [roll back](#roll-back).',
  ];
}

function manualStart(model: DeliveryModel): string[] {
  const { github, pipeline, source } = model;
  return [
    `To release the newest commit of \`${source.branch}\` without a push, run${github && pipeline ? ' one of these commands' : ''}:`,
    ...(github ? [fenced(`gh workflow run ${workflowName(model)} --ref ${source.branch}`)] : []),
    ...(pipeline
      ? [fenced(`aws codepipeline start-pipeline-execution --region ${pipeline.region} --name ${pipeline.name}`)]
      : []),
  ];
}

function workflowName({ github }: DeliveryModel): string {
  return basename(github!.workflow);
}
