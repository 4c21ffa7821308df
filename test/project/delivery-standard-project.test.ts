import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { cdk } from 'projen';
import { type DeliveryStandardProjectOptions, PipelineSource, UpgradeRing } from '../../src';
import { RESERVED_STANDARD_OPTIONS } from '../../src/project/delivery-standard-project';
import { companyIn, loadCompany } from '../support/company';
import { filesIn, messageOf, temporaryFolder } from '../support/project';

process.env.PROJEN_DISABLE_POST = 'true';

/** 2027-01-15 */
process.env.SOURCE_DATE_EPOCH = '1800000000';

const BUILT = existsSync(join(__dirname, '../../lib/index.js'));
if (!BUILT) {
  process.stderr.write('SKIPPED: a test of delivery-standard-project.test.ts needs a build. Run: npx projen compile\n');
}

function generate(options: Partial<DeliveryStandardProjectOptions> = {}): Record<string, string> {
  const folder = temporaryFolder();
  companyIn(folder, options).synth();
  return filesIn(folder);
}

const root = temporaryFolder();
companyIn(root).synth();
const files = filesIn(root);

describe('the package of an organization', () => {
  const manifest = JSON.parse(files['package.json']!);
  const { tasks } = JSON.parse(files['.projen/tasks.json']!);

  test('contains only the standard, its tests, and its tool configuration', () => {
    expect(Object.keys(files).filter((path) => !path.startsWith('.projen/'))).toEqual([
      '.gitattributes',
      '.github/workflows/build.yml',
      '.github/workflows/release.yml',
      '.gitignore',
      '.npmignore',
      'README.md',
      'package.json',
      'projenrc/tsconfig.json',
      'src/index.ts',
      'src/project-types.ts',
      'src/rules.ts',
      'src/standard.ts',
      'test/standard.test.ts',
      'test/tsconfig.json',
    ]);
  });

  test('has the packages that a service must have only once as peers', () => {
    const own = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf-8'));
    expect(manifest.peerDependencies).toEqual({
      ...own.peerDependencies,
      'projen-aws-delivery': `^${own.version}`,
    });
    expect(manifest.dependencies).toBeUndefined();
  });

  test('is a jsii module', () => {
    expect(tasks.compile.steps).toEqual([{ exec: expect.stringMatching(/^jsii /) }]);
    expect(manifest).toMatchObject({ types: 'lib/index.d.ts', stability: 'stable', author: { name: 'acme' } });
    expect(files['.npmignore']).toContain('\n!/.jsii\n');
  });

  test('generates its documentation after it compiles', () => {
    expect(tasks['post-compile'].steps).toEqual([{ spawn: 'standard:docs' }]);
    expect(tasks['standard:docs'].steps).toEqual([
      {
        exec: `node -e "fs.writeFileSync('STANDARD.md',new(require('./lib').AcmeStandard)().toMarkdown())"`,
      },
    ]);
    expect(files['.npmignore']).not.toContain('STANDARD.md');
  });

  test('fails the pull request check if the documentation is not current', () => {
    expect(files['.github/workflows/build.yml']).toContain('- name: Fail build on mutation\n');
  });

  test('is published without a token', () => {
    const { jobs } = load(files['.github/workflows/release.yml']!) as {
      jobs: Record<string, { permissions: object; steps: { env?: object }[] }>;
    };
    expect(jobs.release_npm!.permissions).toEqual({ 'id-token': 'write', contents: 'read' });
    expect(jobs.release_npm!.steps.at(-1)!.env).toMatchObject({ NPM_TRUSTED_PUBLISHER: 'true' });
    expect(files['.github/workflows/release.yml']).not.toMatch(/NPM_TOKEN|PROVENANCE/);
    const used = Object.entries(files)
      .filter(([path]) => path.startsWith('.github/'))
      .flatMap(([, text]) => [...text.matchAll(/uses: \S+@(\S+)/g)].map(([, version]) => version!));
    expect(used.filter((version) => !/^[0-9a-f]{40}$/.test(version))).toEqual([]);
  });

  test('explains the setup and the upgrades', () => {
    expect(files['README.md']).toContain('`acme/acme-delivery` and the workflow `release.yml`');
    expect(files['README.md']).toContain('npx projen new --from acme-delivery acme-ecs-service');
    expect(files['README.md']).toContain('standard: new AcmeStandard()');
    expect(files['README.md']).toContain('ring: UpgradeRing.CANARY');
    expect(files['README.md']).toContain('"matchPackageNames": ["acme-delivery", "projen-aws-delivery"]');
  });

  test('can also be published for Python', () => {
    const folder = temporaryFolder();
    const project = companyIn(folder);
    project.with(
      new cdk.JsiiBuild({
        jsiiVersion: '~6.0.16',
        docgen: false,
        releaseToNpm: false,
        publishToPypi: { distName: 'acme-delivery', module: 'acme_delivery', trustedPublishing: true },
      }),
    );
    project.synth();
    const { jsii } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf-8'));
    expect(jsii.targets).toEqual({ python: { distName: 'acme-delivery', module: 'acme_delivery' } });
    expect(readFileSync(join(folder, '.github/workflows/release.yml'), 'utf-8')).toContain('release_pypi:');
  });
});

