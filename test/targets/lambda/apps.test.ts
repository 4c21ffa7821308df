import { lintWorkflows } from '../../support/actionlint';
import { removeOutdirs, typeErrors } from '../../support/infra-app';
import { LAMBDA_CONFIGS } from './configs';
import { lambdaApp, lambdaFiles, lambdaInfra, lambdaModel, lambdaText } from './support';

afterAll(removeOutdirs);

test('the generated apps compile', () => {
  const apps = Object.fromEntries(
    Object.entries(LAMBDA_CONFIGS).map(([name, options]) => [
      name.replace(/\W/g, '-'),
      lambdaInfra(lambdaModel(options)),
    ]),
  );
  expect(typeErrors(apps)).toEqual([]);
});

test.each(Object.entries(LAMBDA_CONFIGS))('the app of %s synthesizes without findings', (_, options) => {
  const app = lambdaApp(options);
  for (const { stackName } of app.stacks) {
    app.template(stackName);
  }
  expect(app.nagFindings()).toEqual([]);
});

test('the workflows have no findings', () => {
  const sources = Object.values(LAMBDA_CONFIGS).flatMap((options) => {
    const model = lambdaModel(options);
    return lambdaFiles(model)
      .filter(({ path }) => path.startsWith('.github/workflows/'))
      .map(({ path }) => lambdaText(model, path));
  });
  expect(sources.length).toBeGreaterThan(20);
  expect(lintWorkflows(sources).flat()).toEqual([]);
});
