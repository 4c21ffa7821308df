import { LogLevel, Project } from 'projen';
import { LambdaDelivery } from '../../../src';
import { type LambdaDeliveryOptions, LambdaPackageType } from '../../../src/options';
import { filesIn, temporaryFolder } from '../../support/project';
import { LAMBDA_CONFIGS, LAMBDA_ENVIRONMENTS, LAMBDA_MINIMAL } from './configs';

/** In a project that is not a Node.js project, something must create the zip file. */
const bundleOf = ({ packageType }: Partial<LambdaDeliveryOptions>) =>
  packageType === LambdaPackageType.IMAGE ? {} : { bundle: { testCommands: ['npm test', 'npm run bundle'] } };

function deliveryIn(options: Partial<LambdaDeliveryOptions> = {}) {
  const outdir = temporaryFolder();
  const project = new Project({ name: 'orders-api', outdir, logging: { level: LogLevel.OFF } });
  return {
    outdir,
    project,
    delivery: new LambdaDelivery(project, { ...LAMBDA_MINIMAL, ...bundleOf(options), ...options }),
  };
}

test('writes every file', () => {
  const { outdir, project, delivery } = deliveryIn();
  project.synth();
  const files = Object.keys(filesIn(outdir)).filter((path) => !path.startsWith('.projen') && !path.startsWith('.git'));
  expect(files).toEqual([
    'DELIVERY.md',
    'buildspec.yml',
    'infra/artifacts-stack.ts',
    'infra/base-stack.ts',
    'infra/bundle.sh',
    'infra/cdk.json',
    'infra/main.ts',
    'infra/package.json',
    'infra/pipeline-stack.ts',
    'infra/preflight.sh',
    'infra/release.sh',
    'infra/rollback.sh',
    'infra/service-stack.ts',
    'infra/tsconfig.json',
  ]);
  expect(Object.keys(delivery.infra).sort()).toEqual([
    'artifacts',
    'main',
    'pipeline',
    'production-base',
    'production-service',
  ]);
});

test.each(Object.entries(LAMBDA_CONFIGS))(
  'the files of %s agree, and a second synthesis changes nothing',
  (_, options) => {
    const { outdir, project } = deliveryIn(options);
    project.synth();
    const first = filesIn(outdir);
    new LambdaDelivery(new Project({ name: 'orders-api', outdir, logging: { level: LogLevel.OFF } }), {
      ...LAMBDA_MINIMAL,
      ...bundleOf(options),
      ...options,
    }).project.synth();
    expect(filesIn(outdir)).toEqual(first);
  },
);

test('an override that contradicts another file is an error', () => {
  const { project, delivery } = deliveryIn(LAMBDA_ENVIRONMENTS);
  delivery.infra['dev-service']!.replace("functionName: 'orders-api-dev'", "functionName: 'orders-dev'");
  expect(() => project.synth()).toThrow(/Function.*\n?.*orders-dev/);
});
