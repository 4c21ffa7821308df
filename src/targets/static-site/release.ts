import type { Pause, Release, Report, Step } from '../../core/release';
import type { Statement } from '../../core/statement';
import { SiteStrategy } from '../../options';
import { inline } from '../../printing/markdown';
import { shellWord } from '../../printing/shell';
import {
  CDK_DEPLOY,
  CHECK_CDK_VERSION,
  deployStackStatement,
  describeStackStatement,
  readOutput,
} from '../shared/stack-release';
import type { SiteEnvironmentModel, StaticSiteModel } from './model';
import { DAYS_FOR_OPEN_TABS } from './site-script';

/** A release deploys the site stack, uploads the site, and moves the visitors to it. */
export function releaseOf(model: StaticSiteModel, environment: SiteEnvironmentModel): Release {
  const { smokeTest, strategy, releaseTimeout, approvePreview } = environment;
  const previewed = strategy.name === SiteStrategy.BLUE_GREEN;
  const test = smokeTest ? [smokeTestStep(model, environment, previewed)] : [];
  return {
    steps: [
      deployStackStep(model, environment),
      uploadStep(model, environment),
      ...(previewed ? [previewStep(model, environment), ...test] : []),
      ...(approvePreview ? [resumeStep(model, environment)] : []),
      activateStep(model, environment),
      ...(previewed ? [] : test),
      pruneStep(model, environment),
    ],
    native: [],
    timeout: { minutes: releaseTimeout, waitsFor: 'the distribution and the bake times' },
    ...(approvePreview ? { pause: pauseOf(environment) } : {}),
    report: reportOf(environment),
  };
}

/** The variables that `infra/site.sh` needs. */
export function siteSettings(environment: SiteEnvironmentModel): Record<string, string> {
  return { STACK: environment.siteStack.name, PUBLISH_ROLE: environment.publishRole.arn };
}

/** Permissions of whoever runs `infra/site.sh`. All others are those of the publish role. */
export function siteStatements(environment: SiteEnvironmentModel): Statement[] {
  return [
    {
      why: 'Publish a release with the role of the site.',
      actions: ['sts:AssumeRole'],
      resources: [environment.publishRole.arn],
    },
    describeStackStatement(environment, environment.siteStack.name, 'site stack'),
  ];
}

function deployStackStep({ infra, environments }: StaticSiteModel, environment: SiteEnvironmentModel): Step {
  const { siteStack, bootstrapRoles, deploymentTimeoutMinutes } = environment;
  const stack = environments.length > 1 ? 'site stack' : `stack \`${siteStack.name}\``;
  return {
    id: 'deploy-stack',
    title: 'Deploy the site stack',
    settings: { STACK: siteStack.name, ASSEMBLY: infra.assembly, MINUTES: String(deploymentTimeoutMinutes) },
    reads: ['CDK_VERSION'],
    commands: [CHECK_CDK_VERSION, `timeout "\${MINUTES}m" ${CDK_DEPLOY}`],
    statements: [
      deployStackStatement(bootstrapRoles, 'site stack'),
      describeStackStatement(environment, siteStack.name, 'site stack'),
    ],
    files: [infra.assembly],
    guide: { text: `Deploys the ${stack}, if the config has changed.` },
  };
}

function uploadStep({ files, site }: StaticSiteModel, environment: SiteEnvironmentModel): Step {
  const { name, region } = environment.artifacts;
  return {
    id: 'upload',
    title: 'Upload the site',
    settings: {
      ...siteSettings(environment),
      ARTIFACT_BUCKET: name,
      ARTIFACT_REGION: region,
      CONFIG: environment.config ?? '',
    },
    reads: ['BUNDLE_KEY'],
    commands: [
      'export STACK PUBLISH_ROLE ARTIFACT_BUCKET ARTIFACT_REGION CONFIG BUNDLE_KEY',
      `RELEASE=$(bash ${files.siteScript} upload)`,
      readOutput('PUBLISHED_URL', 'Url'),
    ],
    sets: ['RELEASE', 'PUBLISHED_URL'],
    statements: siteStatements(environment),
    files: [files.siteScript],
    guide: {
      text: `Uploads the files in \`${site.assets}\` to the folder that all releases share, and all other files to a folder of their own.`,
    },
  };
}

function previewStep({ files }: StaticSiteModel, environment: SiteEnvironmentModel): Step {
  return {
    id: 'preview',
    title: 'Make the release available as a preview',
    settings: siteSettings(environment),
    reads: ['RELEASE'],
    commands: ['export STACK PUBLISH_ROLE RELEASE', `bash ${files.siteScript} preview`],
    statements: siteStatements(environment),
    files: [files.siteScript],
    guide: { text: 'Makes the release available as a preview', detail: 'the log of the release contains the URL' },
  };
}

/** The ID of the step after the approval. */
const RESUME = 'resume';

function pauseOf(environment: SiteEnvironmentModel): Pause {
  return {
    before: RESUME,
    subject: 'the preview',
    check: 'Check the preview. The log of the action Release contains its URL.',
    report: {
      ...reportOf(environment),
      title: 'Preview',
      rows: { Preview: '$PUBLISHED_URL/?release=$RELEASE', Release: '$RELEASE' },
      reads: ['PUBLISHED_URL', 'RELEASE'],
    },
  };
}

