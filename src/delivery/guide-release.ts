import { basename } from 'node:path/posix';
import type { Artifact } from '../core/artifact';
import type { Target, TargetEnvironment } from '../core/target';
import type { Setting, StepGuide } from '../core/target-guide';
import type { CommonModel } from '../model/common-model';
import type { GithubModel } from '../model/model';
import { repositoryUrl } from '../model/resolve-repository';
import { bulleted, codes, enumeration, fenced, inline, numbered, paragraphs, table } from '../printing/markdown';
import type { ComposedDelivery } from './compose';
import { distinctSteps } from './steps';

/** What a release does, and what people do before, during, and after it. */
export function releases(model: CommonModel, composed: ComposedDelivery): string {
  const { target } = composed.delivery;
  return paragraphs(
    promotionText(model, composed),
    numbered([...approvalStep(model), ...releaseSteps(target.environments)]),
    target.guide.changes,
    '### Before a release',
    bulleted([...target.guide.beforeRelease, ...beforeRelease(model)]),
    '### During a release',
    ...duringRelease(model, composed),
    '### After a release',
    bulleted(afterRelease(model, target)),
    '### Start a release manually',
    ...manualStart(model, composed.delivery.artifact),
  );
}

function promotionText(model: CommonModel, { delivery }: ComposedDelivery): string {
  const { preparation } = delivery.target;
  const { noun, guide } = delivery.artifact;
  const { build, environments } = model;
  const before = enumeration([
    ...(build.testCommands.length > 0 ? ['runs the tests'] : []),
    ...(preparation ? [inThirdPerson(preparation.title)] : []),
    guide.built,
  ]);
  const names = environments.map(({ name }) => name);
  return [
    `A release first ${before}. ${guide.reused}`,
    names.length > 1
      ? `The ${noun} is then promoted to ${codes(names)}, in that order. In each environment, the release does the following:`
      : 'It then does the following:',
  ].join(' ');
}

/** `Synthesize the CDK app` becomes `synthesizes the CDK app`. */
function inThirdPerson(title: string): string {
  return title.replace(/^(\w)(\w*)/, (_, first: string, others: string) => `${first.toLowerCase()}${others}s`);
}

function releaseSteps(environments: readonly TargetEnvironment[]): string[] {
  return distinctSteps(environments).flatMap(({ id }) => {
    const guides = environments.flatMap(({ name, release }) => {
      const guide = release.steps.find((step) => step.id === id)?.guide;
      return guide ? [{ name, guide }] : [];
    });
    const [first] = guides;
    return first ? [stepText(first.guide, guides, environments.length)] : [];
  });
}

function approvalStep({ environments, github, pipeline }: CommonModel): string[] {
  const approved = environments.filter(({ approval }) => approval).map(({ name }) => name);
  if (approved.length === 0) {
    return [];
  }
  const only = approved.length < environments.length ? ` (only for ${codes(approved)})` : '';
  const where = [
    ...(github ? ['In GitHub Actions, a required reviewer approves the deployment.'] : []),
    ...(pipeline ? ['In CodePipeline, someone approves the manual approval action.'] : []),
    'While a release waits, newer releases run up to this step. To deploy a newer release, reject the older one first.',
  ];
  return [`Waits for approval${only}. ${where.join(' ')}`];
}

/** A step, whose detail can differ between environments. */
function stepText(
  { text, detail, after }: StepGuide,
  guides: readonly { readonly name: string; readonly guide: StepGuide }[],
  environments: number,
): string {
  if (detail === undefined) {
    return [text, after].filter((part) => part !== undefined).join(' ');
  }
  const details = [...new Set(guides.map(({ guide }) => guide.detail ?? ''))];
  const namesOf = (each: string) => guides.filter(({ guide }) => guide.detail === each).map(({ name }) => name);
  return namesOf(detail).length === environments
    ? [`${text}: ${detail}.`, ...(after ? [after] : [])].join(' ')
    : paragraphs(
        `${text}:`,
        bulleted(details.map((each) => `In ${codes(namesOf(each))}: ${each}`)),
        ...(after ? [after] : []),
      );
}

function beforeRelease({ github, pipeline }: CommonModel): string[] {
  return github && pipeline
    ? [
        'Make sure that no release is running in the other engine: run releases in either GitHub Actions or CodePipeline, not in both at the same time.',
      ]
    : [];
}

function duringRelease(model: CommonModel, { delivery }: ComposedDelivery): string[] {
  const { github, pipeline, source } = model;
  const places = [
    ...(github
      ? [`in [GitHub Actions](${repositoryUrl(source.github!)}/actions/workflows/${workflowName(github)})`]
      : []),
    ...(pipeline ? [`in CodePipeline (pipeline \`${pipeline.name}\` in ${pipeline.region})`] : []),
  ];
  return [
    `Follow the release ${places.join(' or ')}. Follow the deployment in ${delivery.target.guide.console}.`,
    ...settings(delivery.target.environments),
    ...delivery.target.guide.settingNotes,
  ];
}

/** A list for one environment, a table for several. */
function settings(environments: readonly TargetEnvironment[]): string[] {
  const all = environments.map((environment) => environment.settings);
  const titles = [...new Set(all.flat().map(({ title }) => title))];
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

function afterRelease({ github, pipeline }: CommonModel, { environments, guide }: Target): string[] {
  const places = [
    ...(github ? ['the summary of the GitHub Actions run'] : []),
    ...(pipeline ? ['the log of the CodeBuild project'] : []),
  ];
  return [
    ...(github ? [`The summary of the GitHub Actions run shows ${guide.summary}.`] : []),
    ...(environments.some(({ release }) => release.explanation)
      ? [
          `If a release fails, ${enumeration(places)} ${places.length > 1 ? 'show' : 'shows'} what AWS reports about the cause.`,
        ]
      : []),
    `${guide.check}. If the new revision causes a problem, [roll back](#roll-back).`,
  ];
}

function manualStart(model: CommonModel, { noun, input }: Artifact): string[] {
  const { github, pipeline, source } = model;
  const run = `run${github && pipeline ? ' one of these commands' : ''}`;
  const field = input ? ` --field ${input.name}=${input.example}` : '';
  const variable = input ? ` --variables name=${input.variable},value=${input.example}` : '';
  return [
    input
      ? `To release an existing ${noun}, replace \`${input.example}\` and ${run}:`
      : `To release the latest commit on \`${source.branch}\` without a push, ${run}:`,
    ...(github ? [fenced(`gh workflow run ${workflowName(github)} --ref ${source.branch}${field}`)] : []),
    ...(pipeline
      ? [
          fenced(
            `aws codepipeline start-pipeline-execution --region ${pipeline.region} --name ${pipeline.name}${variable}`,
          ),
        ]
      : []),
  ];
}

function workflowName({ workflow }: GithubModel): string {
  return basename(workflow);
}