describe('the options', () => {
  test('have defaults from the name and the git remote', () => {
    const folder = temporaryFolder();
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    execFileSync('git', ['remote', 'add', 'origin', 'git@github.com:big-corp/standard.git'], { cwd: folder });
    companyIn(folder, { name: '@big-corp/delivery', githubRepository: undefined, contact: undefined }).synth();
    const made = (path: string) => readFileSync(join(folder, path), 'utf-8');
    expect(JSON.parse(made('package.json'))).toMatchObject({
      name: '@big-corp/delivery',
      author: { name: 'big-corp', url: 'https://github.com/big-corp' },
      repository: { url: 'https://github.com/big-corp/standard.git' },
    });
    // npm publishes packages with a scope only for the organization, unless publishConfig says otherwise.
    expect(made('package.json')).not.toContain('publishConfig');
    expect(made('src/standard.ts')).toContain('export class BigCorpStandard extends DeliveryStandard {\n');
    expect(made('src/standard.ts')).toContain("contact: 'https://github.com/big-corp/standard/issues',\n");
    expect(made('src/project-types.ts')).toContain(' * @pjid big-corp-ecs-service\n');
  });

  test('change the files', () => {
    const changed = generate({
      organization: 'umbrella',
      author: 'Platform Team',
      authorAddress: 'platform@acme.example',
      branch: 'release',
      devDeps: ['projen-aws-delivery', 'oxlint@1.89.0'],
      typescriptProjectOptions: { licensed: true, license: 'MIT', npmRegistryUrl: 'https://npm.pkg.github.com' },
    });
    const manifest = JSON.parse(changed['package.json']!);
    expect(manifest.author).toEqual({ name: 'Platform Team', email: 'platform@acme.example', organization: true });
    expect(manifest.devDependencies).toMatchObject({ 'projen-aws-delivery': '*', oxlint: '1.89.0' });
    expect(manifest.publishConfig.registry).toBe('https://npm.pkg.github.com/');
    expect(manifest.license).toBe('MIT');
    expect(changed['.github/workflows/release.yml']).toContain('branches:\n      - release\n');
    expect(changed['.projen/tasks.json']).toContain('UmbrellaStandard');
  });

  test('sampleCode: creates no code', () => {
    expect(Object.keys(generate({ sampleCode: false })).filter((path) => /^(src|test)\/.*[^n]$/.test(path))).toEqual(
      [],
    );
  });

  test('are all checked before anything is written', () => {
    const folder = temporaryFolder();
    const wrong = {
      name: 'Acme Delivery',
      organization: 'Acme Inc',
      contact: '',
      githubRepository: 'https://github.com/acme/acme-delivery',
      author: '',
      authorAddress: 'acme',
      branch: 'a b',
      devDeps: 'x',
      sampleCode: 'no',
      standard: true,
      typescriptProjectOptions: { jest: true, licence: 'MIT' },
    };
    expect(messageOf(() => companyIn(folder, wrong as never)).split('\n')).toEqual([
      'Found 12 problems in the config of standard. No files were written.',
      '  - standard: is not a known option (allowed: author, authorAddress, branch, contact, devDeps, githubRepository, name, organization, outdir, sampleCode, typescriptProjectOptions). Remove it, or correct the name. [unknown-option]',
      '  - name: "Acme Delivery" is not valid (allowed: an npm package name with lowercase letters, digits, and . _ -). Specify a valid name, or run the command in a folder with a valid name. [invalid-format]',
      '  - githubRepository: "https://github.com/acme/acme-delivery" is not valid (allowed: owner/name). Use owner/name without the host or .git, for example acme/orders-api. [invalid-format]',
      '  - organization: "Acme Inc" is not valid (allowed: lowercase letters, digits, and single hyphens, starting with a letter). Correct the value. [invalid-format]',
      "  - devDeps: \"x\" is not a list (allowed: a list of strings). Write it as ['...', '...']. [wrong-type]",
      '  - sampleCode: "no" is not a boolean (allowed: true, false). Correct the value. [wrong-type]',
      '  - typescriptProjectOptions.jest: cannot be set here. Remove it; tests use the Node.js test runner. [reserved-project-option]',
      "  - typescriptProjectOptions.licence: is not an option of projen's TypeScriptProject. Remove it, or correct the name. [unknown-option]",
      '  - contact: "" is not valid (allowed: text on one line). Correct the value. [invalid-format]',
      '  - author: "" is not valid (allowed: text on one line). Correct the value. [invalid-format]',
      '  - authorAddress: "acme" is not valid (allowed: an email address, or a URL that starts with https://). Correct the value. [invalid-format]',
      '  - branch: "a b" is not valid (allowed: the name of a branch). Correct the value. [invalid-format]',
    ]);
    expect(filesIn(folder)).toEqual({});
  });

  test('need a repository and an organization', () => {
    const folder = temporaryFolder();
    expect(messageOf(() => companyIn(folder, { name: '9-lives', githubRepository: undefined })).split('\n')).toEqual([
      'Found 2 problems in the config of 9-lives. No files were written.',
      '  - githubRepository: is missing and cannot be derived from the git remote "origin" (allowed: owner/name). Set githubRepository, or add a GitHub remote named "origin". [missing-option]',
      '  - organization: is missing and cannot be derived from the name 9-lives (allowed: lowercase letters, digits, and single hyphens, starting with a letter). Set organization. [missing-option]',
    ]);
    expect(messageOf(() => companyIn(folder, { name: undefined as never }))).toContain(
      '  - name: is missing (allowed: an npm package name with lowercase letters, digits, and . _ -). Specify the name of the package. [missing-option]',
    );
  });

  test('of TypeScriptProject that the project type sets are rejected', () => {
    const all = Object.fromEntries(Object.keys(RESERVED_STANDARD_OPTIONS).map((name) => [name, 'x']));
    const lines = messageOf(() => companyIn(temporaryFolder(), { typescriptProjectOptions: all })).split('\n');
    expect(
      lines.slice(1).map((line) => /\.(\w+): cannot be set here\. .+ \[reserved-project-option\]$/.exec(line)?.[1]),
    ).toEqual(Object.keys(RESERVED_STANDARD_OPTIONS));
  });
});

