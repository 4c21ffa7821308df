import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/project';
import { PROJEN, pack, registryAnswers, run } from '../support/user';

/** Creates and builds a service on EC2 instances from the packed package, as a user does. Needs the network. */
const tarball = pack(temporaryFolder());
const missing =
  tarball === undefined
    ? 'a build of this package (run: npx projen compile)'
    : registryAnswers()
      ? undefined
      : 'access to the npm registry';
if (missing) {
  process.stderr.write(`SKIPPED: test/e2e/ec2-service.test.ts needs ${missing}\n`);
}

jest.setTimeout(300_000);

(missing ? describe.skip : describe)('projen new ec2-service-ts creates a project', () => {
  const folder = join(temporaryFolder(), 'orders-api');
  mkdirSync(folder);
  run(folder, ['git', 'init', '--quiet', '--initial-branch', 'main']);
  const changedFiles = () => run(folder, ['git', 'status', '--porcelain']).lines.map((line) => line.slice(3));

  test('from a few flags', () => {
    const flags = ['--aws-account', '111122223333', '--github-repository', 'acme/orders-api'];
    // With the ID of an image, the CDK app synthesizes without an AWS account.
    flags.push('--image-id', 'ami-0123456789abcdef0');
    const { code, lines } = run(folder, [...PROJEN, 'new', '--from', tarball!, 'ec2-service-ts', ...flags]);
    expect({ code, lines: code === 0 ? [] : lines }).toEqual({ code: 0, lines: [] });
    expect(readFileSync(join(folder, '.projenrc.ts'), 'utf-8')).toContain('const project = new Ec2ServiceProject({\n');
  });

  test('whose build regenerates the same files, tests the code, and creates the bundle', () => {
    const { code, lines } = run(folder, ['npx', 'projen', 'build']);
    expect({ code, lines: code === 0 ? [] : lines }).toEqual({ code: 0, lines: [] });
    expect(lines).toContain('ℹ pass 4');
    expect(readdirSync(join(folder, 'dist'))).toEqual(['index.js', 'index.js.map']);
    expect(changedFiles()).toEqual([]);
  });

  test('whose CDK app synthesizes without an AWS account', () => {
    const offline = {
      HTTPS_PROXY: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://127.0.0.1:9',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    expect(run(folder, ['npx', 'projen', 'synth'], offline).code).toBe(0);
    expect(readdirSync(join(folder, 'cdk.out')).filter((name) => name.endsWith('.template.json'))).toEqual([
      'orders-api-artifacts.template.json',
      'orders-api-pipeline.template.json',
      'orders-api-production-base.template.json',
      'orders-api-production-service.template.json',
    ]);
  });

  // This test must be last: ejecting cannot be undone.
  test('that builds without this package after it is ejected', () => {
    expect(run(folder, ['npx', 'projen', 'eject']).code).toBe(0);
    expect(existsSync(join(folder, 'node_modules/projen-aws-delivery'))).toBe(false);
    const { code, lines } = run(folder, ['npm', 'run', 'build']);
    expect({ code, passed: lines.includes('ℹ pass 4') }).toEqual({ code: 0, passed: true });
  });
});
