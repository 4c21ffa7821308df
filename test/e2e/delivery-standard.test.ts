import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/project';
import { type Registry, startRegistry } from '../support/registry';
import { PROJEN, pack, registryAnswers, run } from '../support/user';

/** Creates the package of an organization, and a service from it, as users do. Needs the network. */
const tarball = pack(temporaryFolder());
const missing =
  tarball === undefined
    ? 'a build of this package (run: npx projen compile)'
    : registryAnswers()
      ? undefined
      : 'access to the npm registry';
if (missing) {
  process.stderr.write(`SKIPPED: test/e2e/delivery-standard.test.ts needs ${missing}\n`);
}

jest.setTimeout(300_000);

(missing ? describe.skip : describe)('the package of an organization', () => {
  const root = temporaryFolder();
  const [company, service] = [join(root, 'acme-delivery'), join(root, 'orders-api')];
  const text = (folder: string, path: string) => readFileSync(join(folder, path), 'utf-8');
  const changedFiles = (folder: string) =>
    run(folder, ['git', 'status', '--porcelain']).lines.map((line) => line.slice(3));
  const offline = { npm_config_offline: 'true', HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' };
  let registry: Registry;

  beforeAll(async () => {
    registry = await startRegistry(tarball!);
    for (const folder of [company, service]) {
      mkdirSync(folder);
      run(folder, ['git', 'init', '--quiet', '--initial-branch', 'main']);
    }
  });
  afterAll(() => registry?.stop());

  function create(folder: string, from: string, ...args: string[]): void {
    const { code, lines } = run(folder, [...PROJEN, 'new', '--from', from, ...args], registry.env);
    expect({ code, lines: code === 0 ? [] : lines }).toEqual({ code: 0, lines: [] });
  }

  test('is created with one command', () => {
    const flags = ['--github-repository', 'acme/acme-delivery', '--contact', '#platform on Slack'];
    create(company, 'projen-aws-delivery', 'delivery-standard', ...flags);
    expect(text(company, '.projenrc.ts')).toContain("  devDeps: ['projen-aws-delivery'],\n");
    expect(text(company, 'src/standard.ts')).toContain("contact: '#platform on Slack',\n");
  });

  test('builds, documents its standard, and passes its tests', () => {
    const { code, lines } = run(company, ['npx', 'projen', 'build'], registry.env);
    expect({ code, lines: code === 0 ? [] : lines }).toEqual({ code: 0, lines: [] });
    expect(lines).toContain('ℹ pass 4');
    expect(lines.filter((line) => /^warning/i.test(line))).toEqual([]);
    expect(readdirSync(join(company, 'dist/js'))).toEqual(['acme-delivery-0.0.0.tgz']);
    expect(changedFiles(company)).toEqual(['STANDARD.md']);
    expect(text(company, 'STANDARD.md')).toContain('| `tags.managed-by` | `"acme-delivery"` | All |');
  });

  test('creates a service from its tarball', () => {
    const flags = ['--aws-account', '111122223333', '--github-repository', 'acme/orders-api'];
    create(service, join(company, 'dist/js/acme-delivery-0.0.0.tgz'), 'acme-ecs-service', ...flags);
    expect(text(service, '.projenrc.ts')).toContain('import { AcmeEcsService } from "acme-delivery";\n');
    expect(text(service, 'DELIVERY.md')).toContain('This service follows the standard acme 0.0.0.');
    expect(text(service, '.github/workflows/delivery-upgrade.yml')).toContain('npx projen delivery:upgrade\n');
    expect(readdirSync(join(service, 'node_modules')).filter((name) => /^(acme|projen)/.test(name))).toEqual([
      'acme-delivery',
      'projen',
      'projen-aws-delivery',
    ]);
  });

  test('whose build works offline and changes nothing', () => {
    const { code, lines } = run(service, ['npx', 'projen', 'build'], offline);
    expect({ code, lines: code === 0 ? [] : lines }).toEqual({ code: 0, lines: [] });
    expect(lines).toContain('ℹ pass 4');
    expect(changedFiles(service)).toEqual([]);
  });

  test('whose config cannot contradict the standard', () => {
    const config = text(service, '.projenrc.ts');
    const edited = config.replace('AcmeEcsService({', "AcmeEcsService({ awsRegion: 'us-east-1',");
    writeFileSync(join(service, '.projenrc.ts'), edited);
    const { code, lines } = run(service, ['npx', 'projen'], offline);
    expect(code).toBe(1);
    expect(lines).toContain(
      '  - awsRegion: "us-east-1" is not a value that the standard acme 0.0.0 allows (allowed: "eu-central-1", "eu-west-1"). Use one of these values. Data stays in the EU. Contact: #platform on Slack. [not-allowed-by-standard]',
    );
  });
});
