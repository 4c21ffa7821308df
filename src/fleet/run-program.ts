import { spawn } from 'node:child_process';

export interface ProgramSettings {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  /** What the program printed, without empty lines. */
  readonly output: string;
}

/** Runs a program to its end. */
export function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env }: ProgramSettings,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    const finish = (code: number | null) => {
      const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '');
      resolve({ code, stdout, output: lines.slice(-20).join('\n') });
    };
    child.on('error', (error) => {
      stderr += error.message;
      finish(null);
    });
    child.on('close', finish);
  });
}

/** Runs a program, and fails if it does. */
export async function mustRun(command: string, args: readonly string[], settings: ProgramSettings): Promise<string> {
  const { code, stdout, output } = await runProgram(command, args, settings);
  if (code !== 0) {
    throw new Error(`${[command, ...args].join(' ')} failed:\n${output}`);
  }
  return stdout.trim();
}
