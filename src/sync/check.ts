import { join } from 'node:path';
import { readIfThere } from '../files/owner-guard';
import type { DeliveryModel } from '../model/model';
import { ConfigError } from '../model/problems';
import { Contents } from './contents';
import type { Fact } from './fact';
import { factsOf } from './facts';
import type { Reading } from './readings';

/**
 * Compares what the files say in the end, overrides included, on every fact that they share.
 *
 * @throws ConfigError naming, for each disagreement, two files, the two values and the option that decides
 */
export function checkSync(
  model: DeliveryModel,
  folder: string,
  files: readonly { readonly path: string; readonly content: string }[],
): void {
  const texts = new Map(files.map(({ path, content }) => [path, content]));
  const own = model.build.dockerfile.generated ? undefined : readIfThere(join(folder, model.build.dockerfile.path));
  if (own !== undefined) {
    texts.set(model.build.dockerfile.path, own);
  }
  const contents = new Contents(texts);
  const lines = [...new Set(factsOf(model).flatMap((fact) => disagreements(fact, contents, model.files.config)))];
  if (lines.length > 0) {
    throw ConfigError.of(`The generated files of ${model.service} do not agree`, lines);
  }
}

interface Said {
  readonly reading: Reading;
  /** `undefined`: the file does not say anything where it should. */
  readonly value: string | undefined;
}

function disagreements(fact: Fact, contents: Contents, config: string): string[] {
  const said: Said[] = fact.readings
    .filter(({ file }) => contents.has(file))
    .flatMap((reading): Said[] => {
      const values = reading.read(contents);
      return values.length === 0 && !reading.optional
        ? [{ reading, value: undefined }]
        : values.map((value) => ({ reading, value }));
    });
  const right = said.filter(({ value }) => value === fact.value).map(({ reading }) => reading);
  return said
    .filter(({ value }) => value !== fact.value)
    .map(({ reading, value }) => {
      const agreed = right.find(({ file }) => file !== reading.file) ?? right[0];
      const other = agreed ? `${agreed.file} says "${fact.value}" (${agreed.where})` : `${config} says "${fact.value}"`;
      const found = value === undefined ? 'does not say' : `says "${value}"`;
      return `${fact.name}: ${reading.file} ${found} (${reading.where}), ${other}. ${fact.option ? `${fact.option} in ${config} decides: set it there, and remove` : 'Remove'} the override.`;
    });
}
