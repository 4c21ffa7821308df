import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FactChange } from '../core/preview';
import { compare } from './compare';
import { copyRepository, filesIn } from './copy';
import { type Evaluation, evaluate, prepare } from './evaluate';
import { failed, NOTHING, type Regenerated } from './outcome';

/** A repository for a worker to regenerate. */
export interface Job {
  readonly repository: string;
  /** The folder of the copy. */
  readonly copy: string;
  /** The work folder of the command. */
  readonly work: string;
  readonly remote?: string;
  /** Whether this process evaluates only this config. */
  readonly alone: boolean;
}

export type Reply =
  | Regenerated
  | { readonly result: 'missing'; readonly name: string; readonly message: string }
  | { readonly result: 'not-shared' };

/** Runs in a process that `delivery-fleet` starts for each core. It can write only to the copies. */
export function runWorker(): void {
  prepare();
  // Configs see no channel to the command.
  const send = process.send!.bind(process);
  process.send = undefined;
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.on('message', (job: Job) => {
    void regenerate(job).then(
      (reply) => send(reply),
      (error: unknown) => send(failed(error instanceof Error ? (error.stack ?? error.message) : String(error))),
    );
  });
}

async function regenerate({ repository, copy, work, remote, alone }: Job): Promise<Reply> {
  const skipped = copyRepository(repository, copy, work, remote);
  const before = new Set(filesIn(copy).keys());
  const evaluation = await evaluate(copy, alone ? settled : undefined);
  const notes = skipped.map((path) => `${path} is not a file or folder of the repository, so it was not copied.`);
  return replyOf(evaluation, repository, copy, before, notes);
}

/** Resolves when nothing keeps this process running, except its connection to the command. */
function settled(): Promise<void> {
  return new Promise((resolve, reject) => {
    const channel = process.channel!;
    const end = (action: () => void) => {
      channel.ref();
      action();
    };
    process.once('beforeExit', () => end(resolve));
    process.once('uncaughtException', (error) => end(() => reject(error)));
    process.once('unhandledRejection', (error) => end(() => reject(error)));
    channel.unref();
  });
}

function replyOf(
  evaluation: Evaluation,
  repository: string,
  copy: string,
  before: ReadonlySet<string>,
  notes: readonly string[],
): Reply {
  switch (evaluation.state) {
    case 'not-shared':
      return { result: 'not-shared' };
    case 'missing':
      return { result: 'missing', name: evaluation.name, message: evaluation.message };
    case 'failed':
      return { ...failed(evaluation.message), notes };
    case 'refused':
      return { ...NOTHING, result: 'refused', problems: evaluation.problems, notes };
    case 'evaluated': {
      const files = compare(repository, copy, before);
      const { previews } = evaluation;
      const folderOf = (outdir: string) => relative(copy, outdir);
      return {
        ...NOTHING,
        result: files.length > 0 ? 'changed' : 'unchanged',
        files,
        facts:
          files.length === 0
            ? []
            : previews.flatMap(({ outdir, changes }) => {
                const read = (path: string) => contentOf(join(repository, folderOf(outdir), path));
                return withFolder(changes(read), folderOf(outdir));
              }),
        edited: previews.flatMap(({ outdir, edited }) => edited().map((path) => join(folderOf(outdir), path))),
        waived: previews.flatMap(({ waived = [] }) => waived),
        notes: [
          ...notes,
          ...(previews.length > 0 ? [] : ['The config contains no delivery of this package.']),
          ...previews.flatMap(({ warnings = [] }) => warnings),
        ],
      };
    }
  }
}

function contentOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf-8') : undefined;
}

function withFolder(changes: readonly FactChange[], folder: string): FactChange[] {
  return changes.map((change) => ({ ...change, files: change.files.map((path) => join(folder, path)) }));
}