/** Runs in another job or action than the steps before it, so it determines their variables again. */
function resumeStep({ files }: StaticSiteModel, environment: SiteEnvironmentModel): Step {
  return {
    id: RESUME,
    title: 'Check that the approved preview still exists',
    settings: { ...siteSettings(environment), CONFIG: environment.config ?? '' },
    reads: ['BUNDLE_KEY'],
    commands: [
      'export STACK PUBLISH_ROLE CONFIG BUNDLE_KEY',
      `RELEASE=$(bash ${files.siteScript} approved)`,
      readOutput('PUBLISHED_URL', 'Url'),
    ],
    sets: ['RELEASE', 'PUBLISHED_URL'],
    statements: siteStatements(environment),
    files: [files.siteScript],
    guide: {
      text: 'Waits until someone approves the preview.',
      after:
        'If they reject it, the release fails, and visitors keep the previous release. The preview stays available until the next release replaces it or a rollback removes it. As long as it is available, a rollback to the previous revision only removes it.',
    },
  };
}

function activateStep({ files }: StaticSiteModel, environment: SiteEnvironmentModel): Step {
  const { strategy, errorRatePercent } = environment;
  return {
    id: 'activate',
    title: 'Move visitors to the release',
    settings: {
      ...siteSettings(environment),
      STRATEGY: strategy.name,
      PERCENT: String(strategy.percent ?? 100),
      STEP_MINUTES: String(strategy.stepBakeTimeInMinutes ?? 0),
      BAKE_MINUTES: String(strategy.bakeTimeInMinutes),
      ERROR_RATE: String(errorRatePercent),
    },
    reads: ['RELEASE'],
    commands: [
      'export STACK PUBLISH_ROLE STRATEGY PERCENT STEP_MINUTES BAKE_MINUTES ERROR_RATE RELEASE',
      `bash ${files.siteScript} activate`,
    ],
    statements: [
      ...siteStatements(environment),
      {
        why: 'Read the error rate of the distribution.',
        actions: ['cloudwatch:GetMetricStatistics'],
        resources: ['*'],
        wildcard: 'cloudwatch:GetMetricStatistics does not support resource-level permissions.',
      },
    ],
    files: [files.siteScript],
    guide: {
      text: 'Moves the visitors to the release',
      detail: strategyText(environment),
      after:
        'If this fails, all visitors return to the previous release. If you cancel the release, [roll back](#roll-back) to make sure that they do.',
    },
  };
}

/** What the strategy does, for people. */
export function strategyText({ strategy, approvePreview }: SiteEnvironmentModel): string {
  const { name, percent, stepBakeTimeInMinutes } = strategy;
  switch (name) {
    case SiteStrategy.CANARY:
      return `${percent}% first, and all others after ${stepBakeTimeInMinutes} minutes`;
    case SiteStrategy.LINEAR:
      return `another ${percent}% every ${stepBakeTimeInMinutes} minutes`;
    case SiteStrategy.BLUE_GREEN:
      return approvePreview ? 'all at once, after the approval of the preview' : 'all at once, after the preview';
    case SiteStrategy.ALL_AT_ONCE:
      return 'all at once';
  }
}

function smokeTestStep({ environments }: StaticSiteModel, environment: SiteEnvironmentModel, previewed: boolean): Step {
  const { command, files } = environment.smokeTest!;
  const several = environments.length > 1 ? ' The site is not promoted to the next environment.' : '';
  return {
    // A release runs it before or after the visitors move, which are two steps in the order of all steps.
    id: previewed ? 'test-preview' : 'smoke-test',
    title: previewed ? 'Run the smoke test on the preview' : 'Run the smoke test',
    settings: { STACK: environment.siteStack.name },
    reads: ['ENVIRONMENT', 'RELEASE'],
    commands: [
      readOutput('SITE_URL', environment.domain && !environment.domain.hostedZone ? 'DistributionUrl' : 'Url'),
      ...(previewed ? ['SITE_URL="$SITE_URL/?release=$RELEASE"'] : []),
      'export ENVIRONMENT RELEASE SITE_URL',
      // In its own shell, so that the command cannot affect the release in any other way.
      `bash -ec ${shellWord(command)}`,
    ],
    statements: [describeStackStatement(environment, environment.siteStack.name, 'site stack')],
    files,
    guide: {
      text: previewed ? 'Runs the smoke test on the preview' : 'Runs the smoke test',
      detail: inline(command),
      after: previewed
        ? `If the test fails, the release fails, and visitors keep the previous release.${several}`
        : `If the test fails, the release fails, but visitors keep the new release.${several} To return to the previous release, [roll back](#roll-back).`,
    },
  };
}

function pruneStep({ files, site }: StaticSiteModel, environment: SiteEnvironmentModel): Step {
  return {
    id: 'prune',
    title: 'Delete old releases',
    settings: siteSettings(environment),
    commands: ['export STACK PUBLISH_ROLE', `bash ${files.siteScript} prune`],
    statements: siteStatements(environment),
    files: [files.siteScript],
    guide: {
      text: `Deletes all but the newest ${site.retainedReleases} releases. Visitors who have a deleted release open can still load its assets for ${DAYS_FOR_OPEN_TABS} days.`,
    },
  };
}

function reportOf({ siteStack, region }: SiteEnvironmentModel): Report {
  return {
    title: 'Published',
    rows: { Site: '$PUBLISHED_URL', Release: '$RELEASE', Bundle: '$BUNDLE_KEY' },
    reads: ['PUBLISHED_URL', 'RELEASE', 'BUNDLE_KEY'],
    consoleUrl: `https://${region}.console.aws.amazon.com/cloudformation/home?region=${region}#/stacks?filteringText=${siteStack.name}`,
  };
}
