import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { LogLevel, Project } from 'projen';
import { EcsDelivery, EcsServiceProject, type EcsServiceProjectOptions } from '../../src';
import type { EcsDeliveryOptions } from '../../src/options';
import { MINIMAL_OPTIONS } from './model';

const folders: string[] = [];

/** A new folder that is deleted after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/**
 * A delivery in a language-neutral project. Always specify `outdir`: without it, projen's test helper deletes the
 * current folder.
 */
export function deliveryIn(
  outdir: string,
  options: Partial<EcsDeliveryOptions> = {},
): { project: Project; delivery: EcsDelivery } {
  const project = new Project({ name: 'orders-api', outdir, logging: { level: LogLevel.OFF } });
  return { project, delivery: new EcsDelivery(project, { ...MINIMAL_OPTIONS, ...options }) };
}

/** A TypeScript service. */
export function serviceIn(outdir: string, options: Partial<EcsServiceProjectOptions> = {}): EcsServiceProject {
  return new EcsServiceProject({ name: 'orders-api', ...MINIMAL_OPTIONS, ...options, outdir });
}

/** All files in a folder and its subfolders, as a map of path to content. */
export function filesIn(folder: string): Record<string, string> {
  const paths = (dir: string): string[] =>
    readdirSync(dir).flatMap((name) => {
      const path = join(dir, name);
      return statSync(path).isDirectory() ? paths(path) : [path];
    });
  return existsSync(folder)
    ? Object.fromEntries(
        paths(folder)
          .sort()
          .map((path) => [relative(folder, path), readFileSync(path, 'utf-8')]),
      )
    : {};
}

/** The message of the error that an action throws. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('no error was thrown');
}
