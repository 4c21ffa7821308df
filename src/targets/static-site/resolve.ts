import { Decided, type Facts } from '../../core/fact';
import { type Place, partitionOf } from '../../model/aws';
import { bootstrapRoles } from '../../model/bootstrap-roles';
import { isKnown } from '../../model/check-place';
import { checkDerivedNames, roleNames } from '../../model/derived-names';
import { pascalCase } from '../../model/names';
import type { OptionReader } from '../../model/option-reader';
import { bucketOf, resolveBundle, resolveBundleBuild } from '../../model/resolve-bundle';
import {
  type AdditionalOptions,
  beginEngines,
  closeConfig,
  openConfig,
  type ResolveContext,
  resolveFiles,
  resolveInfra,
} from '../../model/resolve-common';
import { type EnvironmentPlace, resolveEnvironmentList } from '../../model/resolve-environment-list';
import { type RoleNames, roleArnOf } from '../../model/role-names';
import { SHARED } from '../../model/shared-values';
import { CpuArchitecture, SiteStrategy } from '../../options';
import { checkDomainNames, checkErrorRates, checkPreviewNames } from './check-environments';
import type { SiteEnvironmentModel, SiteModel, StaticSiteModel } from './model';
import { ENVIRONMENT_OPTIONS, STATIC_SITE_OPTIONS } from './options';
import { resolveSiteFolders } from './resolve-folders';
import { resolvePreviews } from './resolve-previews';
import {
  resolveApprovals,
  resolveConfigFile,
  resolveDomain,
  resolveSmokeTest,
  resolveStrategy,
  resolveWebAcl,
} from './resolve-settings';
import { CONTENT_SECURITY_POLICY } from './rules';

/** A pipeline keeps its logs for this many days. */
const LOG_RETENTION_DAYS = 30;

/**
 * Resolves the config of a static site to the model.
 *
 * @param raw the unvalidated options, of any type
 * @param project additional options, defined by the project type that contains the delivery
 * @param decisions declares the values that files share
 * @throws ConfigError that lists all problems
 */
export function resolveStaticSite(
  raw: unknown,
  context: ResolveContext,
  project?: AdditionalOptions,
  decisions: Facts = new Decided(),
): StaticSiteModel {
  const opened = openConfig(raw, STATIC_SITE_OPTIONS, { context, project, decisions });
  const { options, problems, service, account, region } = opened;
  // The files of a site do not depend on a CPU architecture.
  const bundleBuild = resolveBundleBuild(opened, CpuArchitecture.X86_64);
  const { buildImage, ...build } = bundleBuild.build;
  const begun = beginEngines(opened, { ...build, buildImage });
  const qualifier = begun.effectiveQualifier;
  const resolved = resolveEnvironmentList(
    options,
    problems,
    { account, region, decisions },
    {
      known: ENVIRONMENT_OPTIONS,
      topLevel: STATIC_SITE_OPTIONS,
      merged: ['strategyParameters', 'config', 'smokeTest'],
      identity: [],
      defaultStrategy: SiteStrategy.ALL_AT_ONCE,
      resolve: (layered, place) => resolveEnvironment(layered, { ...place, service, qualifier, roles: opened.roles }),
      compare: checkDomainNames,
    },
  );
  checkPreviewNames(resolved);
  checkErrorRates(options, resolved);
  const bundle = resolveBundle(
    opened,
    bundleBuild,
    resolved.map(({ environment }) => environment),
  );
  const site = resolveSite(options, decisions);
  const finished = begun.finish(resolved, LOG_RETENTION_DAYS);
  const previews = resolvePreviews(
    opened,
    resolved.map(({ environment }) => environment),
    finished.github,
  );
  const model: StaticSiteModel = {
    service,
    source: opened.source,
    build,
    bundle,
    site,
    environments: resolved.map(({ environment }) => ({
      ...environment,
      artifacts: bucketOf(bundle, environment),
    })),
    ...finished,
    github: finished.github && { ...finished.github, ...(previews ? { previews } : {}) },
    infra: resolveInfra(opened, begun.bootstrapQualifier),
    files: {
      ...resolveFiles(opened),
      siteFunction: 'infra/site-function.js',
      siteScript: decisions.decide(SHARED.siteScript, 'infra/site.sh'),
      previewScript: previews && decisions.decide(SHARED.previewScript, 'infra/preview.sh'),
    },
  };
  return closeConfig(opened, model, resolved, () =>
    checkDerivedNames(
      options,
      model,
      roleNames([...model.environments.map(({ publishRole }) => publishRole.createAs), previews?.role.name]),
    ),
  );
}

