import { LogLevel, Project } from 'projen';
import { StaticSiteDelivery } from '../../../src';
import { SiteStrategy } from '../../../src/options';
import { filesIn, temporaryFolder } from '../../support/project';
import { MINIMAL, type Options } from './support';

process.env.PROJEN_DISABLE_POST = '';

function guideFor(options: Options = {}): string {
  const outdir = temporaryFolder();
  const project = new Project({ name: 'docs', outdir, logging: { level: LogLevel.OFF } });
  new StaticSiteDelivery(project, { ...MINIMAL, bundle: { testCommands: ['npm run build'] }, ...options });
  project.synth();
  return filesIn(outdir)['DELIVERY.md']!;
}

/** The section with this heading, without its subsections. */
function section(guide: string, heading: string): string {
  const [, body] = guide.split(`\n${heading}\n`);
  return body!.split(/\n#+ /)[0]!.trim();
}

test('explains a release in the order of its steps', () => {
  expect(section(guideFor({ smokeTest: { command: 'npm run smoke' } }), '## Releases')).toBe(`\
A release first runs the tests, synthesizes the CDK app, and packages \`dist\` as the site and stores it in S3. The name of the file is the hash of its content, so the same content is stored only once and is never overwritten. It then does the following:

1. Deploys the stack \`docs-production-site\`, if the config has changed.
2. Uploads the files in \`assets\` to the folder that all releases share, and all other files to a folder of their own.
3. Moves the visitors to the release: all at once. If this fails, all visitors return to the previous release. If you cancel the release, [roll back](#roll-back) to make sure that they do.
4. Runs the smoke test: \`npm run smoke\`. If the test fails, the release fails, but visitors keep the new release. To return to the previous release, [roll back](#roll-back).
5. Deletes all but the newest 10 releases. Visitors who have a deleted release open can still load its assets for 30 days.

A release deploys the site stack from the commit before it uploads the site. Changes to the domain, the headers, and \`config\` therefore take effect with the next release. The site stack does not contain the site, so deploying it never changes what visitors see.`);
});

test('explains the preview and its smoke test', () => {
  const text = section(
    guideFor({ strategy: SiteStrategy.BLUE_GREEN, smokeTest: { command: 'npm run smoke' } }),
    '## Releases',
  );
  expect(text).toContain(`\
3. Makes the release available as a preview: the log of the release contains the URL.
4. Runs the smoke test on the preview: \`npm run smoke\`. If the test fails, the release fails, and visitors keep the previous release.
5. Moves the visitors to the release: all at once, after the preview.`);
});

test('explains environments with different strategies', () => {
  const guide = guideFor({
    smokeTest: { command: 'npm run smoke' },
    environments: [
      { name: 'test', strategy: SiteStrategy.BLUE_GREEN },
      { name: 'live', strategy: SiteStrategy.CANARY, strategyParameters: { bakeTimeInMinutes: 10 } },
    ],
  });
  const text = section(guide, '## Releases');
  expect(text.indexOf('In `test`: `npm run smoke`')).toBeLessThan(
    text.indexOf('In `test`: all at once, after the preview'),
  );
  expect(text.indexOf('In `live`: 10% first')).toBeLessThan(text.indexOf('In `live`: `npm run smoke`'));
  expect(section(guide, '### During a release')).toContain(`\
| Setting | \`test\` | \`live\` |
| --- | --- | --- |
| Strategy | All at once, after the preview | 10% first, and all others after 5 minutes |
| Bake time | – | 10 minutes |
| Rollback trigger | – | 5xx error rate above 5% |
| Deployment timeout | 30 minutes | 30 minutes |`);
});

test('explains how to roll back, and how far', () => {
  const text = section(guideFor({ retainedReleases: 5 }), '## Roll back');
  expect(text).toContain('npx projen rollback production 0123456789abcdef');
  expect(text).toContain(
    'You can roll back to the 5 newest releases. To return to an older one, revert the commits after it, and release again.',
  );
  expect(text).toContain('A rollback changes only which release CloudFront delivers, so it takes a few seconds.');
  expect(text).toContain('requires version 2 of the AWS CLI, `curl`, and `jq`.');
});

test('asks for DNS records only if the stack does not create them', () => {
  const domain = {
    names: ['docs.example.com', 'www.example.com'],
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
  };
  const step =
    'Create DNS records that point `docs.example.com` and `www.example.com` to the domain name of the CloudFront distribution, which the output `DistributionUrl` of the site stack contains.';
  expect(guideFor({ domain })).toContain(step);
  expect(guideFor()).not.toContain('DNS');
  expect(guideFor({ domain: { ...domain, hostedZoneId: 'Z0123456789', hostedZoneName: 'example.com' } })).not.toContain(
    'Create DNS records',
  );
});
