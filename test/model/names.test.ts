import { pascalCase } from '../../src/model/names';

test('a name becomes part of an identifier', () => {
  expect(pascalCase('pre-production')).toBe('PreProduction');
});
