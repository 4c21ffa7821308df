import type { Infra } from '../src/delivery/infra';
import { lintWorkflows } from './support/actionlint';
import { infraOfModel, textOf } from './support/delivery';
import { InfraApp, removeOutdirs, typeErrors, withNewFiles, withNewStacks } from './support/infra-app';
import { MATRIX } from './support/matrix';
import { modelOf } from './support/model';

/** Checks the generated files for every combination of service, environments, engines and architecture. */

const combinations = MATRIX.map(({ name, options }) => ({ name, model: modelOf(options) }));

const infraOf = new Map<string, Infra>(combinations.map(({ name, model }) => [name, infraOfModel(model)]));

afterAll(removeOutdirs);

test('covers 108 combinations', () => {
  expect(combinations).toHaveLength(9 * 2 * 3 * 2);
});

test('every app compiles', () => {
  const apps = withNewFiles([...infraOf], ([, { sources }]) => sources);
  expect(typeErrors(Object.fromEntries(apps))).toEqual([]);
});

const checked = withNewStacks(combinations, ({ name }) => infraOf.get(name)!.sources);

test.each(checked)('$name synthesizes offline and has no cdk-nag findings', ({ name, model }) => {
  const generated = new InfraApp(infraOf.get(name)!.sources);
  expect(generated.nagFindings()).toEqual([]);
  const { manifest, stacks } = generated.app.synth();
  expect(manifest.missing ?? []).toEqual([]);
  expect(stacks.filter(({ stackName }) => stackName.endsWith('-service'))).toHaveLength(
    model.serviceKind === 'managed' ? model.environments.length : 0,
  );
});

test('every workflow passes the linter', () => {
  const texts = combinations.flatMap(({ name, model }) =>
    model.github
      ? [model.github.workflow, model.github.rollbackWorkflow, model.github.pullRequestWorkflow].map((path) => ({
          name,
          text: textOf(model, path),
        }))
      : [],
  );
  const distinct = [...new Map(texts.map((entry) => [entry.text, entry])).values()];
  const findings = lintWorkflows(distinct.map(({ text }) => text));
  expect(findings.flatMap((found, i) => found.map(({ message }) => `${distinct[i]!.name}: ${message}`))).toEqual([]);
});
