import { COMMON_DELIVERY_OPTIONS, COMMON_ENVIRONMENT_OPTIONS } from '../../model/common-options';
import type {
  PullRequestPreviewOptions,
  SiteDomainOptions,
  SiteEnvironment,
  SiteEnvironmentOptions,
  SiteStrategyParameters,
  StaticSiteDeliveryOptions,
} from '../../options';

/** Every option, so that misspelled options are also found in plain JavaScript. */

const SITE_ENVIRONMENT_OPTIONS: Readonly<Record<keyof SiteEnvironmentOptions, true>> = {
  strategy: true,
  strategyParameters: true,
  errorRatePercent: true,
  domain: true,
  webAclArn: true,
  config: true,
  smokeTest: true,
  deploymentTimeoutMinutes: true,
};

export const STATIC_SITE_OPTIONS: Readonly<Record<keyof StaticSiteDeliveryOptions, true>> = {
  ...COMMON_DELIVERY_OPTIONS,
  ...SITE_ENVIRONMENT_OPTIONS,
  environments: true,
  bundle: true,
  assets: true,
  singlePageApplication: true,
  errorPage: true,
  contentSecurityPolicy: true,
  pullRequestPreviews: true,
  retainedReleases: true,
};

export const ENVIRONMENT_OPTIONS: Readonly<Record<keyof SiteEnvironment, true>> = {
  ...COMMON_ENVIRONMENT_OPTIONS,
  ...SITE_ENVIRONMENT_OPTIONS,
};

export const PREVIEW_OPTIONS: Readonly<Record<keyof PullRequestPreviewOptions, true>> = { environment: true };

export const STRATEGY_OPTIONS: Readonly<Record<keyof SiteStrategyParameters, true>> = {
  percent: true,
  stepBakeTimeInMinutes: true,
  bakeTimeInMinutes: true,
  approvePreview: true,
};

export const DOMAIN_OPTIONS: Readonly<Record<keyof SiteDomainOptions, true>> = {
  names: true,
  certificateArn: true,
  hostedZoneId: true,
  hostedZoneName: true,
};
