import { DeliveryEngine, SiteStrategy } from '../../../src/options';
import { problemsOf } from './support';

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
const APPROVE_PREVIEW = { strategy: SiteStrategy.BLUE_GREEN, strategyParameters: { approvePreview: true } };
const DOMAIN = { names: ['docs.example.com'], certificateArn: CERTIFICATE };
const PATH = 'a relative path without ../ that contains only letters, digits, and the characters . _ - /';

/** A description, the options in addition to an account and a repository, and the lines that the user sees. */
type BadConfig = readonly [name: string, options: object, ...lines: string[]];

// biome-ignore format: This is a table.
const BAD_CONFIGS: readonly BadConfig[] = [
  // options
  ['a missing account', { awsAccount: undefined },
    'awsAccount: is missing (allowed: 12 digits). Set awsAccount to the ID of the AWS account that the service runs in. [missing-option]'],
  ['an option of a service', { containerPort: 3000 },
    'containerPort: is not a known option (allowed: approval, assets, awsAccount, awsRegion, bootstrapQualifier, branch, buildRoleStatements, bundle, codePipeline, config, contentSecurityPolicy, deploymentTimeoutMinutes, domain, environments, errorPage, errorRatePercent, githubActions, githubRepository, nodeVersion, permissionsBoundary, pullRequestPreviews, retainedReleases, roleNamePrefix, rolePath, serviceName, singlePageApplication, smokeTest, standard, strategy, strategyParameters, tags, takeOver, trigger, triggerBranches, triggerPaths, triggerTags, unset, validationPlugins, waivers, webAclArn). Remove it, or correct the name. [unknown-option]'],
  ['a misspelled option', { singlePageApp: true },
    'singlePageApp: is not a known option. Did you mean singlePageApplication? [unknown-option]'],
  ['an option of a service in an environment', { environments: [{ name: 'test', cpu: 256 }] },
    'environments[0].cpu: is not a known option (allowed: approval, awsAccount, awsRegion, config, deploymentTimeoutMinutes, domain, errorRatePercent, githubActions, name, smokeTest, strategy, strategyParameters, triggerBranches, triggerTags, webAclArn). Remove it, or correct the name. [unknown-option]'],
  ['an option in an environment that applies to all', { environments: [{ name: 'test', assets: 'static' }] },
    'environments[0].assets: is a top-level option. Move assets to the top level. It then applies to every environment. [top-level-option]'],
  ['a timeout of one minute', { deploymentTimeoutMinutes: 1 },
    'deploymentTimeoutMinutes: 1 is out of range (allowed: 5 to 60). Use a value in this range. [out-of-range]'],
  ['a disabled engine that a push starts', { codePipeline: { enabled: false }, trigger: DeliveryEngine.CODE_PIPELINE },
    'trigger: "code-pipeline" refers to a disabled engine. Enable that engine, or choose the other one. [disabled-trigger]'],

  // Regions
  ['a Region in China', { awsRegion: 'cn-north-1', codePipeline: { enabled: false } },
    'awsRegion: "cn-north-1" is in the aws-cn partition, where CloudFront KeyValueStore is not available (allowed: a Region in the aws partition). Use another Region. The Region only determines where the files are stored. [cloudfront-partition]'],
  ['a GovCloud Region', { awsRegion: 'us-gov-west-1', codePipeline: { enabled: false } },
    'awsRegion: "us-gov-west-1" is in the aws-us-gov partition, where CloudFront KeyValueStore is not available (allowed: a Region in the aws partition). Use another Region. The Region only determines where the files are stored. [cloudfront-partition]'],

  // build
  ['no command that builds the site', { bundle: { testCommands: [] } },
    'bundle.testCommands: is missing or empty, so nothing creates the bundle (allowed: commands that test the project and create the folder that bundle.path specifies). Set bundle.testCommands. [bundle-commands-required]'],
  ['an output folder outside of the project', { bundle: { path: '../dist' } },
    `bundle.path: "../dist" is not valid (allowed: ${PATH}). Correct the value. [invalid-format]`],
  ['a misspelled option of the bundle', { bundle: { folder: 'dist' } },
    'bundle.folder: is not a known option (allowed: cachePaths, installCommands, path, runtime, runtimeVersion, testCommands). Remove it, or correct the name. [unknown-option]'],
  ['a runtime that CodeBuild does not have', { bundle: { runtime: 'perl' } },
    'bundle.runtime: "perl" is not valid (allowed: java, golang, rust, python, php, ruby, nodejs, dotnet, none). Use one of these values. [unsupported-value]'],

  // files
  ['an absolute path of the assets', { assets: '/assets' },
    `assets: "/assets" is not valid (allowed: ${PATH}). Correct the value. [invalid-format]`],
  ['a pattern of assets', { assets: 'assets/*' },
    `assets: "assets/*" is not valid (allowed: ${PATH}). Correct the value. [invalid-format]`],
  ['assets in the folder of releases', { assets: 'releases' },
    'assets: "releases" is in the folder releases, which contains other files in the bucket of the site (allowed: any folder except releases, errors, deleted, previews). Use another folder for assets. [reserved-site-folder]'],
  ['assets in the folder of error pages', { assets: './errors/assets' },
    'assets: "./errors/assets" is in the folder errors, which contains other files in the bucket of the site (allowed: any folder except releases, errors, deleted, previews). Use another folder for assets. [reserved-site-folder]'],
  ['an error page outside of the site', { errorPage: '../404.html' },
    `errorPage: "../404.html" is not valid (allowed: ${PATH}). Correct the value. [invalid-format]`],
  ['an error page in the folder of assets', { errorPage: 'assets/404.html' },
    'errorPage: "assets/404.html" is in the folder assets, whose files never change (allowed: a file outside of assets). Move the error page to another folder, or set assets to another one. [reserved-site-folder]'],
  ['a content security policy with a line break', { contentSecurityPolicy: "default-src 'self';\nobject-src 'none'" },
    `contentSecurityPolicy: "default-src 'self';\\nobject-src 'none'" is not valid (allowed: directives of a content security policy, for example default-src 'self'). Correct the value. [invalid-format]`],
  ['an empty content security policy', { contentSecurityPolicy: '' },
    `contentSecurityPolicy: "" is not valid (allowed: directives of a content security policy, for example default-src 'self'). Correct the value. [invalid-format]`],
  ['a content security policy that is too long for CloudFront', { contentSecurityPolicy: `default-src ${'x'.repeat(1800)}` },
    `contentSecurityPolicy: "default-src ${'x'.repeat(64)}..." is 1812 characters long (allowed: at most 1783). Shorten it. [too-long]`],

  // previews of pull requests
  ['previews without GitHub Actions', { githubActions: { enabled: false }, pullRequestPreviews: {} },
    'pullRequestPreviews: requires GitHub Actions, which is disabled. Remove it, or set githubActions.enabled to true. [previews-without-github]'],
  ['previews in an environment that does not exist', { environments: [{ name: 'test' }, { name: 'live' }], pullRequestPreviews: { environment: 'staging' } },
    'pullRequestPreviews.environment: "staging" is not valid (allowed: test, live). Use one of these values. [unsupported-value]'],
  ['a misspelled option of previews', { pullRequestPreviews: { enviroment: 'test' } },
    'pullRequestPreviews.enviroment: is not a known option. Did you mean environment? [unknown-option]'],
  ['assets in the folder of previews', { assets: 'previews' },
    'assets: "previews" is in the folder previews, which contains other files in the bucket of the site (allowed: any folder except releases, errors, deleted, previews). Use another folder for assets. [reserved-site-folder]'],

  // releases
  ['no earlier release to roll back to', { retainedReleases: 1 },
    'retainedReleases: 1 is out of range (allowed: 2 to 20). Use a value in this range. [out-of-range]'],
  ['more releases than the state can contain', { retainedReleases: 21 },
    'retainedReleases: 21 is out of range (allowed: 2 to 20). Use a value in this range. [out-of-range]'],
  ['a strategy that sites do not support', { strategy: 'ROLLING' },
    'strategy: "ROLLING" is not a member of SiteStrategy (allowed: SiteStrategy.ALL_AT_ONCE, SiteStrategy.BLUE_GREEN, SiteStrategy.CANARY, SiteStrategy.LINEAR). Use one of these values, or remove the option to use the default. [unsupported-value]'],
  ['a percentage for all at once', { strategyParameters: { percent: 10 } },
    'strategyParameters.percent: 10 is not a parameter of ALL_AT_ONCE (allowed: bakeTimeInMinutes). Remove it, or choose another strategy. [parameter-of-other-strategy]'],
  ['a step for blue/green', { strategy: SiteStrategy.BLUE_GREEN, strategyParameters: { stepBakeTimeInMinutes: 5 } },
    'strategyParameters.stepBakeTimeInMinutes: 5 is not a parameter of BLUE_GREEN (allowed: approvePreview, bakeTimeInMinutes). Remove it, or choose another strategy. [parameter-of-other-strategy]'],
  ['a canary of all visitors', { strategy: SiteStrategy.CANARY, strategyParameters: { percent: 100 } },
    'strategyParameters.percent: 100 is out of range (allowed: 1 to 99). Use a value in this range. [out-of-range]'],
  ['a step without a wait', { strategy: SiteStrategy.LINEAR, strategyParameters: { stepBakeTimeInMinutes: 0 } },
    'strategyParameters.stepBakeTimeInMinutes: 0 is out of range (allowed: 1 to 120). Use a value in this range. [out-of-range]'],
  ['the approval of a preview that a canary does not have', { strategy: SiteStrategy.CANARY, strategyParameters: { approvePreview: true } },
    'strategyParameters.approvePreview: true is not a parameter of CANARY (allowed: percent, stepBakeTimeInMinutes, bakeTimeInMinutes). Remove it, or choose another strategy. [parameter-of-other-strategy]'],
  ['an approval before and after the preview', { ...APPROVE_PREVIEW, approval: true },
    'strategyParameters.approvePreview: true is not compatible with approval, because a release waits for only one approval in each environment. Remove one of the two options, or set approval to false in this environment. [two-approvals]'],
  ['an inherited approval before the preview of one environment', { approval: true, environments: [{ name: 'test' }, { name: 'live', ...APPROVE_PREVIEW }] },
    'environments[1].strategyParameters.approvePreview: true is not compatible with approval, because a release waits for only one approval in each environment. Remove one of the two options, or set approval to false in this environment. [two-approvals]'],
  ['an environment with the name of the GitHub environment for previews', { ...APPROVE_PREVIEW, environments: [{ name: 'site' }, { name: 'site-preview' }] },
    'environments[1].name: "site-preview" is also the name of the GitHub environment for previews of "site". Use a different name. [duplicate-environment]'],
  ['a bake time of three hours', { strategyParameters: { bakeTimeInMinutes: 180 } },
    'strategyParameters.bakeTimeInMinutes: 180 is out of range (allowed: 0 to 120). Use a value in this range. [out-of-range]'],
  ['a parameter of services on Amazon ECS', { strategyParameters: { testListenerPort: 8443 } },
    'strategyParameters.testListenerPort: is not a known option (allowed: approvePreview, bakeTimeInMinutes, percent, stepBakeTimeInMinutes). Remove it, or correct the name. [unknown-option]'],
  ['an error rate of 0', { errorRatePercent: 0, strategy: SiteStrategy.CANARY },
    'errorRatePercent: 0 is out of range (allowed: 0.1 to 100). Use a value in this range. [out-of-range]'],
  ['an error rate that no release checks', { errorRatePercent: 3 },
    'errorRatePercent: 3 has no effect, because the release does not wait for errors. Set strategyParameters.bakeTimeInMinutes, choose CANARY or LINEAR, or remove errorRatePercent. [error-rate-without-bake-time]'],
  ['an error rate that one environment does not check', { strategy: SiteStrategy.CANARY, environments: [{ name: 'test', strategy: SiteStrategy.ALL_AT_ONCE, errorRatePercent: 2 }, { name: 'production', errorRatePercent: 2 }] },
    'environments[0].errorRatePercent: 2 has no effect, because the release does not wait for errors. Set strategyParameters.bakeTimeInMinutes, choose CANARY or LINEAR, or remove errorRatePercent. [error-rate-without-bake-time]'],

  // domain
  ['a domain without names', { domain: { names: [], certificateArn: CERTIFICATE } },
    'domain.names: is missing or empty (allowed: at least one domain name). List the domain names of the site, or remove domain. [missing-option]'],
  ['a domain without a certificate', { domain: { names: ['docs.example.com'] } },
    'domain.certificateArn: is missing (allowed: arn:aws:acm:us-east-1:<account>:certificate/<id>). Set it to the ARN of a certificate in us-east-1 that is valid for all names. [missing-option]'],
  ['a domain that is only a name', { domain: 'docs.example.com' },
    'domain: "docs.example.com" is not an object (allowed: an object with options). Correct the value. [wrong-type]'],
  ['a URL as the domain name', { domain: { ...DOMAIN, names: ['https://docs.example.com'] } },
    'domain.names[0]: "https://docs.example.com" is not valid (allowed: a lowercase domain name, for example orders.example.com). Specify only the domain name, without https:// or a path. [invalid-format]'],
  ['a domain name that is listed twice', { domain: { ...DOMAIN, names: ['docs.example.com', 'docs.example.com'] } },
    'domain.names: "docs.example.com" is listed more than once. List each domain name only once. [duplicate-domain-name]'],
  ['a domain name in two environments', { environments: [{ name: 'test', domain: DOMAIN }, { name: 'production', domain: DOMAIN }] },
    'environments[1].domain.names: "docs.example.com" is also a domain name of the environment "test" (allowed: domain names that no other environment has). Set a different domain in each environment. [duplicate-domain-name]'],
  ['a domain that two environments inherit', { domain: DOMAIN, environments: [{ name: 'test' }, { name: 'production' }] },
    'domain.names: "docs.example.com" is also a domain name of the environment "test" in the production environment (allowed: domain names that no other environment has). Set a different domain in each environment. [duplicate-domain-name]'],
  ['a certificate in the Region of the environment', { awsRegion: 'eu-central-1', domain: { ...DOMAIN, certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1' } },
    'domain.certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/1" is not valid (allowed: arn:aws:acm:us-east-1:<account>:certificate/<id>). Request or import the certificate in us-east-1. CloudFront cannot use certificates from other Regions. [invalid-format]'],
  ['a certificate of another account', { domain: { ...DOMAIN, certificateArn: 'arn:aws:acm:us-east-1:444455556666:certificate/1' } },
    'domain.certificateArn: "arn:aws:acm:us-east-1:444455556666:certificate/1" is in a different account (allowed: 111122223333). Use a certificate in the account of the environment. [wrong-account-or-region]'],
  ['a hosted zone without its name', { domain: { ...DOMAIN, hostedZoneId: 'Z0123456789' } },
    'domain.hostedZoneName: is missing, but hostedZoneId is set. Set hostedZoneName, or remove hostedZoneId. [missing-option]'],
  ['a hosted zone without its ID', { domain: { ...DOMAIN, hostedZoneName: 'example.com' } },
    'domain.hostedZoneId: is missing, but hostedZoneName is set. Set hostedZoneId, or remove hostedZoneName. [missing-option]'],
  ['a hosted zone of another domain', { domain: { ...DOMAIN, hostedZoneId: 'Z0123456789', hostedZoneName: 'example.org' } },
    'domain.hostedZoneName: does not contain docs.example.com (allowed: example.org and names that end with .example.org). Specify the hosted zone of the domain names, or remove hostedZoneId and hostedZoneName. [domain-outside-zone]'],
  ['a regional web ACL', { webAclArn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/site/1' },
    'webAclArn: "arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/site/1" is not valid (allowed: arn:aws:wafv2:us-east-1:<account>:global/webacl/<name>/<id>). Specify the ARN of a web ACL with the scope CLOUDFRONT. [invalid-format]'],
  ['a web ACL of another account', { webAclArn: 'arn:aws:wafv2:us-east-1:444455556666:global/webacl/site/1' },
    'webAclArn: "arn:aws:wafv2:us-east-1:444455556666:global/webacl/site/1" is in a different account (allowed: 111122223333). Use a web ACL in the account of the environment. [wrong-account-or-region]'],

  // config.json and smoke test
  ['a number in config.json', { config: { RETRIES: 3 } },
    'config.RETRIES: 3 is not a string (allowed: a string). Put it in quotes. [wrong-type]'],
  ['a name with a space in config.json', { config: { 'API URL': 'https://api.example.com' } },
    'config["API URL"]: "API URL" is not a valid name (allowed: letters, digits, and the characters _ $ . -, not starting with a digit). Rename it. [invalid-format]'],
  ['a smoke test without a command', { smokeTest: { files: ['test/smoke.sh'] } },
    'smokeTest.command: is missing (allowed: one complete line of shell code without ${{). Provide a command that checks the site. [missing-option]'],

  // more than one problem
  ['three problems', { retainedReleases: 0, deploymentTimeoutMinutes: 90, assets: '/x' },
    'deploymentTimeoutMinutes: 90 is out of range (allowed: 5 to 60). Use a value in this range. [out-of-range]',
    `assets: "/x" is not valid (allowed: ${PATH}). Correct the value. [invalid-format]`,
    'retainedReleases: 0 is out of range (allowed: 2 to 20). Use a value in this range. [out-of-range]'],
];

test.each(BAD_CONFIGS.map(([name, options, ...lines]): [string, object, string[]] => [name, options, lines]))(
  '%s',
  (_name, options, lines) => {
    expect(problemsOf(options)).toEqual(lines);
  },
);

test('a project in another language requires the commands that build the site', () => {
  expect(problemsOf({}, { nodeProject: false })).toEqual([
    'bundle.testCommands: is missing or empty, so nothing creates the bundle (allowed: commands that test the project and create the folder that bundle.path specifies). Set bundle.testCommands. [bundle-commands-required]',
  ]);
});

test.each<[string, object]>([
  [
    'a limit of the error rate that one of two environments inherits',
    {
      errorRatePercent: 2,
      environments: [{ name: 'test' }, { name: 'production', strategy: SiteStrategy.CANARY }],
    },
  ],
  [
    'parameters of the default strategy in an environment that sets the same strategy',
    {
      strategyParameters: { bakeTimeInMinutes: 5 },
      environments: [{ name: 'test', strategy: SiteStrategy.ALL_AT_ONCE }],
    },
  ],
  ['a domain in one of two environments', { environments: [{ name: 'test' }, { name: 'production', domain: DOMAIN }] }],
  ['assets in a folder whose name starts like a reserved one', { assets: 'releases2' }],
])('accepts %s', (_name, options) => {
  expect(problemsOf(options)).toEqual([]);
});
