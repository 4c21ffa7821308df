import type { Place } from '../../core/environment';
import type { Setting, TargetGuide } from '../../core/target-guide';
import { bulleted, codes, minutes, paragraphs } from '../../printing/markdown';
import { bootstrapAdvice } from '../shared/stack-guide';
import { watchesErrors } from './check-environments';
import type { SiteEnvironmentModel, StaticSiteModel } from './model';
import { strategyText } from './release';

export function siteGuide(model: StaticSiteModel): TargetGuide {
  const { environments, infra, site, bundle, files } = model;
  const several = environments.length > 1;
  const places: Place[] = [bundle.buckets[0]!, ...environments];
  return {
    node: 'site',
    result: 'published site',
    console: 'the log of the release',
    creates: [],
    bootstrapNotes: [bootstrapAdvice(places)],
    setupSteps: [
      ...(infra.ownPackage
        ? [`Commit \`${infra.dir}/package-lock.json\`. Releases use the package versions in this file.`]
        : []),
      ...dnsSteps(model),
    ],
    summary: 'the URL of the site, the ID of the release, and the name of the stored bundle',
    check: 'Open the site and check it',
    revision: 'its ID, which `/release.json` of the site contains',
    exampleRevision: '0123456789abcdef',
    firstRelease: `The first release fills the site${several ? ' of each environment' : ''}. Until then, the site responds with status 503.`,
    changes:
      'A release deploys the site stack from the commit before it uploads the site. Changes to the domain, the headers, and `config` therefore take effect with the next release. The site stack does not contain the site, so deploying it never changes what visitors see.',
    infrastructure: `A release deploys only the site ${several ? 'stack of each environment' : 'stack'}. You deploy the other stacks manually.`,
    infrastructureNotes: [],
    beforeRelease: [
      `If a commit changes stacks other than the site ${several ? 'stacks' : 'stack'}, [deploy these changes](#deploy-infrastructure-changes) before you release the commit.`,
      `Make sure that every file in \`${site.assets}\` has a hash of its content in its name. Browsers keep these files for a year, and a release never overwrites them.`,
    ],
    settingNotes: [],
    sections: previewSection(model),
    rollbackNotes: [
      'A rollback changes only which release CloudFront delivers, so it takes a few seconds. If a release is still being published, a rollback to the previous revision cancels it: visitors stay on, or return to, the live release.',
      `On your computer, \`${files.rollback}\` requires version 2 of the AWS CLI, \`curl\`, and \`jq\`.`,
    ],
    rollback: (manual) =>
      paragraphs(
        'If the error rate is too high during a bake time, the release returns all visitors to the previous release and fails. To roll back manually:',
        manual,
      ),
  };
}

function previewSection({ github, files, environments }: StaticSiteModel): string[] {
  if (!github?.previews) {
    return [];
  }
  const { environment } = github.previews;
  const where = environments.length > 1 ? ` of \`${environment}\`` : '';
  return [
    '## Previews of pull requests',
    paragraphs(
      `GitHub Actions publishes each pull request as a preview on the site${where}. The summary of the workflow run shows its URL, which is the URL of the site followed by \`?preview=\` and the number of the pull request.`,
      bulleted([
        'A cookie keeps you on the preview for an hour. To leave it earlier, open the site with `?preview=off`.',
        'Visitors who do not open the URL of a preview never receive it. A preview is not secret: anyone who knows the URL can open it.',
        'A push updates the preview. When the pull request is closed, the preview is removed. If a pull request is closed while it has a merge conflict, GitHub does not run the workflow, and the preview expires after 30 days.',
        'Pull requests from forks have no preview.',
        `The role \`${github.previews.role.name}\` can change only the previews. The site stack creates it, so the first preview requires a release${where ? ` to \`${environment}\`` : ''}.`,
      ]),
      `To remove a preview manually, sign in to the account of the environment and run \`NUMBER=41 STACK=${environments.find(({ name }) => name === environment)!.siteStack.name} bash ${files.previewScript} remove\`.`,
    ),
  ];
}

/** Which releases a rollback can return to. */
export function keptReleases({ site }: StaticSiteModel): string {
  return `You can roll back to the ${site.retainedReleases} newest releases. To return to an older one, revert the commits after it, and release again.`;
}

export function siteSettingsOf(environment: SiteEnvironmentModel): Setting[] {
  const { strategy, errorRatePercent, deploymentTimeoutMinutes } = environment;
  const text = strategyText(environment);
  return [
    { title: 'Strategy', value: `${text.charAt(0).toUpperCase()}${text.slice(1)}` },
    { title: 'Bake time', value: strategy.bakeTimeInMinutes > 0 ? minutes(strategy.bakeTimeInMinutes) : undefined },
    {
      title: 'Rollback trigger',
      value: watchesErrors(environment) ? `5xx error rate above ${errorRatePercent}%` : undefined,
    },
    { title: 'Deployment timeout', value: minutes(deploymentTimeoutMinutes) },
  ];
}

function dnsSteps({ environments }: StaticSiteModel): string[] {
  const names = environments.flatMap(({ domain }) => (domain && !domain.hostedZone ? domain.names : []));
  return names.length > 0
    ? [
        `Create DNS records that point ${codes(names)} to the domain name of the CloudFront distribution, which the output \`DistributionUrl\` of the site stack contains.`,
      ]
    : [];
}