test('the first config can be read from top to bottom, and gives the same files', () => {
  const folder = temporaryFolder();
  const hidden = { __new__: { args: {}, fqn: 'projen.typescript.TypeScriptProject', synth: true, post: false } };
  const options = { devDeps: ['./acme.tgz'], branch: 'release', ...hidden };
  companyIn(folder, options as Partial<DeliveryStandardProjectOptions>).synth();
  const config = readFileSync(join(folder, '.projenrc.ts'), 'utf-8');
  expect(config).toBe(`\
import { DeliveryStandardProject } from 'projen-aws-delivery';

// This config generates package.json, the workflows, and the build tasks. The standard is in src/standard.ts.
// After you edit this file, run: npx projen
const project = new DeliveryStandardProject({
  name: 'acme-delivery',
  devDeps: ['projen-aws-delivery@file:./acme.tgz'],

  // The names of the classes start with the name of the organization.
  organization: 'acme',

  // What package.json says about the package.
  githubRepository: 'acme/acme-delivery',
  author: 'acme',
  authorAddress: 'https://github.com/acme',

  branch: 'release',

  // The package is published to npm. To change how, set options of projen's TypeScriptProject, for example:
  // typescriptProjectOptions: { npmRegistryUrl: 'https://npm.pkg.github.com' },
});

project.synth();
`);
  const before = filesIn(folder);
  companyIn(folder, {
    devDeps: ['projen-aws-delivery@file:./acme.tgz'],
    organization: 'acme',
    author: 'acme',
    authorAddress: 'https://github.com/acme',
    branch: 'release',
    contact: undefined,
  }).synth();
  expect(filesIn(folder)).toEqual(before);
});

