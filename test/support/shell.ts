import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Without the shims of version managers, which run programs such as `sleep` themselves. */
const SYSTEM_PATH = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith('shims'));

/** Runs shell commands like CodeBuild does, with fakes for programs that access the network. */
export class Shell {
  public constructor(public readonly folder: string) {}

  /** Replaces a program with a fake that records its arguments and then runs `body`. */
  public program(name: string, body = 'exit 0'): void {
    writeFileSync(join(this.folder, name), `#!/bin/bash\necho "${name} $*" >> "${this.folder}/calls"\n${body}\n`);
    chmodSync(join(this.folder, name), 0o755);
  }

  /** Runs commands in one bash process, so that variables are kept. Stops at the first command that fails. */
  public run(
    commands: readonly string[],
    env: Readonly<Record<string, string>>,
  ): { status: number | null; output: string; calls: string[] } {
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', commands.map((command) => `${command}\n[ $? -eq 0 ] || exit 1`).join('\n')],
      {
        cwd: this.folder,
        encoding: 'utf-8',
        // At a lower level, bash reads ~/.bashrc if its input is a socket.
        env: { SHLVL: '2', ...env, PATH: [this.folder, ...SYSTEM_PATH].join(delimiter) },
      },
    );
    const log = join(this.folder, 'calls');
    return {
      status,
      output: stdout + stderr,
      calls: existsSync(log) ? readFileSync(log, 'utf-8').trim().split('\n') : [],
    };
  }
}

/** Whether a program is installed on this machine. */
export function isInstalled(program: string): boolean {
  return spawnSync('bash', ['-c', `command -v ${program}`]).status === 0;
}
