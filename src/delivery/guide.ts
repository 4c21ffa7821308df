import type { Artifact } from '../core/artifact';
import type { Environment } from '../core/environment';
import type { Fact } from '../core/fact';
import type { CommonModel } from '../model/common-model';
import { DeliveryEngine } from '../options';
import { bulleted, enumeration, inline, paragraphs } from '../printing/markdown';
import { describeRefs, describeTriggers } from '../printing/triggers';
import type { ComposedDelivery } from './compose';
import { firstDeployment, infrastructureChanges } from './guide-deployment';
import { releases } from './guide-release';
import { rollback } from './guide-rollback';
import { securitySection } from './guide-security';
import { type GuideStandard, standardSection } from './guide-standard';
import { triggersOf } from './guide-triggers';
import { type SharedValue, valueTables } from './guide-values';

/**
 * `DELIVERY.md`: explains to people how the service is deployed.
 *
 * @param facts the values that the files of the model share
 * @param standard what the standard of the organization sets
 */
export function renderGuide(
  model: CommonModel,
  composed: ComposedDelivery,
  facts: readonly Fact[],
  standard?: GuideStandard,
): string {
  const { service, files } = model;
  const { firstRelease, result, sections = [] } = composed.delivery.target.guide;
  return [
    `# Delivery guide for ${service}`,
    `This guide explains how \`${service}\` is deployed, released, and rolled back.`,
    bulleted([
      firstRelease
        ? 'To deploy the service for the first time, see [First deployment](#first-deployment).'
        : 'To set up releases for the service, see [First-time setup](#first-time-setup).',
      'To start or follow a release, see [Releases](#releases).',
      'If a release causes a problem, see [Roll back](#roll-back).',
    ]),
    ...(files.ejected
      ? []
      : [
          `The files that this guide describes are generated from \`${files.config}\`. To change them, edit \`${files.config}\`, run \`npx projen\`, and commit the result.`,
        ]),
    `## From commit to ${result}`,
    diagram(model, composed),
    triggerText(model, composed),
    '## Shared values',
    sharedValues(model, composed, facts, standard),
    ...(standard && !files.ejected
      ? [`## The standard ${standard.label}`, standardSection(standard, files.config)]
      : []),
    firstRelease ? '## First deployment' : '## First-time setup',
    firstDeployment(model, composed),
    '## Releases',
    releases(model, composed),
    ...sections,
    ...(composed.stacks.length > 0 ? ['## Deploy infrastructure changes', infrastructureChanges(model, composed)] : []),
    '## Roll back',
    rollback(model, composed),
    ...security(model, composed),
    '',
  ].join('\n\n');
}

function security(model: CommonModel, composed: ComposedDelivery): string[] {
  const text = securitySection(model, composed);
  return text ? ['## Security', text] : [];
}

function diagram(model: CommonModel, { delivery }: ComposedDelivery): string {
  const { github, pipeline, trigger } = model;
  const { branches, tags } = triggersOf(model);
  const { environments, guide } = delivery.target;
  const { noun, guide: stored } = delivery.artifact;
  const tests = model.build.testCommands.length > 0;
  const { input } = delivery.artifact;
  const arrow = (engine: DeliveryEngine) => (trigger === engine && !input ? '-->|push|' : '-.->|manual start|');
  const deployNodes = (prefix: string) => environments.map((e) => `${prefix}-${e.name}["${deployLabel(e)}"]`);
  return [
    '```mermaid',
    'flowchart LR',
    `  commit(["${[...branches, ...tags].join(', ')}"])`,
    ...(github
      ? [
          '  subgraph github["GitHub Actions"]',
          `    ${[...(tests ? ['gtest[Test]'] : []), ...(input ? [] : [`gbuild[Build ${noun}]`]), ...deployNodes('gdeploy')].join(' --> ')}`,
          '  end',
          `  commit ${arrow(DeliveryEngine.GITHUB_ACTIONS)} ${tests ? 'gtest' : input ? `gdeploy-${environments[0]!.name}` : 'gbuild'}`,
        ]
      : []),
    ...(pipeline
      ? [
          '  subgraph codepipeline["CodePipeline"]',
          `    ${['psource[Source]', `pbuild["${input ? 'Check' : tests ? 'Test and build' : 'Build'} ${noun}"]`, ...deployNodes('pdeploy')].join(' --> ')}`,
          '  end',
          `  commit ${arrow(DeliveryEngine.CODE_PIPELINE)} psource`,
        ]
      : []),
    `  registry[("${stored.store}")]`,
    ...(github ? [input ? `  registry --> gdeploy-${environments[0]!.name}` : '  gbuild --> registry'] : []),
    ...(pipeline ? [input ? '  registry --> pbuild' : '  pbuild --> registry'] : []),
    ...environments.flatMap((e) => [
      `  ${guide.node}-${e.name}["${e.label}"]`,
      ...(github ? [`  gdeploy-${e.name} --> ${guide.node}-${e.name}`] : []),
      ...(pipeline ? [`  pdeploy-${e.name} --> ${guide.node}-${e.name}`] : []),
    ]),
    '```',
  ].join('\n');
}

