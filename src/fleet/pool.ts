import { type ChildProcess, fork } from 'node:child_process';
import { failed, type Regenerated } from './outcome';
import type { Job, Reply } from './worker';

/** The environment variables that are passed to a config. None of them contains credentials. */
const ENVIRONMENT = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SystemRoot'];

export interface PoolSettings {
  /** The script that runs the worker. */
  readonly script: string;
  /** The folders that workers may write to. */
  readonly writable: readonly string[];
  readonly allowPrograms: boolean;
  /** How long the evaluation of a config may take, in seconds. */
  readonly timeout: number;
}

/** A reply other than a request for a process of its own. */
export type FinalReply = Exclude<Reply, { readonly result: 'not-shared' }>;

/** One process that evaluates configs one after the other. It is started again if it ends. */
export class Lane {
  private shared?: ChildProcess;

  public constructor(private readonly settings: PoolSettings) {}

  /** Regenerates a repository, in a process of its own if the shared one cannot do so. */
  public async regenerate(job: Omit<Job, 'alone'>): Promise<FinalReply> {
    this.shared ??= start(this.settings);
    const reply = await this.ask(this.shared, { ...job, alone: false });
    if (reply === 'crashed' || reply === 'timeout') {
      this.stop();
    }
    if (reply === 'timeout') {
      return this.timedOut();
    }
    return reply === 'crashed' || reply.result === 'not-shared' ? this.regenerateAlone(job) : reply;
  }

  /** @param packages a folder `node_modules` with additional packages */
  public async regenerateAlone(job: Omit<Job, 'alone'>, packages?: string): Promise<FinalReply> {
    const child = start(this.settings, packages);
    try {
      const reply = await this.ask(child, { ...job, alone: true });
      if (reply === 'timeout') {
        return this.timedOut();
      }
      return reply === 'crashed' || reply.result === 'not-shared'
        ? failed(`The process that evaluated the config ended. ${errorsOf(child)}`.trim())
        : reply;
    } finally {
      child.kill('SIGKILL');
    }
  }

  public stop(): void {
    this.shared?.kill('SIGKILL');
    this.shared = undefined;
  }

  private timedOut(): Regenerated {
    return failed(`The config was not evaluated within ${this.settings.timeout} seconds.`);
  }

  private ask(child: ChildProcess, job: Job): Promise<Reply | 'crashed' | 'timeout'> {
    return new Promise((resolve) => {
      const finish = (reply: Reply | 'crashed' | 'timeout') => {
        clearTimeout(timer);
        child.off('message', onReply).off('exit', onExit).off('error', onExit);
        resolve(reply);
      };
      const onReply = (reply: unknown) => finish(reply as Reply);
      const onExit = () => finish('crashed');
      const timer = setTimeout(() => finish('timeout'), this.settings.timeout * 1000);
      child.on('message', onReply).on('exit', onExit).on('error', onExit);
      child.send(job, (error) => error && onExit());
    });
  }
}

function start({ script, writable, allowPrograms }: PoolSettings, packages?: string): ChildProcess {
  const env = Object.fromEntries(ENVIRONMENT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const child = fork(script, ['--worker'], {
    execArgv: permissions(writable, allowPrograms),
    env: { ...env, NODE_NO_WARNINGS: '1', ...(packages ? { NODE_PATH: packages } : {}) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr!.on('data', (chunk) => {
    errors = (errors + String(chunk)).slice(-2000);
    ERRORS.set(child, errors);
  });
  return child;
}

const ERRORS = new WeakMap<ChildProcess, string>();

function errorsOf(child: ChildProcess): string {
  return ERRORS.get(child) ?? '';
}

/** https://nodejs.org/api/permissions.html */
function permissions(writable: readonly string[], allowPrograms: boolean): string[] {
  const flag = ['--permission', '--experimental-permission'].find((one) =>
    process.allowedNodeEnvironmentFlags.has(one),
  );
  return flag === undefined
    ? []
    : [
        flag,
        '--allow-fs-read=*',
        ...writable.map((folder) => `--allow-fs-write=${folder}/*`),
        ...(allowPrograms ? ['--allow-child-process'] : []),
      ];
}
