import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES, EXCERPTS, generateExample } from '../examples/generate';
import { filesIn, temporaryFolder } from './support/project';

test.each(EXAMPLES)('examples/%s is up to date with its config (to update it: npm run examples)', (name) => {
  const committed = join(__dirname, '../examples', name);
  const folder = temporaryFolder();
  copyFileSync(join(committed, '.projenrc.ts'), join(folder, '.projenrc.ts'));
  generateExample(name, folder);
  const excerpt = EXCERPTS[name];
  const generated = Object.entries(filesIn(folder)).filter(
    ([path]) => !excerpt || path === '.projenrc.ts' || excerpt.includes(path),
  );
  expect(filesIn(committed)).toEqual(Object.fromEntries(generated));
});
