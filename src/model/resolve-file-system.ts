import type { ContainerModel } from './model';
import type { OptionReader } from './option-reader';
import { CONTAINER_PATH } from './rules';

/** Programs in all languages expect to be able to write temporary files. */
const TEMPORARY_FILES = '/tmp';

/**
 * Whether the root file system is read-only, and which directories are writable nevertheless. A Dockerfile that the
 * user wrote can contain any program, so its file system is writable by default.
 */
export function resolveFileSystem(
  options: OptionReader,
  dockerfileIsGenerated: boolean,
): Pick<ContainerModel, 'readonlyRootFilesystem' | 'writablePaths'> {
  const readonlyRootFilesystem = options.boolean('readonlyRootFilesystem') ?? dockerfileIsGenerated;
  const paths = options.strings('writablePaths', CONTAINER_PATH) ?? [];
  if (options.has('writablePaths') && !readonlyRootFilesystem && !options.isRejected('readonlyRootFilesystem')) {
    options.rejectWithoutValue('writablePaths', 'unused-container-option', {
      why: 'has no effect because the root file system is writable',
      fix: 'Set readonlyRootFilesystem to true, or remove writablePaths.',
    });
  }
  return {
    readonlyRootFilesystem,
    writablePaths: readonlyRootFilesystem ? [...new Set([TEMPORARY_FILES, ...paths])] : [],
  };
}