function deployLabel({ name, approval }: Environment): string {
  return approval ? `Approve, then deploy to ${name}` : `Deploy to ${name}`;
}

function triggerText(model: CommonModel, { delivery }: ComposedDelivery): string {
  const { trigger, github, pipeline } = model;
  if (delivery.artifact.input) {
    return inputText(model, delivery.artifact);
  }
  const [started, other] =
    trigger === DeliveryEngine.GITHUB_ACTIONS ? ['GitHub Actions', 'CodePipeline'] : ['CodePipeline', 'GitHub Actions'];
  return [
    `${startOf(model)} starts a release in ${started}.`,
    ...(github?.releases ?? []).flatMap(({ name, own }) =>
      own ? [`${inline(name)} receives only ${describeRefs(own.triggers, inline)}.`] : [],
    ),
    ...(github && pipeline ? [`${other} can run the same release, but you must start it manually.`] : []),
  ].join(' ');
}

/** An artifact that is built elsewhere has no push that could start a release. */
function inputText({ github, pipeline, source }: CommonModel, { noun, input }: Artifact): string {
  const engines = [...(github ? ['GitHub Actions'] : []), ...(pipeline ? ['CodePipeline'] : [])];
  return [
    `A release deploys an existing ${noun}, which is built elsewhere. Whoever [starts a release](#start-a-release-manually) in ${enumeration(engines, 'or')} specifies the ${noun}. A push does not start a release.`,
    ...(github?.workflowCall
      ? [
          `Another workflow that runs on \`${source.branch}\` can also call the workflow with the input \`${input!.name}\`.`,
        ]
      : []),
  ].join(' ');
}

function startOf(model: CommonModel): string {
  const { github, source } = model;
  return github?.afterWorkflow === undefined
    ? describeTriggers(triggersOf(model), inline)
    : `The success of the workflow ${inline(github.afterWorkflow)} on \`${source.branch}\``;
}

function sharedValues(
  model: CommonModel,
  { delivery }: ComposedDelivery,
  facts: readonly Fact[],
  standard?: GuideStandard,
): string {
  const { files, environments, pipeline } = model;
  const names = environments.map(({ name }) => name);
  const { storeTitle } = delivery.artifact.guide;
  return paragraphs(
    files.ejected
      ? 'Several files contain the following values. If you change a value, change it in all of them.'
      : `Several generated files contain the following values. If two files disagree, \`npx projen\` fails and explains how to fix the conflict. To change a value, change the option that determines it in \`${files.config}\`. One option can determine several values. Values without an option cannot be set directly.`,
    valueTables(valuesOf(facts, names, standard), names, {
      showOptions: !files.ejected,
      usedBy: pipeline ? `${storeTitle} and the pipeline` : storeTitle,
    }),
  );
}

function valuesOf(facts: readonly Fact[], environments: readonly string[], standard?: GuideStandard): SharedValue[] {
  const severalEnvironments = environments.length > 1;
  return facts
    .filter(({ isInternal }) => !isInternal)
    .map(({ title, value, option, scope }) => ({
      title,
      value: String(value),
      option,
      scope: severalEnvironments ? scope : undefined,
      origin: option === undefined ? undefined : standard?.originOf(option, scope),
    }));
}
