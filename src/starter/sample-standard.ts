import { quote } from '../printing/typescript';

/** What the sample code of the package with a standard depends on. */
export interface SampleStandard {
  /** The name of the package. */
  readonly packageName: string;
  /** The name of the standard, for example `acme`. */
  readonly organization: string;
  /** The beginning of the names of the classes, for example `Acme`. */
  readonly prefix: string;
  readonly contact: string;
  /** `owner/name`. */
  readonly repository: string;
}

/**
 * Renders the sample code of the package with a standard as a map of path to content: the standard, two rules, a
 * project type for each target, and tests. The user owns these files, so they are never regenerated.
 */
export function renderSampleStandard(sample: SampleStandard): Readonly<Record<string, string>> {
  return {
    'src/index.ts': INDEX,
    'src/standard.ts': standard(sample),
    'src/rules.ts': rules(sample),
    'src/project-types.ts': projectTypes(sample),
    'test/standard.test.ts': test(sample),
  };
}

const INDEX = `\
export * from './project-types';
export * from './rules';
export * from './standard';
`;

function standard({ organization, prefix, contact, packageName }: SampleStandard): string {
  return `\
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeliveryRules, DeliveryStandard } from 'projen-aws-delivery';
import { NoLatestImage, ReleasesFromMain } from './rules';

const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf-8')) as { version: string };

/** What ${organization} requires of every delivery. The build generates STANDARD.md from it. */
export class ${prefix}Standard extends DeliveryStandard {
  public constructor() {
    super({
      name: ${quote(organization)},
      version,
      contact: ${quote(contact)},

      // A repository can change these values.
      defaults: { awsRegion: 'eu-central-1', approval: true },
      ecs: { defaults: { cpu: 512, memory: 1024 } },
      lambda: { defaults: { memorySize: 512 } },

      // A repository cannot change these values.
      fixed: { tags: { 'managed-by': ${quote(packageName)} } },

      // A repository can only use these values.
      allowed: [
        { option: 'awsRegion', values: ['eu-central-1', 'eu-west-1'], reason: 'Data stays in the EU.' },
        { option: 'nodeVersion', values: ['22', '24'], reason: 'We support these versions of Node.js.' },
      ],
      bounds: [{ option: 'logRetentionDays', minimum: 30, reason: 'Audits need the logs of the last 30 days.' }],

      // Messages and STANDARD.md contain the reason for a value.
      reasons: {
        approval: 'Two people see every change before customers do.',
        'tags.managed-by': 'The cost report finds resources by this tag.',
      },

      rules: [DeliveryRules.approvalBeforeProduction(), new ReleasesFromMain(), new NoLatestImage()],
    });
  }
}
`;
}

function rules({ organization }: SampleStandard): string {
  return `\
import { DeliveryRule, type DeliveryView, type RuleFinding } from 'projen-aws-delivery';

/** Only what is on the branch main reaches production. */
export class ReleasesFromMain extends DeliveryRule {
  public constructor() {
    super({
      code: '${organization}-release-branch',
      title: 'Releases come from the branch main',
      description: 'Everybody finds the released code in the same place.',
    });
  }

  public check(delivery: DeliveryView): RuleFinding[] {
    const { branch } = delivery;
    return branch === 'main' ? [] : [{ option: 'branch', message: \`is \${branch}\`, fix: 'Release from main.' }];
  }
}

/** No generated file refers to the tag \`latest\` of an image, because the image behind it can change at any time. */
export class NoLatestImage extends DeliveryRule {
  public constructor() {
    super({
      code: '${organization}-no-latest-image',
      title: 'Images have a version',
      description: 'A build gives the same result today and tomorrow.',
    });
  }

  public check(delivery: DeliveryView): RuleFinding[] {
    return delivery.files
      .flatMap(({ path, text }) => text.split('\\n').map((content, i) => ({ file: path, line: i + 1, content })))
      .filter(({ content }) => /[\\w/.-]:latest\\b/.test(content))
      .map(({ file, line }) => ({ file, line, message: 'uses the tag latest', fix: 'Use the tag of a version.' }));
  }
}
`;
}