describe('the sample standard', () => {
  const { AcmeStandard, ...types } = loadCompany(root);
  const { AcmeEcsService, AcmeLambdaFunction, AcmeStaticSite, AcmeEc2Service } = types;
  const MINIMAL = { name: 'orders-api', awsAccount: '111122223333', githubRepository: 'acme/orders-api' };
  const service = (options: object = {}) => new AcmeEcsService({ ...MINIMAL, outdir: temporaryFolder(), ...options });
  /** The lines of the error, without the first one. */
  const problems = (options: object) =>
    messageOf(() => service(options).synth())
      .split('\n')
      .slice(1);

  test.each([
    ['AcmeEcsService', AcmeEcsService, {}],
    ['AcmeLambdaFunction', AcmeLambdaFunction, {}],
    ['AcmeStaticSite', AcmeStaticSite, {}],
    ['AcmeEc2Service', AcmeEc2Service, { imageId: 'ami-0123456789abcdef0' }],
  ] as const)('applies to %s', (_, ProjectType, options) => {
    const folder = temporaryFolder();
    const create = (more: object = {}) =>
      new (ProjectType as typeof AcmeEcsService)({ ...MINIMAL, ...options, ...more, outdir: folder });
    create().synth();
    const made = filesIn(folder);
    expect(made['DELIVERY.md']).toContain('| `tags.managed-by` | `"acme-delivery"` | All |');
    expect(made['.github/workflows/delivery-upgrade.yml']).toContain('run: npx projen delivery:upgrade\n');
    expect(messageOf(() => create({ awsRegion: 'us-east-1' }))).toBe(`\
Found 1 problem in the delivery config of orders-api. No files were written.
  - awsRegion: "us-east-1" is not a value that the standard acme 0.0.0 allows (allowed: "eu-central-1", "eu-west-1"). Use one of these values. Data stays in the EU. Contact: #platform on Slack. [not-allowed-by-standard]`);
  });

  test('reports values that it fixes or limits', () => {
    expect(problems({ tags: { 'managed-by': 'terraform' }, logRetentionDays: 7 })).toEqual([
      '  - tags["managed-by"]: "terraform" is not the value that the standard acme 0.0.0 requires (allowed: "acme-delivery"). Remove it; the standard sets it. The cost report finds resources by this tag. Contact: #platform on Slack. [fixed-by-standard]',
      '  - logRetentionDays: 7 is below the minimum that the standard acme 0.0.0 allows (allowed: 30 or more). Use 30 or more. Audits need the logs of the last 30 days. Contact: #platform on Slack. [out-of-bounds-of-standard]',
    ]);
  });

  test('reports violated rules, unless a valid waiver exists', () => {
    const waiver = {
      rule: 'approval-before-production',
      reason: 'Migration',
      owner: 'orders team',
      expires: '2027-06-30',
    };
    expect(problems({ approval: false })).toEqual([
      '  - approval: is false, so nobody approves releases in the production environment. Set approval to true. [approval-before-production]',
    ]);
    expect(() => service({ approval: false, waivers: [waiver] }).synth()).not.toThrow();
    expect(problems({ approval: false, waivers: [{ ...waiver, expires: '2027-01-14' }] })).toEqual([
      '  - waivers[0]: expired on 2027-01-14. Follow approval-before-production, and remove the waiver, or ask orders team to extend it. [expired-waiver]',
    ]);
  });

  test('reports a release from another branch', () => {
    expect(problems({ branch: 'develop' })).toEqual([
      '  - branch: is develop. Release from main. [acme-release-branch]',
    ]);
  });

  test('reports the tag latest of an image with its line', () => {
    const folder = temporaryFolder();
    const project = service({ outdir: folder });
    project.delivery.dockerfile!.replace(
      'ENV NODE_ENV=production',
      'ENV NODE_ENV=production\nCOPY --from=acme/agent:latest /agent /agent',
    );
    expect(messageOf(() => project.synth())).toMatch(
      /\n {2}- Dockerfile:\d+: uses the tag latest\. Use the tag of a version\. \[acme-no-latest-image\]$/,
    );
    expect(filesIn(folder)).toEqual({});
  });

  test('applies to a service that projen new creates', () => {
    const folder = temporaryFolder();
    const hidden = { __new__: { args: {}, fqn: 'projen.typescript.TypeScriptProject', synth: true, post: false } };
    service({ ...hidden, outdir: folder }).synth();
    expect(filesIn(folder)['DELIVERY.md']).toContain('This service follows the standard acme 0.0.0.');
  });

  test('cannot be replaced by a repository', () => {
    expect(messageOf(() => service({ standard: new AcmeStandard() }))).toBe(
      'standard: cannot be set, because the project types of acme-delivery set it. Remove it.',
    );
  });

  test('upgrades itself with a pull request, if the repository is on GitHub', () => {
    const elsewhere = {
      githubActions: { enabled: false },
      githubRepository: undefined,
      codePipeline: { source: PipelineSource.CODE_COMMIT, codeCommitRepository: 'orders-api' },
    };
    const folder = temporaryFolder();
    service({ ...elsewhere, outdir: folder }).synth();
    const made = filesIn(folder);
    expect(Object.keys(made).filter((path) => path.startsWith('.github/'))).toEqual([]);
    expect(JSON.stringify(JSON.parse(made['.projen/tasks.json']!).tasks['delivery:upgrade'].steps)).toContain(
      '--filter acme-delivery,projen-aws-delivery',
    );
  });

  test('lets a repository choose its ring', () => {
    const folder = temporaryFolder();
    service({ upgrade: { ring: UpgradeRing.CANARY }, outdir: folder }).synth();
    const { steps } = JSON.parse(filesIn(folder)['.projen/tasks.json']!).tasks['delivery:upgrade'];
    expect(steps[0].exec).toContain('--target latest');
    expect(steps[0].exec).toContain('--filter acme-delivery,projen-aws-delivery');
  });

  (BUILT ? test : test.skip)('works in plain JavaScript', () => {
    const folder = temporaryFolder();
    const script = `
      const { DeliveryRule, DeliveryStandard, EcsServiceProject } = require(${JSON.stringify(join(__dirname, '../../lib'))});
      class NoMainBranch extends DeliveryRule {
        constructor() {
          super({ code: 'js-branch', title: 'Releases come from main', description: 'One branch.' });
        }
        check({ branch }) {
          return branch === 'main' ? [] : [{ option: 'branch', message: 'is ' + branch, fix: 'Use main.' }];
        }
      }
      const standard = new DeliveryStandard({
        name: 'js', version: '1.0.0', contact: 'us', fixed: { awsRegion: 'eu-west-1' }, rules: [new NoMainBranch()],
      });
      const options = { name: 'orders-api', awsAccount: '111122223333', githubRepository: 'acme/orders-api', standard };
      try {
        new EcsServiceProject({ ...options, branch: 'develop', outdir: ${JSON.stringify(folder)} }).synth();
      } catch (error) {
        console.log(error.message);
      }
      try {
        new EcsServiceProject({ ...options, awsRegion: 'us-east-1', outdir: ${JSON.stringify(folder)} });
      } catch (error) {
        console.log(error.message);
      }`;
    writeFileSync(join(folder, 'test.js'), script);
    expect(execFileSync(process.execPath, ['test.js'], { cwd: folder, encoding: 'utf-8' }).split('\n')).toEqual([
      'Found 1 violation of the standard js 1.0.0 in the delivery of orders-api. No files were written.',
      '  - branch: is develop. Use main. [js-branch]',
      'Found 1 problem in the delivery config of orders-api. No files were written.',
      '  - awsRegion: "us-east-1" is not the value that the standard js 1.0.0 requires (allowed: "eu-west-1"). Remove it; the standard sets it. Contact: us. [fixed-by-standard]',
      '',
    ]);
  });
});
