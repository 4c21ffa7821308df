import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A folder in which shell commands run as CodeBuild runs them, with stand-ins for the programs that reach out. */
export class Shell {
  public constructor(public readonly folder: string) {}

  /** Puts a program in the place of a real one. It notes how it was called, then does what `body` says. */
  public program(name: string, body = 'exit 0'): void {
    writeFileSync(join(this.folder, name), `#!/bin/bash\necho "${name} $*" >> "${this.folder}/calls"\n${body}\n`);
    chmodSync(join(this.folder, name), 0o755);
  }

  /** Runs commands in one bash that keeps its variables; the first one that fails is the last one. */
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
        env: { ...env, PATH: [this.folder, process.env.PATH].join(delimiter) },
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

/** Whether a program is on this machine. */
export function isInstalled(program: string): boolean {
  return spawnSync('bash', ['-c', `command -v ${program}`]).status === 0;
}