function resolveSite(options: OptionReader, decisions: Facts): SiteModel {
  return {
    ...resolveSiteFolders(options, decisions),
    singlePageApplication: options.boolean('singlePageApplication') ?? false,
    contentSecurityPolicy: decisions.decide(
      SHARED.contentSecurityPolicy,
      options.string('contentSecurityPolicy', CONTENT_SECURITY_POLICY) ??
        "default-src 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'",
    ),
    retainedReleases: options.integer('retainedReleases', 2, 20) ?? 10,
  };
}

interface SiteFacts extends EnvironmentPlace {
  readonly service: string;
  readonly qualifier: string;
  readonly roles: RoleNames;
}

function resolveEnvironment(options: OptionReader, facts: SiteFacts): Omit<SiteEnvironmentModel, 'artifacts'> {
  const { service, name, several, account, region } = facts;
  const decisions = facts.decisions.in(name);
  const partition = partitionOf(region);
  if (partition !== 'aws' && isKnown('region', facts)) {
    options.rejectValue('awsRegion', region, 'cloudfront-partition', {
      why: `is in the ${partition} partition, where CloudFront KeyValueStore is not available`,
      allowed: 'a Region in the aws partition',
      fix: 'Use another Region. The Region only determines where the files are stored.',
    });
  }
  const stack = (purpose: 'base' | 'site') => ({
    name: decisions.decide(purpose === 'base' ? SHARED.baseStack : SHARED.siteStack, `${service}-${name}-${purpose}`),
    file: several ? `${name}-${purpose}-stack.ts` : `${purpose}-stack.ts`,
    className: `${several ? pascalCase(name) : ''}${pascalCase(purpose)}Stack`,
  });
  const createAs = decisions.decide(SHARED.publishRole, `${facts.roles.prefix}${service}-${name}-publish`);
  const strategy = resolveStrategy(options);
  const deploymentTimeoutMinutes = options.integer('deploymentTimeoutMinutes', 5, 60) ?? 30;
  return {
    name,
    argument: decisions.decide(SHARED.scriptArgument, name),
    account,
    region,
    partition,
    ...resolveApprovals(options, strategy, several && /^prod(uction)?$/.test(name)),
    deploymentTimeoutMinutes,
    releaseTimeout: deploymentTimeoutMinutes + minutesOf(strategy),
    baseStack: stack('base'),
    siteStack: stack('site'),
    bootstrapRoles: bootstrapRoles(facts as Place, facts.qualifier),
    publishRole: { arn: roleArnOf(facts, facts.roles, createAs), createAs },
    strategy,
    errorRatePercent: options.number('errorRatePercent', 0.1, 100) ?? 5,
    domain: resolveDomain(options, facts),
    webAclArn: resolveWebAcl(options, facts),
    config: resolveConfigFile(options),
    smokeTest: resolveSmokeTest(options, decisions),
  };
}

/** How long a strategy takes. */
function minutesOf({
  percent,
  stepBakeTimeInMinutes = 0,
  bakeTimeInMinutes,
  name,
}: SiteEnvironmentModel['strategy']): number {
  const steps = percent === undefined ? 0 : name === 'CANARY' ? 1 : Math.ceil(100 / percent) - 1;
  return steps * stepBakeTimeInMinutes + bakeTimeInMinutes;
}
