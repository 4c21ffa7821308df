import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EcsDeliveryOptions } from '../src/options';
import { deliveryIn, temporaryFolder } from './support/project';

/** The folder of a clone, whose remote has this default branch. */
function cloneOf(defaultBranch: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, '.git/refs/remotes/origin'), { recursive: true });
  writeFileSync(join(folder, '.git/refs/remotes/origin/HEAD'), `ref: refs/remotes/origin/${defaultBranch}\n`);
  return folder;
}

/** What synthesis warns about. */
function warningsIn(folder: string, options: Partial<EcsDeliveryOptions> = {}): string[] {
  const { project } = deliveryIn(folder, options);
  const warn = jest.spyOn(project.logger, 'warn');
  project.synth();
  return warn.mock.calls.map(([text]) => text);
}

test('warns about a project that is not in the root of its Git repository', () => {
  expect(warningsIn(join(cloneOf('main'), 'services/orders'))).toEqual([
    'This project is in the folder services/orders of its Git repository. GitHub runs workflows only from the root of the repository, and CodeBuild reads buildspec.yml from there. Move the project to the root, or make it a subproject of a projen project in the root.',
  ]);
});

test('warns if the default branch is not the release branch', () => {
  expect(warningsIn(cloneOf('master'))).toEqual([
    'The release branch is main, but the default branch of the repository is master. Set branch in .projenrc.js to the branch that you release from.',
  ]);
});

test('accepts a release branch that the config specifies, the default branch, and a project without a repository', () => {
  expect(warningsIn(cloneOf('master'), { branch: 'release' })).toEqual([]);
  expect(warningsIn(cloneOf('release/1.x'), { branch: 'release/1.x' })).toEqual([]);
  expect(warningsIn(cloneOf('main'))).toEqual([]);
  expect(warningsIn(temporaryFolder())).toEqual([]);
});
