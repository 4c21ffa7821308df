import { dataOf } from '../../../src/core/rendered-file';
import { STATIC_SITE_DELIVERY } from '../../../src/delivery/static-site';
import { SiteStrategy } from '../../../src/options';
import { configFor, reportOf } from '../../facts/support';
import { MINIMAL } from './support';

/** Two environments in two accounts and Regions, with everything that a release can do. */
const CONFIG = configFor(
  STATIC_SITE_DELIVERY,
  {
    ...MINIMAL,
    environments: [
      { name: 'test', strategy: SiteStrategy.BLUE_GREEN, smokeTest: { command: 'curl --fail "$SITE_URL"' } },
      { name: 'live', awsAccount: '444455556666', awsRegion: 'eu-west-1', strategy: SiteStrategy.CANARY },
    ],
  },
  { projectName: 'docs' },
);

const DEPLOY = '.github/workflows/deploy.yml';
const SITE = 'infra/live-site-stack.ts';
const FUNCTION = 'infra/site-function.js';
const SITE_SCRIPT = 'infra/site.sh';
const RELEASE = 'infra/release.sh';

/** Overrides change data of any shape. */
type Data = any;
type Edit = readonly [name: string, file: string, change: (content: Data) => Data];

const replace = (search: string, replacement: string) => (body: string) => {
  expect(body).toContain(search);
  return body.replace(search, () => replacement);
};
const edit = (change: (data: Data) => void) => (data: Data) => {
  change(data);
  return data;
};
const steps = (data: Data) => data.jobs['deploy-live'].steps;

function reportAfter([, path, change]: Edit): string[] {
  const file = CONFIG.files.find((each) => each.path === path)!;
  return reportOf(
    CONFIG,
    file.kind === 'text'
      ? { path, body: change(file.body) }
      : { path, data: change(JSON.parse(JSON.stringify(dataOf(file)))) },
  );
}

const HARMLESS: readonly Edit[] = [
  ['another comment in the function', FUNCTION, replace('const store', '// See /assets and 404.html.\nconst store')],
  [
    'another header of the site',
    SITE,
    replace(
      'contentTypeOptions',
      'xssProtection: { protection: true, override: true },\n            contentTypeOptions',
    ),
  ],
  [
    'another time for which browsers keep files',
    SITE_SCRIPT,
    replace('max-age=31536000, immutable', 'max-age=86400, immutable'),
  ],
  [
    'another bucket in the site stack',
    SITE,
    replace(
      '    // A release and',
      "    new s3.Bucket(this, 'Logs', { bucketName: 'docs-999900001111-us-west-2' });\n    // A release and",
    ),
  ],
  [
    'another price class',
    SITE,
    replace('httpVersion:', 'priceClass: cloudfront.PriceClass.PRICE_CLASS_100,\n          httpVersion:'),
  ],
  [
    'another behavior',
    SITE,
    replace('additionalBehaviors: {', "additionalBehaviors: {\n            'static/*': behavior,"),
  ],
  [
    'another error response',
    SITE,
    replace('errorResponses: [', 'errorResponses: [\n            { httpStatus: 403, ttl: Duration.minutes(5) },'),
  ],
  [
    'a command after the upload',
    RELEASE,
    replace('  pass_on RELEASE', '  echo "s3://other-bucket/errors/500.html"\n  pass_on RELEASE'),
  ],
  [
    'a step that publishes another site',
    DEPLOY,
    edit((data) =>
      steps(data).push({
        name: 'Publish the manual',
        run: 'aws s3 sync manual s3://manual-999900001111-us-west-2 --region us-west-2',
      }),
    ),
  ],
  [
    'a step that invalidates a distribution',
    DEPLOY,
    edit((data) =>
      steps(data).push({
        name: 'Invalidate',
        run: "aws cloudfront create-invalidation --distribution-id E1 --paths '/*'",
      }),
    ),
  ],
  [
    'an environment with a URL',
    DEPLOY,
    edit((data) => (data.jobs['deploy-live'].environment = { name: 'live', url: 'https://docs.example.com/404.html' })),
  ],
  ['another runner', DEPLOY, edit((data) => (data.jobs['deploy-live']['runs-on'] = 'self-hosted'))],
];

test.each(HARMLESS)('accepts %s', (...change) => {
  expect(reportAfter(change)).toEqual([]);
});

const WRONG: readonly (readonly [...Edit, report: string])[] = [
  [
    'another folder of assets in the stack',
    SITE,
    replace("'assets/*'", "'static/*'"),
    'Folder of shared assets: infra/live-site-stack.ts says "static',
  ],
  [
    'another error page',
    SITE,
    replace("'/errors/404.html'", "'/errors/missing.html'"),
    'Error page: infra/live-site-stack.ts says "missing.html"',
  ],
  [
    'another role that publishes',
    SITE,
    replace("'docs-live-publish'", "'docs-publish'"),
    'Publish role of live: infra/live-site-stack.ts says "docs-publish"',
  ],
  [
    'another stack in the release',
    RELEASE,
    replace('STACK=docs-live-site', 'STACK=docs-site'),
    'Site stack of live: infra/release.sh says "docs-site"',
  ],
  [
    'another bucket in the release',
    RELEASE,
    replace('ARTIFACT_BUCKET=docs-111122223333-eu-west-1', 'ARTIFACT_BUCKET=docs-1'),
    'Artifact bucket: infra/release.sh says "docs-1"',
  ],
];

test.each(WRONG)('rejects %s', (name, path, change, report) => {
  expect(reportAfter([name, path, change]).join('\n')).toContain(report);
});
