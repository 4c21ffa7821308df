import { CpuArchitecture, type EcsDeliveryOptions } from '../../src';
import type { FinalFile } from '../../src/facts/contradictions';
import { factChanges } from '../../src/facts/fact-changes';
import { type Config, rehearse } from '../../src/facts/sync-check';
import type { CommonModel } from '../../src/model/common-model';
import { DELIVERIES } from './deliveries';
import { configOf, finalOf } from './support';

const finalsOf = (config: Config<CommonModel>) => new Map(config.files.map((file) => [file.path, finalOf(file)]));

type Edit = (files: Map<string, FinalFile>) => void;

/** In words, what changes if the options change. */
function changes(before: Partial<EcsDeliveryOptions>, after: Partial<EcsDeliveryOptions>, edit: Edit = () => {}) {
  const config = configOf(after);
  const [previous, finals] = [finalsOf(configOf(before) as never), finalsOf(config as never)];
  edit(previous);
  return factChanges(rehearse(config), finals, previous).map(
    ({ title, environments, from, to }) =>
      `${title}${environments.length > 0 ? ` of ${environments.join(' and ')}` : ''}: ${from} -> ${to}`,
  );
}

describe('the shared values that change', () => {
  test('are none between equal files', () => {
    expect(changes({}, {})).toEqual([]);
  });

  test.each<[Partial<EcsDeliveryOptions>, string[]]>([
    [{ containerPort: 8080 }, ['Container port: 3000 -> 8080']],
    [{ awsRegion: 'eu-central-1' }, ['AWS Region: us-east-1 -> eu-central-1']],
    [{ awsAccount: '444455556666' }, ['AWS account: 111122223333 -> 444455556666']],
    [{ nodeVersion: '22' }, ['Node.js version: 24 -> 22']],
    [{ bootstrapQualifier: 'acme' }, ['CDK bootstrap qualifier: hnb659fds -> acme']],
    [{ branch: 'release' }, ['Release branch: main -> release']],
    [{ healthCheckPath: '/healthz' }, ['Health check path: /health -> /healthz']],
    [{ cpuArchitecture: CpuArchitecture.ARM64 }, ['CPU architecture: undefined -> arm64']],
    [{ ecsCluster: 'shared' }, ['ECS cluster: orders-api-production -> shared']],
  ])('%j', (options, expected) => {
    expect(changes({}, options)).toEqual(expected);
  });

  test('are found if several of them change in one ARN', () => {
    const after = { awsRegion: 'eu-central-1', bootstrapQualifier: 'acme', awsAccount: '444455556666' };
    expect(changes({}, after).sort()).toEqual([
      'AWS Region: us-east-1 -> eu-central-1',
      'AWS account: 111122223333 -> 444455556666',
      'CDK bootstrap qualifier: hnb659fds -> acme',
    ]);
  });

  test('belong to environments', () => {
    const [staging, production] = [{ name: 'staging' }, { name: 'production' }];
    const before = { environments: [staging, production] };
    const after = {
      environments: [
        { ...staging, awsRegion: 'us-west-2' },
        { ...production, awsAccount: '777788889999' },
      ],
    };
    expect(changes(before, after)).toEqual([
      'AWS Region of staging: us-east-1 -> us-west-2',
      'AWS account of production: 111122223333 -> 777788889999',
    ]);
    expect(changes(before, { ...before, awsRegion: 'us-west-2' })).toEqual(['AWS Region: us-east-1 -> us-west-2']);
  });

  test('do not include files that did not exist, or that did not change', () => {
    const remove: Edit = (files) => {
      files.delete('Dockerfile');
    };
    expect(changes({}, {}, remove)).toEqual([]);
    expect(changes({}, { environmentVariables: { LOG_LEVEL: 'warn' } })).toEqual([]);
  });

  test('do not include what an override changes in both versions', () => {
    const config = configOf({});
    const [previous, finals] = [finalsOf(config as never), finalsOf(config as never)];
    for (const files of [previous, finals]) {
      const dockerfile = files.get('Dockerfile')!;
      files.set('Dockerfile', { ...dockerfile, body: dockerfile.body!.replace('EXPOSE 3000', 'EXPOSE 4000') });
    }
    expect(factChanges(rehearse(config), finals, previous)).toEqual([]);
  });

  test.each(DELIVERIES.filter((_, i) => i % 12 === 0))('are none between equal files: %s', (_, config) => {
    const files = finalsOf(config());
    expect(factChanges(rehearse(config()), files, files)).toEqual([]);
  });
});
