import type { Artifact } from '../../core/artifact';
import type { StackPart, StackSource } from '../../core/stack-source';
import type { PullRequestPreviews, Target, TargetEnvironment } from '../../core/target';
import { pascalCase } from '../../model/names';
import { assembly } from '../shared/assembly';
import { renderBaseStack } from './base-stack';
import { siteGuide, siteSettingsOf } from './guide';
import type { SiteEnvironmentModel, SiteFilesModel, StaticSiteModel } from './model';
import { sitePrerequisites } from './prerequisites';
import { renderPreviewScript } from './preview-script';
import { releaseOf, siteStatements } from './release';
import { renderRollbackScript } from './rollback-script';
import { renderSiteFunction } from './site-function';
import { siteRoles } from './site-roles';
import { renderSiteScript } from './site-script';
import { renderSiteStack } from './site-stack';

/** A static site on Amazon S3 and Amazon CloudFront. */
export function staticSiteTarget(model: StaticSiteModel, artifact: Artifact): Target {
  const { environments, files, site, github } = model;
  const previewed = environments.find(({ name }) => name === github?.previews?.environment);
  return {
    environments: environments.map((environment) => targetEnvironment(model, artifact, environment)),
    preparation: assembly(model),
    files: [
      { path: files.siteFunction, kind: 'text', body: renderSiteFunction(site, previewed !== undefined) },
      { path: files.siteScript, kind: 'text', body: renderSiteScript(model) },
      ...(files.previewScript
        ? [{ path: files.previewScript, kind: 'text', body: renderPreviewScript(model) } as const]
        : []),
      { path: files.rollback, kind: 'text', body: renderRollbackScript(model) },
    ],
    previews: previewed && previewsOf(files, previewed),
    revision: 'ID of a release',
    guide: siteGuide(model),
  };
}

function previewsOf({ previewScript }: SiteFilesModel, environment: SiteEnvironmentModel): PullRequestPreviews {
  return {
    place: environment,
    publish: {
      command: `bash ${previewScript} publish`,
      settings: { STACK: environment.siteStack.name, CONFIG: environment.config ?? '' },
    },
    remove: { command: `bash ${previewScript} remove`, settings: { STACK: environment.siteStack.name } },
  };
}

function targetEnvironment(
  model: StaticSiteModel,
  artifact: Artifact,
  environment: SiteEnvironmentModel,
): TargetEnvironment {
  const { files } = model;
  const { name, argument, account, region, partition, approval, domain, deploymentTimeoutMinutes } = environment;
  return {
    name,
    argument,
    account,
    region,
    partition,
    approval,
    label: domain ? `https://${domain.names[0]}` : `CloudFront ${model.service} (${name})`,
    prerequisites: sitePrerequisites(environment),
    settings: siteSettingsOf(environment),
    roles: siteRoles(environment, artifact, previewRoleOf(model, name)),
    release: releaseOf(model, environment),
    rollback: {
      steps: [
        {
          id: 'rollback',
          title: 'Roll back the site',
          reads: ['REVISION'],
          commands: [`bash ${files.rollback} ${argument} "$REVISION"`],
          statements: siteStatements(environment),
          files: [files.rollback, files.siteScript],
        },
      ],
      native: [],
      timeout: { minutes: deploymentTimeoutMinutes, waitsFor: 'the rollback' },
    },
    stacks: (parts, previewParts = []) => [
      ...baseStack(model, environment, parts),
      siteStack(model, artifact, environment, previewParts),
    ],
  };
}

function previewRoleOf({ github }: StaticSiteModel, environment: string): string | undefined {
  return github?.previews?.environment === environment ? github.previews.role.name : undefined;
}

function siteStack(
  model: StaticSiteModel,
  artifact: Artifact,
  environment: SiteEnvironmentModel,
  parts: readonly StackPart[],
): StackSource {
  const { service } = model;
  const { name, siteStack: stack } = environment;
  return {
    ...stack,
    variable: `site${pascalCase(name)}`,
    place: environment,
    description: `${service}: the site in ${name}`,
    tags: { service, environment: name },
    source: renderSiteStack(model, artifact, environment, parts),
    after: [],
    parts,
    neededByReleases: undefined,
    protect: environment.approval || environment.approvePreview === true,
  };
}

function baseStack(
  { service }: StaticSiteModel,
  environment: SiteEnvironmentModel,
  parts: readonly StackPart[],
): StackSource[] {
  const { name, baseStack: stack } = environment;
  return parts.length > 0
    ? [
        {
          ...stack,
          variable: `base${pascalCase(name)}`,
          place: environment,
          description: `${service}: the roles that release to ${name}`,
          tags: { service, environment: name },
          source: renderBaseStack(service, environment, parts),
          after: [],
          parts,
          protect: true,
        },
      ]
    : [];
}
