import { CODE_BUILD, CODE_CONNECTIONS, CODE_PIPELINE } from '../../src/data/regional-services';
import { partitionOf } from '../../src/model/aws';
import { PipelineSource } from '../../src/options';
import { problemsOf } from './resolving';

const CODE_COMMIT = {
  githubRepository: undefined,
  githubActions: { enabled: false },
  codePipeline: { source: PipelineSource.CODE_COMMIT },
};

test.each(['us-east-1', 'eu-central-1', 'us-gov-east-1', 'eu-west-9'])('a pipeline in %s is accepted', (awsRegion) => {
  expect(problemsOf({ awsRegion })).toEqual([]);
});

test.each(['cn-north-1', 'us-gov-west-1', 'ap-southeast-4'])(
  'a pipeline from CodeCommit in %s is accepted',
  (awsRegion) => {
    expect(problemsOf({ awsRegion, ...CODE_COMMIT })).toEqual([]);
  },
);

test.each(['cn-north-1', 'mx-central-1', 'ap-southeast-4'])('GitHub Actions in %s is accepted', (awsRegion) => {
  expect(problemsOf({ awsRegion, codePipeline: { enabled: false } })).toEqual([]);
});

test('an environment can be in a Region without the services, because the pipeline is elsewhere', () => {
  expect(problemsOf({ environments: [{ name: 'mexico', awsRegion: 'mx-central-1' }] })).toEqual([]);
});

test('the config can insist on a pipeline in a Region, but not in a partition without the service', () => {
  const codePipeline = { enabled: true };
  expect(problemsOf({ awsRegion: 'ap-southeast-4', codePipeline })).toEqual([]);
  expect(problemsOf({ awsRegion: 'cn-north-1', codePipeline })).toHaveLength(1);
});

test('an invalid Region is the only problem', () => {
  expect(problemsOf({ awsRegion: 'cn-north' })).toHaveLength(1);
});

test('the tables list no Region of a partition that lacks the service', () => {
  for (const { partitions, regions } of [CODE_PIPELINE, CODE_BUILD, CODE_CONNECTIONS]) {
    expect(regions.filter((region) => partitions.includes(partitionOf(region)))).toEqual([]);
    expect([...regions].sort()).toEqual(regions);
  }
});
