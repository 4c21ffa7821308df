import { join } from 'node:path';
import type { Project } from 'projen';
import type { GeneratedDocument } from '../files/document';
import type { Fingerprints } from '../files/fingerprints';
import { isGenerated, readIfThere } from '../files/owner-guard';
import type { Problem } from '../model/problems';

/**
 * Compares the generated files with the files on the disk.
 *
 * @param config the config file
 * @param kept files that an earlier config generated and that belong to the user now
 */
export function outdatedFiles(
  project: Project,
  documents: readonly GeneratedDocument[],
  fingerprints: Fingerprints,
  { config, kept }: { readonly config: string; readonly kept: readonly string[] },
): Problem[] {
  const edited = new Set(fingerprints.manualEdits());
  const orphans = fingerprints
    .orphans()
    .filter((path) => !kept.includes(path) && isGenerated(project, path))
    .filter((path) => readIfThere(join(project.outdir, path)) !== undefined && !project.tryFindFile(path));
  return [
    ...documents.flatMap((document): Problem[] => {
      const { path } = document;
      const onDisk = readIfThere(document.absolutePath);
      if (onDisk === undefined) {
        return [
          {
            code: 'missing-file',
            path,
            file: path,
            why: 'does not exist',
            fix: 'Run npx projen, and commit the file.',
          },
        ];
      }
      const line = firstDifference(onDisk, document.content);
      if (line === undefined) {
        return [];
      }
      return edited.has(document)
        ? [
            {
              code: 'edited-file',
              path,
              file: path,
              line,
              why: 'was edited manually',
              fix: `Change ${config} instead, and run npx projen.`,
            },
          ]
        : [
            {
              code: 'outdated-file',
              path,
              file: path,
              line,
              why: 'is not up to date',
              fix: 'Run npx projen, and commit the file.',
            },
          ];
    }),
    ...orphans.map(
      (path): Problem => ({
        code: 'orphaned-file',
        path,
        file: path,
        why: 'is no longer generated',
        fix: 'Run npx projen, which deletes it, and commit the change.',
      }),
    ),
  ];
}

/** Git can check out files with other line endings. */
function firstDifference(one: string, other: string): number | undefined {
  const [a, b] = [one, other].map((text) => text.replace(/\r\n/g, '\n').split('\n')) as [string[], string[]];
  const at = a.findIndex((line, i) => line !== b[i]);
  if (at >= 0) {
    return at + 1;
  }
  return a.length === b.length ? undefined : a.length;
}