/** The project types of this package, and what the ones of the organization are called. */
const PROJECT_TYPES = [
  { base: 'EcsServiceProject', name: 'EcsService', id: 'ecs-service', text: 'service on Amazon ECS' },
  { base: 'LambdaFunctionProject', name: 'LambdaFunction', id: 'lambda-function', text: 'function on AWS Lambda' },
  {
    base: 'StaticSiteProject',
    name: 'StaticSite',
    id: 'static-site',
    text: 'static site on Amazon S3 and Amazon CloudFront',
  },
  { base: 'Ec2ServiceProject', name: 'Ec2Service', id: 'ec2-service', text: 'service on Amazon EC2 instances' },
] as const;

function projectTypes({ organization, prefix, packageName }: SampleStandard): string {
  const bases = PROJECT_TYPES.map(({ base }) => base).sort();
  const imported = [
    '  type DeliveryProjectOptions,',
    ...bases.flatMap((base) => [`  ${base},`, `  type ${base}Options,`]),
  ];
  return `\
import {
${imported.join('\n')}
} from 'projen-aws-delivery';
import { ${prefix}Standard } from './standard';

const STANDARD = new ${prefix}Standard();

/** A repository cannot replace the standard. Pull requests upgrade this package, as README.md describes. */
function withStandard<O extends DeliveryProjectOptions & { readonly standard?: unknown }>(options: O): O {
  if (options.standard !== undefined && options.standard !== STANDARD) {
    throw new Error('standard: cannot be set, because the project types of ${packageName} set it. Remove it.');
  }
  const packages = [${quote(packageName)}, 'projen-aws-delivery'];
  return {
    ...options,
    standard: STANDARD,
    // In a monorepo, the root project is responsible for the packages.
    ...(options.parent ? {} : { upgrade: { packages, ...options.upgrade } }),
  };
}

${PROJECT_TYPES.map(
  ({ base, name, id, text }) => `\
/**
 * A ${text} that follows the standard of ${organization}.
 *
 * @pjid ${organization}-${id}
 */
export class ${prefix}${name} extends ${base} {
  public constructor(options: ${base}Options) {
    super(withStandard(options));
  }
}
`,
).join('\n')}`;
}

function test({ organization, prefix, repository }: SampleStandard): string {
  const owner = repository.split('/')[0]!;
  return `\
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { EcsServiceProjectOptions } from 'projen-aws-delivery';
import { ${prefix}EcsService } from '../lib';

// Do not install packages.
process.env.PROJEN_DISABLE_POST = 'true';

const folder = mkdtempSync(join(tmpdir(), '${organization}-'));
after(() => rmSync(folder, { recursive: true }));

function service(options: Partial<EcsServiceProjectOptions> = {}): ${prefix}EcsService {
  return new ${prefix}EcsService({
    name: 'orders-api',
    awsAccount: '111122223333',
    githubRepository: '${owner}/orders-api',
    ...options,
    outdir: folder,
  });
}

test('a service follows the standard without further options', () => {
  assert.doesNotThrow(() => service().synth());
});

test('a service cannot change a fixed value', () => {
  assert.throws(() => service({ tags: { 'managed-by': 'me' } }), /"me" is not the value that the standard ${organization} /);
});

test('a service can only use the allowed Regions', () => {
  assert.doesNotThrow(() => service({ awsRegion: 'eu-west-1' }));
  assert.throws(() => service({ awsRegion: 'us-east-1' }), /awsRegion: "us-east-1" is not a value that the standard/);
});

test('a release comes from main', () => {
  assert.throws(() => service({ branch: 'develop' }).synth(), /branch: is develop.* \\[${organization}-release-branch\\]/);
});
`;
}
