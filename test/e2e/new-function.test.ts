import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/project';
import { PROJEN, pack, registryAnswers, run } from '../support/user';

/** Creates and builds a function from the packed package, as a user does. Needs the network. */
const tarball = pack(temporaryFolder());
const missing =
  tarball === undefined
    ? 'a build of this package (run: npx projen compile)'
    : registryAnswers()
      ? undefined
      : 'access to the npm registry';
if (missing) {
  process.stderr.write(`SKIPPED: test/e2e/new-function.test.ts needs ${missing}\n`);
}

jest.setTimeout(300_000);

(missing ? describe.skip : describe)('projen new lambda-function-ts', () => {
  const folder = join(temporaryFolder(), 'orders-webhook');
  const status = () => run(folder, ['git', 'status', '--porcelain']).lines;

  beforeAll(() => {
    mkdirSync(folder);
    run(folder, ['git', 'init', '--quiet', '--initial-branch', 'main']);
    const flags = ['--aws-account', '111122223333', '--github-repository', 'acme/orders-webhook', '--timeout', '15'];
    const { code, lines } = run(folder, [...PROJEN, 'new', '--from', tarball!, 'lambda-function-ts', ...flags]);
    expect({ code, lines }).toMatchObject({ code: 0 });
  });

  test('creates a function that builds, without a change of its files', () => {
    const { code, lines } = run(folder, ['npx', 'projen', 'build']);
    expect({ code, lines }).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'dist/index.mjs'))).toBe(true);
    expect(status()).toEqual([]);
  });

  test('creates a CDK app that synthesizes without an account', () => {
    const { code, lines } = run(folder, ['npx', 'projen', 'synth']);
    expect({ code, lines }).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'cdk.out/orders-webhook-production-service.template.json'))).toBe(true);
  });

  test('creates a function that builds without projen after it is ejected', () => {
    expect(run(folder, ['npx', 'projen', 'eject']).code).toBe(0);
    const { code, lines } = run(folder, ['npm', 'run', 'build']);
    expect({ code, lines }).toMatchObject({ code: 0 });
  });
});
