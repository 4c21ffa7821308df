import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { renderNotices } from '../../projenrc/bundle';
import * as delivery from '../../src';
import { temporaryFolder } from '../support/project';
import { pack } from '../support/user';

/** The published package. It requires a build of this package. */
const ROOT = join(__dirname, '../..');
const folder = temporaryFolder();
const tarball = pack(folder);
if (tarball === undefined) {
  process.stderr.write(
    'SKIPPED: test/package/package.test.ts needs a build of this package (run: npx projen compile)\n',
  );
}

(tarball === undefined ? describe.skip : describe)('the published package', () => {
  const project = join(folder, 'project');
  const installed = join(project, 'node_modules/projen-aws-delivery');

  beforeAll(() => {
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', tarball!, '--strip-components=1', '-C', installed]);
    for (const name of ['projen', 'constructs']) {
      symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
    }
  });

  function node(...args: string[]): string {
    return execFileSync(process.execPath, args, { cwd: project, encoding: 'utf-8' });
  }

  test('contains one bundle, two commands, and the types that users need', () => {
    const files = execFileSync('tar', ['-tzf', tarball!], { encoding: 'utf-8' }).trim().split('\n').sort();
    expect(files.map((path) => path.replace('package/', ''))).toEqual([
      '.jsii',
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES',
      'lib/core/projen.d.ts',
      'lib/delivery-fleet.js',
      'lib/ec2-delivery.d.ts',
      'lib/ecs-delivery.d.ts',
      'lib/files/text-document.d.ts',
      'lib/index.d.ts',
      'lib/index.js',
      'lib/lambda-delivery.d.ts',
      'lib/model/problem-codes.d.ts',
      'lib/model/problems.d.ts',
      'lib/options/alarms.d.ts',
      'lib/options/build-secrets.d.ts',
      'lib/options/bundle.d.ts',
      'lib/options/capacity.d.ts',
      'lib/options/code-pipeline.d.ts',
      'lib/options/common.d.ts',
      'lib/options/container-insights.d.ts',
      'lib/options/container.d.ts',
      'lib/options/delivery-standard.d.ts',
      'lib/options/delivery.d.ts',
      'lib/options/deployment.d.ts',
      'lib/options/ec2-network.d.ts',
      'lib/options/ec2.d.ts',
      'lib/options/engine.d.ts',
      'lib/options/environment.d.ts',
      'lib/options/github-actions.d.ts',
      'lib/options/image-build.d.ts',
      'lib/options/index.d.ts',
      'lib/options/lambda-delivery.d.ts',
      'lib/options/lambda-function.d.ts',
      'lib/options/lambda-functions.d.ts',
      'lib/options/lambda-http.d.ts',
      'lib/options/lambda-image.d.ts',
      'lib/options/lambda-triggers.d.ts',
      'lib/options/lifecycle-hooks.d.ts',
      'lib/options/load-balancer.d.ts',
      'lib/options/logging.d.ts',
      'lib/options/network.d.ts',
      'lib/options/ports.d.ts',
      'lib/options/registry.d.ts',
      'lib/options/release-values.d.ts',
      'lib/options/release.d.ts',
      'lib/options/rule-library.d.ts',
      'lib/options/rules.d.ts',
      'lib/options/scaling.d.ts',
      'lib/options/scheduled-tasks.d.ts',
      'lib/options/service-connect.d.ts',
      'lib/options/service-discovery.d.ts',
      'lib/options/service.d.ts',
      'lib/options/sidecars.d.ts',
      'lib/options/standard.d.ts',
      'lib/options/static-site.d.ts',
      'lib/options/task-role.d.ts',
      'lib/options/upgrade.d.ts',
      'lib/options/validation-plugin.d.ts',
      'lib/options/volumes.d.ts',
      'lib/options/workers.d.ts',
      'lib/project/delivery-project-options.d.ts',
      'lib/project/delivery-standard-project.d.ts',
      'lib/project/ec2-service-project.d.ts',
      'lib/project/ecs-service-project.d.ts',
      'lib/project/lambda-function-project.d.ts',
      'lib/project/static-site-project.d.ts',
      'lib/rules/delivery-rule.d.ts',
      'lib/rules/library/delivery-rules.d.ts',
      'lib/run-projenrc.js',
      'lib/standard/delivery-standard.d.ts',
      'lib/static-site-delivery.d.ts',
      'package.json',
    ]);
  });

  test('is smaller than 900 KB', () => {
    expect(statSync(tarball!).size).toBeLessThan(900_000);
  });

  test('contains no source maps', () => {
    for (const file of ['index.js', 'delivery-fleet.js', 'run-projenrc.js']) {
      expect(readFileSync(join(installed, 'lib', file), 'utf-8')).not.toContain('sourceMappingURL');
    }
  });

  test('installs no packages except its peers', () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf-8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('bundledDependencies');
    expect(Object.keys(manifest.peerDependencies)).toEqual(['constructs', 'projen']);
  });

  const names = Object.keys(delivery).sort();

  test('can be required', () => {
    expect(JSON.parse(node('-p', "JSON.stringify(Object.keys(require('projen-aws-delivery')).sort())"))).toEqual(names);
  });

  test('has named exports for ES modules', () => {
    const script = `import { ${names.join(', ')} } from 'projen-aws-delivery';
      import { createRequire } from 'node:module';
      const required = createRequire(process.cwd() + '/x.js')('projen-aws-delivery');
      console.log([${names.map((name) => `${name} === required.${name}`).join(', ')}].every(Boolean));`;
    expect(node('--input-type=module', '--eval', script).trim()).toBe('true');
  });

  test('extends the classes that users import from projen', () => {
    const script = `const { EcsServiceProject, EcsDelivery } = require('projen-aws-delivery');
      const { Component, typescript } = require('projen');
      [[EcsServiceProject, typescript.TypeScriptProject], [EcsDelivery, Component]].every(([a, b]) => a.prototype instanceof b)`;
    expect(node('-p', script).trim()).toBe('true');
  });

  test('has a Python API that compiles', () => {
    const [pacmak, output] = [join(ROOT, 'node_modules/jsii-pacmak/bin/jsii-pacmak'), join(folder, 'python')];
    node(pacmak, '--code-only', '--target', 'python', '--no-npmignore', '--outdir', output, installed);
    const module = join(output, 'python/src/projen_aws_delivery/__init__.py');
    expect(readFileSync(module, 'utf-8')).toMatch(/^class DeliveryRule\(/m);
    const { error, status, stderr } = spawnSync('python3', ['-m', 'py_compile', module], { encoding: 'utf-8' });
    if (error) {
      process.stderr.write('SKIPPED: python3 is not installed, so the Python code is generated but not compiled\n');
      return;
    }
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('identifies its classes for jsii', () => {
    const script = "require('projen-aws-delivery').EcsServiceProject[Symbol.for('jsii.rtti')].fqn";
    expect(node('-p', script).trim()).toBe('projen-aws-delivery.EcsServiceProject');
  });
});

describe('THIRD-PARTY-NOTICES', () => {
  const notices = readFileSync(join(ROOT, 'THIRD-PARTY-NOTICES'), 'utf-8');

  test('contains the licenses of all bundled packages', () => {
    expect(notices.split('\n').filter((line) => line.startsWith('## '))).toEqual([
      '## diff (BSD-3-Clause)',
      '## dockerfile-ast (MIT)',
      '## vscode-languageserver-textdocument (MIT)',
      '## vscode-languageserver-types (MIT)',
      '## yaml (ISC)',
    ]);
    for (const file of ['diff/LICENSE', 'yaml/LICENSE', 'dockerfile-ast/License.txt']) {
      const license = readFileSync(join(ROOT, 'node_modules', file), 'utf-8');
      expect(notices).toContain(license.replace(/\r\n/g, '\n').trim());
    }
  });

  test('lists only packages, each one once', () => {
    const file = (path: string) => join(ROOT, path);
    expect(renderNotices([file('src/index.ts')])).not.toContain('## ');
    expect(
      renderNotices([file('node_modules/yaml/a.js'), file('node_modules/yaml/dist/b.js')]).match(/^## .*$/gm),
    ).toEqual(['## yaml (ISC)']);
  });
});
