import type { BundleOptions } from './bundle';
import type { CommonDeliveryOptions, CommonEnvironmentOptions } from './common';
import type { SmokeTestOptions } from './release';

/**
 * The strategy for publishing a release of a static site.
 */
export enum SiteStrategy {
  /** All visitors receive the new release at once. */
  ALL_AT_ONCE = 'ALL_AT_ONCE',
  /**
   * The new release is first available only as a preview, at the URL of the site followed by `?release=<release ID>`.
   * After the smoke test, all visitors receive it at once.
   */
  BLUE_GREEN = 'BLUE_GREEN',
  /** A small share of the visitors receives the new release first, then all of them. */
  CANARY = 'CANARY',
  /** Visitors are moved to the new release in equal steps. */
  LINEAR = 'LINEAR',
}

/**
 * The parameters of a strategy of a static site.
 *
 * Parameters that do not apply to the selected strategy are rejected.
 */
export interface SiteStrategyParameters {
  /**
   * The percentage of visitors to move to the new release in one step, from 1 to 99. A cookie keeps each visitor
   * on the same release.
   *
   * Applies to `CANARY` (the share of the first step) and `LINEAR` (the share that each step adds).
   *
   * @default 10
   */
  readonly percent?: number;

  /**
   * The time to wait after each step, in minutes, from 1 to 120.
   *
   * Applies to `CANARY` and `LINEAR`.
   *
   * @default 5
   */
  readonly stepBakeTimeInMinutes?: number;

  /**
   * Whether a release waits after it has made the preview available, until someone approves it.
   *
   * In GitHub Actions, the required reviewers of the GitHub environment `<environment>-preview` approve the preview. In
   * CodePipeline, someone approves the manual approval action. If they reject it, visitors keep the previous release. The
   * first release has no preview, so visitors receive it before the approval. Cannot be combined with `approval`.
   *
   * If `githubActions.reviewers` is set, the task `github:environments` removes the required reviewers from the GitHub
   * environment of the deployment, so that a release waits only once.
   *
   * Applies to `BLUE_GREEN`.
   *
   * @default false
   */
  readonly approvePreview?: boolean;

  /**
   * The time for which the release watches the error rate after all visitors have received the new release, in minutes,
   * from 0 to 120.
   *
   * Applies to all strategies.
   *
   * @default 0
   */
  readonly bakeTimeInMinutes?: number;
}

/**
 * The custom domain of a static site.
 */
export interface SiteDomainOptions {
  /**
   * The domain names of the site. The first one is part of its URL.
   */
  readonly names: string[];

  /**
   * The ARN of the ACM certificate, which must be valid for all names.
   *
   * CloudFront requires a certificate in the Region `us-east-1`, in the same account as the environment.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
   */
  readonly certificateArn: string;

  /**
   * The ID of the Route 53 hosted zone in which the site stack creates the DNS records. Requires `hostedZoneName`.
   *
   * @default - you create the DNS records yourself
   */
  readonly hostedZoneId?: string;

  /**
   * The name of the Route 53 hosted zone, for example `example.com`. Requires `hostedZoneId`.
   *
   * @default - you create the DNS records yourself
   */
  readonly hostedZoneName?: string;
}

/**
 * Options of a static site that can be set at the top level and in each environment.
 */
export interface SiteEnvironmentOptions {
  /**
   * The strategy for publishing a release.
   *
   * @default SiteStrategy.ALL_AT_ONCE
   */
  readonly strategy?: SiteStrategy;

  /**
   * The parameters of the strategy.
   *
   * @default - the default value of each parameter
   */
  readonly strategyParameters?: SiteStrategyParameters;

  /**
   * The error rate above which a release is rolled back, as the percentage of HTTP 5xx responses, from 0.1 to 100.
   *
   * The release checks the metric `5xxErrorRate` of the CloudFront distribution during the bake times.
   *
   * @default 5
   */
  readonly errorRatePercent?: number;

  /**
   * The custom domain.
   *
   * @default - the domain name of the CloudFront distribution
   */
  readonly domain?: SiteDomainOptions;

  /**
   * The ARN of an AWS WAF web ACL for the distribution. It must have the scope `CLOUDFRONT`, which exists only in the
   * Region `us-east-1`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html
   */
  readonly webAclArn?: string;

