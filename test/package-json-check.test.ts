import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, typescript } from 'projen';
import { EcsDelivery } from '../src/ecs-delivery';
import { allowsMajor } from '../src/package-json-check';
import { workspaceRootOf } from '../src/workspaces';
import { temporaryFolder } from './support/project';

function projectIn(
  outdir: string,
  options: Partial<typescript.TypeScriptProjectOptions> = {},
): typescript.TypeScriptProject {
  return new typescript.TypeScriptProject({
    name: 'orders-api',
    packageManager: javascript.NodePackageManager.NPM,
    outdir,
    defaultReleaseBranch: 'main',
    github: false,
    jest: false,
    eslint: false,
    ...options,
  });
}

function messageFor(
  options: Partial<typescript.TypeScriptProjectOptions>,
  change = (_: typescript.TypeScriptProject) => {},
) {
  const project = projectIn(temporaryFolder(), options);
  new EcsDelivery(project, { awsAccount: '111122223333', githubRepository: 'acme/orders-api', nodeVersion: '22' });
  change(project);
  process.env.PROJEN_DISABLE_POST = 'true';
  try {
    project.synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    process.env.PROJEN_DISABLE_POST = '';
  }
}

describe('package.json', () => {
  test('must allow the version of Node.js', () => {
    expect(messageFor({ minNodeVersion: '24.0.0' })).toBe(
      'The package.json of orders-api contradicts the delivery config. No files were written.\n' +
        '  - package.json.engines.node: ">= 24.0.0" does not allow Node.js 22, which is used to build and run the service. Set nodeVersion to a version in this range, or change minNodeVersion or maxNodeVersion of the project. [node-engine]',
    );
    expect(messageFor({ minNodeVersion: '22.12.0' })).toBe('');
  });

  test('is read with its overrides', () => {
    expect(messageFor({}, (project) => project.package.file.addOverride('engines.node', '^20'))).toContain(
      '[node-engine]',
    );
  });

  test('must contain the script that the build runs', () => {
    expect(messageFor({}, (project) => project.removeScript('build'))).toContain(
      'package.json.scripts.build: does not exist, but the build runs "npm run build". Add the script, or set imageBuild.testCommands to other commands. [missing-script]',
    );
  });
});

test.each([
  ['>=22', true],
  ['>= 22.5.0', true],
  ['>22', false],
  ['>22.1.0', true],
  ['^22.1.0', true],
  ['~22.1', true],
  ['22.x', true],
  ['22', true],
  ['20 || 22', true],
  ['20 - 22', true],
  ['>=18 <22', false],
  ['>=18 <22.3', true],
  ['<=22', true],
  ['*', true],
  ['', true],
  ['lts/*', true],
  ['^20', false],
  ['18 || 20', false],
  ['>=24', false],
  ['20 - 21', false],
])('the range %j is compared with Node.js 22', (range, expected) => {
  expect(allowsMajor(range, 22)).toBe(expected);
});

describe('a workspace', () => {
  test('of a projen project is recognized', () => {
    const parent = projectIn(temporaryFolder());
    parent.package.addField('workspaces', ['services/*']);
    const member = projectIn('services/orders', { parent, name: 'orders' });
    expect(workspaceRootOf(member)).toBe('../..');
    expect(workspaceRootOf(projectIn('tools/cli', { parent, name: 'cli' }))).toBeUndefined();
  });

  test('of any package.json in a parent folder is recognized, up to the root of the repository', () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'package.json'), JSON.stringify({ workspaces: { packages: ['./services/**'] } }));
    const folder = join(root, 'services/shop/orders');
    mkdirSync(join(folder, 'own'), { recursive: true });
    expect(workspaceRootOf(projectIn(folder))).toBe('../../..');
    mkdirSync(join(folder, '.git'));
    expect(workspaceRootOf(projectIn(folder))).toBeUndefined();
  });

  test('with its own lock file is an ordinary project', () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'package.json'), JSON.stringify({ workspaces: ['orders'] }));
    mkdirSync(join(root, 'orders'));
    writeFileSync(join(root, 'orders/package-lock.json'), '{}');
    expect(workspaceRootOf(projectIn(join(root, 'orders')))).toBeUndefined();
  });
});
