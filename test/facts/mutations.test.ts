import { isDeepStrictEqual } from 'node:util';
import type { RenderedFile } from '../../src/core/rendered-file';
import { compareFile, contradictionsIn, isFree } from '../../src/facts/contradictions';
import { checkSync } from '../../src/facts/sync-check';
import { DELIVERIES } from './deliveries';
import { Doors } from './doors';
import { lineOf, mutated, nameOf, placesOf } from './mutating';
import { configOf, finalOf, keyOf, rehearsalOf, reportOf } from './support';

const counts = { mutations: 0, free: 0, alone: 0 };
const calls: Record<string, number> = {};

afterAll(() => {
  process.stdout.write(
    `${counts.mutations} mutations of shared values in ${CHOSEN.length} configs, all reported. ` +
      `${counts.free} places are free by rule, ${counts.alone} are the only place of their value.\n` +
      `Made with ${Object.entries(calls)
        .map(([method, count]) => `${method} (${count})`)
        .join(', ')}.\n`,
  );
});

/** Every second config: neighbors in the list are similar. */
const CHOSEN = DELIVERIES.filter((_, i) => i % 2 === 0);

test.each(CHOSEN)('every change of one place of a shared value is reported: %s', (_name, configure) => {
  const config = configure();
  const rehearsal = rehearsalOf(config);
  const finals = new Map(config.files.map((file) => [file.path, finalOf(file)]));
  const places = rehearsal.files
    .flatMap((file, i) => placesOf(file, rehearsal.places[i]!))
    .filter(({ mark }) => !mark.isIdentifier);
  const binding = places.filter((place) => !isFree(config.rules, place.file.path, lineOf(place), nameOf(place)));
  counts.free += places.length - binding.length;
  const uses = new Map<string, number>();
  for (const fact of binding.flatMap(({ mark }) => mark.facts)) {
    uses.set(keyOf(fact), (uses.get(keyOf(fact)) ?? 0) + 1);
  }
  // A mutation changes one file, so the others are compared once.
  const unchanged = new Map(
    rehearsal.files.map((file, i) => [
      file.path,
      compareFile(file, finals.get(file.path), rehearsal.places[i]!, config.rules),
    ]),
  );
  const placesOfFile = new Map(rehearsal.files.map((file, i) => [file.path, rehearsal.places[i]!]));
  const doors = new Doors();
  const missed: string[] = [];
  // The methods that users have must be able to make every change.
  const wrong: string[] = [];
  for (const place of binding) {
    for (const fact of place.mark.facts) {
      const mutation = mutated(place, String(fact.value));
      if (!mutation) {
        continue;
      }
      if (uses.get(keyOf(fact)) === 1) {
        counts.alone++;
        continue;
      }
      counts.mutations++;
      for (const [method, file] of Object.entries(doors.open(place, mutation))) {
        calls[method] = (calls[method] ?? 0) + 1;
        if (!isDeepStrictEqual(file, mutation)) {
          wrong.push(`${method} in ${mutation.path}: ${nameOf(place)} ${lineOf(place).trim()}`);
        }
      }
      const changed = compareFile(place.file, mutation, placesOfFile.get(mutation.path)!, config.rules);
      const compared = [...new Map([...unchanged, [mutation.path, changed]]).values()];
      const allFinals = new Map([...finals, [mutation.path, mutation]]);
      if (contradictionsIn(compared, rehearsal.facts, allFinals, config.rules).length === 0) {
        missed.push(`${fact.title} in ${mutation.path}: ${nameOf(place)} ${lineOf(place).trim()}`);
      }
    }
  }
  expect(missed).toEqual([]);
  expect(wrong).toEqual([]);
  expect(binding.length).toBeGreaterThan(50);
});

describe('a Dockerfile that contradicts the config is reported', () => {
  const INSTRUCTIONS = ['ENV PORT=9999', 'ENV PORT 9999', 'ENV HEALTH_CHECK_PATH=/other', 'FROM node:20-slim'];

  test.each([...INSTRUCTIONS, 'USER 2000:2000'])('appended: %s', (instruction) => {
    const config = configOf();
    const file = config.files.find(({ path }) => path === 'Dockerfile') as RenderedFile & { readonly kind: 'text' };
    expect(reportOf(config, new Doors().appended(file, instruction))).toEqual([
      expect.stringContaining('Dockerfile says'),
    ]);
  });

  test.each([...INSTRUCTIONS, 'EXPOSE 9999'])('your own: %s', (instruction) => {
    const config = configOf({ imageBuild: { dockerfile: 'Dockerfile' } });
    const body = instruction.startsWith('FROM') ? instruction : `FROM node:24-slim\n${instruction}`;
    expect(() => checkSync(config, config.files.map(finalOf), { path: 'Dockerfile', body })).toThrow(
      /Dockerfile says .* Change Dockerfile/,
    );
  });
});