  /**
   * The values of `/config.json`, which the site can read at run time.
   *
   * The build creates the site once for all environments, so values that differ between environments belong here. The
   * values are public.
   *
   * @default - no `/config.json`
   */
  readonly config?: { [name: string]: string };

  /**
   * A smoke test that checks each release.
   *
   * The environment variables `ENVIRONMENT`, `RELEASE`, and `SITE_URL` are set. With `BLUE_GREEN`, the smoke test runs
   * before visitors receive the release, and `SITE_URL` is the URL of the preview. For a custom domain without
   * `hostedZoneId`, `SITE_URL` contains the domain name of the CloudFront distribution, so that the test does not depend
   * on your DNS records.
   *
   * @default - none
   */
  readonly smokeTest?: SmokeTestOptions;

  /**
   * The maximum time for which a release waits until CloudFront has updated the distribution and delivers the release,
   * in minutes, from 5 to 60.
   *
   * The bake times of the strategy are added to it.
   *
   * @default 30
   */
  readonly deploymentTimeoutMinutes?: number;
}

/**
 * The previews of pull requests.
 */
export interface PullRequestPreviewOptions {
  /**
   * The name of the environment that serves the previews, with its `config`.
   *
   * Previews have the same origin as the site of the environment. Use an environment whose site does not keep data that
   * a pull request must not read, for example in cookies.
   *
   * @default - the first environment
   */
  readonly environment?: string;
}

/**
 * An environment of a static site.
 *
 * A value that an environment does not set is inherited from the top level. `strategyParameters`, `config`, and
 * `smokeTest` are merged with those of the top level. Any other value replaces the top-level value.
 */
export interface SiteEnvironment extends CommonEnvironmentOptions, SiteEnvironmentOptions {}

/**
 * Options of `StaticSiteDelivery` that other deliveries do not have.
 */
export interface StaticSiteDeliverySettings extends SiteEnvironmentOptions {
  /**
   * The environments, in the order in which a release deploys to them.
   *
   * The site is built once and promoted from one environment to the next.
   *
   * @default - one environment named `production`
   */
  readonly environments?: SiteEnvironment[];

  /**
   * The settings for building the site.
   *
   * @default - the `build` script of the project creates the site in `dist`
   */
  readonly bundle?: BundleOptions;

  /**
   * The folder in the built site that contains only files whose names include a hash of their content.
   *
   * All releases share this folder. Browsers cache its files for a year, and files of earlier releases stay available
   * to visitors who have the site open.
   *
   * @default "assets"
   */
  readonly assets?: string;

  /**
   * Whether the site is a single-page application, so that `/index.html` is served for every path whose last segment
   * has no extension.
   *
   * If false, the `index.html` in the folder of that name is served for such a path.
   *
   * @default false
   */
  readonly singlePageApplication?: boolean;

  /**
   * The file in the built site to show for a path that does not exist.
   *
   * @default "404.html"
   */
  readonly errorPage?: string;

  /**
   * The `Content-Security-Policy` header of the site.
   *
   * @default "default-src 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'"
   * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
   */
  readonly contentSecurityPolicy?: string;

  /**
   * Previews of pull requests, published by GitHub Actions.
   *
   * Each pull request gets its own preview, at the URL of the site followed by `?preview=<number>`, which the summary of
   * the workflow run shows. A cookie keeps a visitor on the preview for an hour. Other visitors never receive it. The
   * preview is updated with each push, and removed when the pull request is closed. A preview without a push expires
   * after 30 days. Pull requests from forks have no preview. Anyone who knows the URL can open a preview.
   *
   * @default - none
   */
  readonly pullRequestPreviews?: PullRequestPreviewOptions;

  /**
   * The number of releases to keep for a rollback, from 2 to 20.
   *
   * @default 10
   */
  readonly retainedReleases?: number;
}

/**
 * Options of `StaticSiteDelivery`: a static site on Amazon S3 and Amazon CloudFront, delivered by GitHub Actions,
 * CodePipeline, or both.
 */
export interface StaticSiteDeliveryOptions extends CommonDeliveryOptions, StaticSiteDeliverySettings {}
