import type { Environment } from '../core/environment';
import type { DeliveryModel } from '../model/model';
import { DeliveryEngine } from '../options';
import { bulleted, paragraphs } from '../printing/markdown';
import { factsOf } from '../sync/facts';
import { type ComposedDelivery, composeDelivery } from './compose';
import { firstDeployment, infrastructureChanges } from './guide-deployment';
import { releases } from './guide-release';
import { rollback } from './guide-rollback';
import { type SharedValue, valueTables } from './guide-values';

/** `DELIVERY.md`: explains to people how the service is deployed. */
export function renderGuide(model: DeliveryModel, _generated: readonly string[] = []): string {
  const { service, files } = model;
  const composed = composeDelivery(model);
  return [
    `# Delivery guide for ${service}`,
    `This guide explains how \`${service}\` is deployed, released, and rolled back.`,
    bulleted([
      'To deploy the service for the first time, see [First deployment](#first-deployment).',
      'To start or follow a release, see [Releases](#releases).',
      'If a release causes a problem, see [Roll back](#roll-back).',
    ]),
    ...(files.ejected
      ? []
      : [
          `The files that this guide describes are generated from \`${files.config}\`. To change them, edit \`${files.config}\`, run \`npx projen\`, and commit the result.`,
        ]),
    '## From commit to running task',
    diagram(model, composed),
    triggerText(model),
    '## Shared values',
    sharedValues(model),
    '## First deployment',
    firstDeployment(model, composed),
    '## Releases',
    releases(model, composed),
    '## Deploy infrastructure changes',
    infrastructureChanges(model, composed),
    '## Roll back',
    rollback(model, composed),
    '',
  ].join('\n\n');
}

function diagram(model: DeliveryModel, { delivery }: ComposedDelivery): string {
  const { github, pipeline, trigger, source, registry } = model;
  const { environments, guide } = delivery.target;
  const tests = model.build.testCommands.length > 0;
  const arrow = (engine: DeliveryEngine) => (trigger === engine ? '-->|push|' : '-.->|manual start|');
  const deployNodes = (prefix: string) => environments.map((e) => `${prefix}-${e.name}["${deployLabel(e)}"]`);
  return [
    '```mermaid',
    'flowchart LR',
    `  commit(["${source.branch}"])`,
    ...(github
      ? [
          '  subgraph github["GitHub Actions"]',
          `    ${[...(tests ? ['gtest[Test]'] : []), 'gbuild[Build image]', ...deployNodes('gdeploy')].join(' --> ')}`,
          '  end',
          `  commit ${arrow(DeliveryEngine.GITHUB_ACTIONS)} ${tests ? 'gtest' : 'gbuild'}`,
        ]
      : []),
    ...(pipeline
      ? [
          '  subgraph codepipeline["CodePipeline"]',
          `    ${['psource[Source]', `pbuild["${tests ? 'Test and build image' : 'Build image'}"]`, ...deployNodes('pdeploy')].join(' --> ')}`,
          '  end',
          `  commit ${arrow(DeliveryEngine.CODE_PIPELINE)} psource`,
        ]
      : []),
    `  registry[("ECR ${registry.repositoryName}")]`,
    ...(github ? ['  gbuild --> registry'] : []),
    ...(pipeline ? ['  pbuild --> registry'] : []),
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

function triggerText({ trigger, github, pipeline, source }: DeliveryModel): string {
  const [started, other] =
    trigger === DeliveryEngine.GITHUB_ACTIONS ? ['GitHub Actions', 'CodePipeline'] : ['CodePipeline', 'GitHub Actions'];
  return [
    `A push to \`${source.branch}\` starts a release with ${started}.`,
    ...(github && pipeline ? [`${other} performs the same release, but only if you start it manually.`] : []),
  ].join(' ');
}

function sharedValues(model: DeliveryModel): string {
  const { files, environments } = model;
  const names = environments.map(({ name }) => name);
  return paragraphs(
    files.ejected
      ? 'Several files contain the following values. If you change a value, change it in all of them.'
      : `Several generated files contain the following values. If two files disagree, \`npx projen\` fails and explains which file to correct. To change a value, set its option in \`${files.config}\`. Values without an option cannot be set directly.`,
    valueTables(valuesOf(model, names), names, !files.ejected),
  );
}

function valuesOf(model: DeliveryModel, environments: readonly string[]): SharedValue[] {
  return factsOf(model).map(({ name, value, option }) => {
    const scope = environments.length > 1 ? environments.find((e) => name.endsWith(` of ${e}`)) : undefined;
    return { title: scope ? name.slice(0, -` of ${scope}`.length) : name, value, option, scope };
  });
}
