import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/project';
import { PROJEN, USER_ENVIRONMENT } from '../support/user';

const ROOT = join(__dirname, '../..');

/** The published bundle. It requires a build of this package. */
const isBuilt = existsSync(join(ROOT, 'lib/index.js'));
if (!isBuilt) {
  process.stderr.write(
    'SKIPPED: test/commands/process.test.ts needs a build of this package (run: npx projen compile)\n',
  );
}

const STANDARD = `new DeliveryStandard({
    name: 'acme', version: '3.2.0', contact: '#platform',
    rules: [DeliveryRules.requiredTags({ keys: ['team'] })],
  })`;

const JAVASCRIPT = `const { Project } = require('projen');
const { DeliveryRules, DeliveryStandard, EcsDelivery } = require('projen-aws-delivery');
const project = new Project({ name: 'orders-api' });
new EcsDelivery(project, {
  awsAccount: '111122223333',
  githubRepository: 'acme/orders-api',
  imageBuild: { testCommands: ['npm test'] },
  tags: { team: 'orders' },
  standard: ${STANDARD},
});
project.synth();
`;

const TYPESCRIPT = `import { DeliveryRules, DeliveryStandard, EcsServiceProject } from 'projen-aws-delivery';
const project = new EcsServiceProject({
  name: 'orders-api',
  awsAccount: '111122223333',
  githubRepository: 'acme/orders-api',
  tags: { team: 'orders' },
  standard: ${STANDARD},
});
project.synth();
`;

(isBuilt ? describe : describe.skip).each([
  ['.projenrc.js', JAVASCRIPT, [process.execPath, '.projenrc.js'], 8],
  ['.projenrc.ts', TYPESCRIPT, [process.execPath, join(ROOT, 'lib/run-projenrc.js'), '.projenrc.ts'], 6],
] as const)('in a project with %s', (config, source, synthesize, line) => {
  const folder = temporaryFolder();
  const start = ([file, ...args]: readonly string[]) =>
    spawnSync(file!, args, { cwd: folder, encoding: 'utf-8', env: { ...USER_ENVIRONMENT, PROJEN_DISABLE_POST: '1' } });
  const edit = (from: string, to: string) => writeFileSync(join(folder, config), source.replace(from, to));
  const guide = () => readFileSync(join(folder, 'DELIVERY.md'), 'utf-8');
  const projen = (...args: string[]) => start([...PROJEN, ...args]);
  beforeAll(() => {
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    for (const name of ['projen', 'constructs', 'typescript']) {
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    }
    symlinkSync(ROOT, join(folder, 'node_modules/projen-aws-delivery'));
    // npm makes the command executable.
    const command = `#!/bin/sh\nexec node '${join(ROOT, 'lib/run-projenrc.js')}' "$@"\n`;
    writeFileSync(join(folder, 'node_modules/.bin/run-projenrc'), command, { mode: 0o755 });
    edit('', '');
    expect(start(synthesize).status).toBe(0);
  });

  test('delivery:check and delivery:explain print their result, and write nothing', () => {
    expect(projen('delivery:check')).toMatchObject({
      stderr: expect.not.stringContaining('rror'),
      status: 0,
      stdout: expect.stringMatching(/against the standard acme 3\.2\.0\.\n0 errors, 0 warnings, 0 waived\.\n$/),
    });
    const before = guide();
    edit("team: 'orders'", "owner: 'orders'");
    const { status, stdout } = projen('delivery:check', '--format', 'json');
    const { findings } = JSON.parse(stdout);
    expect(status).toBe(1);
    expect(findings[0]).toMatchObject({ code: 'required-tags', file: config, line });
    expect(findings[1]).toMatchObject({ code: 'outdated-file' });
    expect(guide()).toBe(before);

    edit("team: 'orders'", 'team: 3');
    const invalid = projen('delivery:check', '--format=github');
    expect(invalid.status).toBe(1);
    expect(invalid.stdout).toContain(`::error file=${config},line=${line},title=wrong-type::`);

    edit('', '');
    expect(projen('delivery:explain', 'tags').stdout).toContain(`{"team":"orders"} (set in ${config})`);
    expect(projen('delivery:explain', 'tag').stderr).toContain('tag is not a known option. Did you mean tags?');
  });
});
