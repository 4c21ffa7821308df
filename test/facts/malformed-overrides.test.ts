import * as fc from 'fast-check';
import { Component, LogLevel, Project } from 'projen';
import { dataOf, type RenderedFile } from '../../src/core/rendered-file';
import { compareFile, contradictionsIn, type FinalFile } from '../../src/facts/contradictions';
import { Documents } from '../../src/files/documents';
import type { EcsDeliveryOptions } from '../../src/options';
import { temporaryFolder } from '../support/project';
import { configOf, finalOf, rehearsalOf } from './support';

const OPTIONS: Partial<EcsDeliveryOptions> = {
  environments: [{ name: 'staging', awsAccount: '444455556666' }, { name: 'production' }],
  oneOffTask: { command: ['migrate'] },
  imageBuild: { testCommands: ['npm test'] },
};
const CONFIG = configOf(OPTIONS);
const REHEARSAL = rehearsalOf(CONFIG);
const FILES = CONFIG.files.filter(
  (file): file is Exclude<RenderedFile, { kind: 'text' }> => file.kind !== 'text' && /task-def|yml$/.test(file.path),
);
const FINALS = new Map(CONFIG.files.map((file) => [file.path, finalOf(file)]));
const compared = (path: string, final: FinalFile | undefined) => {
  const i = REHEARSAL.files.findIndex((file) => file.path === path);
  return compareFile(REHEARSAL.files[i]!, final, REHEARSAL.places[i]!, CONFIG.rules);
};
/** An override changes one file, so the others are compared once. */
const UNCHANGED = new Map(REHEARSAL.files.map(({ path }) => [path, compared(path, FINALS.get(path))]));

/** The paths of all values and collections of a file, as `addOverride` expects them. */
function pathsIn(value: unknown, path = ''): string[] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, item]) => {
          const name = key.replaceAll('.', '\\.');
          return pathsIn(item, path === '' ? name : `${path}.${name}`);
        })
      : [];
  return path === '' ? inner : [path, ...inner];
}

const PATHS = FILES.map((file) => pathsIn(dataOf(file)));

const path = fc
  .nat(FILES.length - 1)
  .chain((file) => fc.record({ file: fc.constant(file), path: fc.constantFrom(...PATHS[file]!) }));
const shape = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    '',
    0,
    -1,
    true,
    false,
    1e21,
    'null',
    [[]],
    [null],
    { name: null },
    { id: [] },
  ),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.anything({ maxDepth: 2 }), { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 3, noNullPrototype: true }),
);
const override = fc.record({ target: path, value: shape, isDeletion: fc.boolean() });

test('an override of any shape is accepted, or reported as a contradiction', () => {
  const counts = { accepted: 0, reported: 0 };
  const outdir = temporaryFolder();
  fc.assert(
    fc.property(override, ({ target, value, isDeletion }) => {
      const project = new Project({ name: 'orders-api', outdir, logging: { level: LogLevel.OFF } });
      const documents = new Documents(new Component(project), [FILES[target.file]!]);
      const [document] = documents.all;
      const file = documents.object(document!.path)!;
      if (isDeletion) {
        file.addDeletionOverride(target.path);
      } else {
        file.addOverride(target.path, value);
      }
      expect(typeof document!.content).toBe('string');
      const final = { path: document!.path, data: document!.data };
      const files = new Map([...UNCHANGED, [final.path, compared(final.path, final)]]);
      const finals = new Map([...FINALS, [final.path, final]]);
      const found = contradictionsIn([...files.values()], REHEARSAL.facts, finals, CONFIG.rules);
      counts[found.length > 0 ? 'reported' : 'accepted']++;
    }),
    { numRuns: 2000, seed: 11 },
  );
  expect(counts.accepted).toBeGreaterThan(100);
  expect(counts.reported).toBeGreaterThan(100);
});
