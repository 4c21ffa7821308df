import { pascalCase } from '../../src/model/names';

test('converts a name to Pascal case', () => {
  expect(pascalCase('pre-production')).toBe('PreProduction');
});
