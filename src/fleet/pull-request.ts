import { writeFileSync } from 'node:fs';
import { describeChanges } from '../printing/changes';
import { applyChanges } from './apply';
import { git } from './git';
import type { InstalledPackage } from './install';
import type { Outcome, Regenerated } from './outcome';
import { mustRun } from './run-program';
import { upgrade } from './upgrade';

export interface PullRequestSettings {
  readonly package: InstalledPackage;
  readonly branch?: string;
}

/**
 * Pushes the changes to a branch, and opens a pull request. If the branch already has a pull request, it is updated.
 *
 * @param clone a clone of the repository
 * @returns the URL of the pull request, and what else you should know
 */
export async function openPullRequest(
  { files, facts, edited }: Pick<Regenerated, 'files' | 'facts' | 'edited'>,
  copy: string,
  clone: string,
  {
    package: installed,
    branch = `delivery-fleet/${installed.name.replace('@', '')}-${installed.version}`,
  }: PullRequestSettings,
): Promise<Pick<Outcome, 'pullRequest' | 'notes'>> {
  const { name, version } = installed;
  const base = (await git(clone, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD')).replace(/^origin\//, '');
  if (branch === base) {
    throw new Error(`--branch: ${branch} is the default branch of the repository. Use another name.`);
  }
  const title = `Regenerate with ${name} ${version}`;
  const replaced = await replacedCommit(clone, branch, `Regenerate with ${name} `);
  await git(clone, 'checkout', '--quiet', '-B', branch);
  applyChanges(files, copy, clone);
  const upgraded = await upgrade(clone, installed);
  await git(clone, 'add', '--all', '--force', '--', ...files.map(({ path }) => path), ...upgraded.files);
  await git(clone, 'commit', '--quiet', '--message', title);
  const ref = `refs/heads/${branch}`;
  await git(clone, 'push', '--quiet', `--force-with-lease=${ref}:${replaced}`, 'origin', `HEAD:${ref}`);
  await git(clone, 'checkout', '--quiet', base);
  const body = `${clone}.md`;
  writeFileSync(body, describeChanges(`${name} ${version}`, { files, facts, edited }));
  const gh = (...args: readonly string[]) => mustRun('gh', ['pr', ...args], { cwd: clone });
  const open = await gh('list', '--head', branch, '--state', 'open', '--json', 'url', '--jq', '.[].url');
  if (open !== '') {
    const [url] = open.split('\n') as [string];
    await gh('edit', url, '--title', title, '--body-file', body);
    return { pullRequest: url, notes: upgraded.notes };
  }
  const created = await gh('create', '--base', base, '--head', branch, '--title', title, '--body-file', body);
  return { pullRequest: created.split('\n').at(-1)!, notes: upgraded.notes };
}

/**
 * The newest commit of the branch, which the new one replaces. Empty if there is no such branch.
 *
 * @throws Error if the commit is not from this command
 */
async function replacedCommit(clone: string, branch: string, title: string): Promise<string> {
  const ref = `refs/heads/${branch}`;
  if ((await git(clone, 'ls-remote', 'origin', ref)) === '') {
    return '';
  }
  await git(clone, 'fetch', '--quiet', '--depth', '1', '--no-tags', 'origin', ref);
  const subject = await git(clone, 'log', '-1', '--format=%s', 'FETCH_HEAD');
  if (!subject.startsWith(title)) {
    throw new Error(
      `The newest commit of the branch ${branch} is not from delivery-fleet: ${subject}. Merge or delete the branch, or specify another one with --branch.`,
    );
  }
  return git(clone, 'rev-parse', 'FETCH_HEAD');
}
