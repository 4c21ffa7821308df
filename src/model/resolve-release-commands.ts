import type { ReleaseCommandsOptions } from '../options';
import { isRecord } from './json-data';
import type { ReleaseCommandsModel, TaskRoleStatementModel } from './model';
import type { OptionReader } from './option-reader';
import { REPOSITORY_PATH, SHELL_COMMAND } from './rules';

const RELEASE_COMMANDS_OPTIONS: Readonly<Record<keyof ReleaseCommandsOptions, true>> = {
  before: true,
  after: true,
  files: true,
};

/** The commands before and after a release. `undefined`: there are none. */
export function resolveReleaseCommands(parent: OptionReader): ReleaseCommandsModel | undefined {
  const options = parent.struct('releaseCommands', RELEASE_COMMANDS_OPTIONS);
  const before = options.strings('before', SHELL_COMMAND) ?? [];
  const after = options.strings('after', SHELL_COMMAND) ?? [];
  const files = options.strings('files', REPOSITORY_PATH) ?? [];
  if (before.length > 0 || after.length > 0) {
    return { before, after, files };
  }
  if (isRecord(parent.value('releaseCommands')) && !options.isRejected('before', 'after')) {
    parent.rejectWithoutValue('releaseCommands', 'no-release-commands', {
      why: 'contains no commands',
      fix: 'Set before, after, or both, or remove the option.',
    });
  }
  return undefined;
}

/** Statements of the deploy role apply to commands, so there must be some. */
export function checkDeployRoleStatements(
  options: OptionReader,
  statements: readonly TaskRoleStatementModel[],
  hasCommands: boolean,
): void {
  if (statements.length > 0 && !hasCommands && !options.isRejected('releaseCommands', 'smokeTest')) {
    options.rejectWithoutValue('deployRoleStatements', 'unused-deploy-statements', {
      why: 'has no effect because neither releaseCommands nor smokeTest is set',
      fix: 'Set releaseCommands or smokeTest, or remove it.',
    });
  }
}
