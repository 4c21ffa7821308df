import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as projen from 'projen';
import { bundle } from '../../projenrc/bundle';
import type { EcsDelivery, EcsDeliveryOptions } from '../../src';
import * as used from '../../src/core/projen';
import { MINIMAL_OPTIONS } from '../support/model';
import { temporaryFolder } from '../support/project';

process.env.PROJEN_DISABLE_POST = 'true';

const ROOT = join(__dirname, '../..');

/** The modules that a script loads. */
function loadedBy(script: string): string[] {
  return JSON.parse(
    execFileSync(process.execPath, ['-p', `${script}; JSON.stringify(Object.keys(require.cache))`], {
      encoding: 'utf-8',
      env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules') },
    }),
  );
}

test('src/core/projen.ts exports the classes that projen exports', () => {
  const { javascript, typescript, ...classes } = used;
  expect(Object.keys(classes).sort()).toEqual([
    'Component',
    'FileBase',
    'JsonFile',
    'ObjectFile',
    'ProjenrcFile',
    'SampleFile',
  ]);
  for (const [name, value] of Object.entries(classes)) {
    expect(value).toBe((projen as unknown as Record<string, unknown>)[name]);
  }
  expect(javascript.NodeProject).toBe(projen.javascript.NodeProject);
  expect(typescript.TypeScriptProject).toBe(projen.typescript.TypeScriptProject);
});

test('this package loads only the parts of projen that it uses', () => {
  const file = join(temporaryFolder(), 'index.js');
  writeFileSync(file, bundle(join(ROOT, 'src/index.ts')).code);
  const loaded = loadedBy(`require(${JSON.stringify(file)})`);
  expect(loaded).toContain(join(ROOT, 'node_modules/projen/lib/typescript/index.js'));
  expect(loaded).not.toContain(join(ROOT, 'node_modules/projen/lib/index.js'));
  // It is 323 with projen 0.103.25, which has 624 modules.
  expect(loaded.length).toBeLessThan(400);
});

describe('diff and dockerfile-ast', () => {
  const loaded: string[] = [];
  beforeEach(() => {
    loaded.length = 0;
    jest.resetModules();
    for (const name of ['diff', 'dockerfile-ast']) {
      jest.doMock(name, () => {
        loaded.push(name);
        return jest.requireActual(name);
      });
    }
  });

  /** Creates a delivery with modules that have not been loaded yet. */
  function fresh(
    folder: string,
    options: Partial<EcsDeliveryOptions> = {},
  ): { project: projen.Project; delivery: EcsDelivery } {
    const { LogLevel, Project }: typeof projen = require('projen');
    const { EcsDelivery }: typeof import('../../src') = require('../../src');
    const project = new Project({ name: 'orders-api', outdir: folder, logging: { level: LogLevel.OFF } });
    return { project, delivery: new EcsDelivery(project, { ...MINIMAL_OPTIONS, ...options }) };
  }

  test('are not loaded if nothing is overridden', () => {
    fresh(temporaryFolder()).project.synth();
    expect(loaded).toEqual([]);
  });

  test('diff is loaded if a file is overridden', () => {
    const { project, delivery } = fresh(temporaryFolder());
    delivery.dockerfile!.append('# A comment.');
    project.synth();
    expect(loaded).toContain('diff');
  });

  test('dockerfile-ast is loaded for your own Dockerfile', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'Dockerfile.app'), 'FROM scratch\nEXPOSE 3000\n');
    fresh(folder, { imageBuild: { dockerfile: 'Dockerfile.app' } }).project.synth();
    expect(loaded).toContain('dockerfile-ast');
  });
});
