import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectFile } from 'projen';
import type { GeneratedDocument } from '../../src/files/document';
import { deliveryIn, filesIn, temporaryFolder } from '../support/project';

const WORKFLOW = '.github/workflows/deploy.yml';

const dataOf = (file: ObjectFile) => (file as ObjectFile & GeneratedDocument).data as any;

test('an override of one job does not change other jobs, although the renderers share objects', () => {
  const { delivery } = deliveryIn(temporaryFolder());
  const workflow = delivery.deployWorkflow!;
  const readers = () => (workflow as unknown as { content: string }).content.match(/contents: read$/gm)!.length;
  const before = readers();
  workflow.addOverride('jobs.deploy-production.permissions.contents', 'write');
  expect(readers()).toBe(before - 1);
});

test('the written content, including overrides, is the content that is checked and fingerprinted', () => {
  const folder = temporaryFolder();
  const warnings: string[] = [];
  const synth = () => {
    const { project, delivery } = deliveryIn(folder);
    project.logger.warn = (...text) => void warnings.push(text.join(' '));
    delivery.deployWorkflow!.addOverride('jobs.deploy-production.permissions.contents', 'write');
    project.synth();
  };
  synth();
  synth();
  expect(warnings).toEqual([]);
  writeFileSync(join(folder, WORKFLOW), filesIn(folder)[WORKFLOW]!.replace('name: deploy', 'name: mine'));
  synth();
  expect(warnings).toHaveLength(1);
});

describe('an item added to a list', () => {
  test('keeps an earlier override of another item of a JSON file', () => {
    const { delivery } = deliveryIn(temporaryFolder());
    const taskDefinition = delivery.taskDefinitions.production!;
    taskDefinition.addOverride('containerDefinitions.0.portMappings.0.name', 'web');
    taskDefinition.addToArray('containerDefinitions', { name: 'proxy', image: 'envoyproxy/envoy:v1.36.2' });
    expect(dataOf(taskDefinition).containerDefinitions).toEqual([
      expect.objectContaining({ portMappings: [{ containerPort: 3000, name: 'web', protocol: 'tcp' }] }),
      { name: 'proxy', image: 'envoyproxy/envoy:v1.36.2' },
    ]);
  });

  test('keeps an earlier override of another item of a YAML file', () => {
    const { delivery } = deliveryIn(temporaryFolder());
    const workflow = delivery.deployWorkflow!;
    workflow.addOverride('jobs.build.steps.0.name', 'Checkout');
    workflow.addToArray('jobs.build.steps', { run: 'echo 1' }, { run: 'echo 2' });
    const { steps } = dataOf(workflow).jobs.build;
    expect(steps[0].name).toBe('Checkout');
    expect(steps.slice(-2)).toEqual([{ run: 'echo 1' }, { run: 'echo 2' }]);
  });

  test('does not bring back an override that a later one replaced', () => {
    const { delivery } = deliveryIn(temporaryFolder());
    const workflow = delivery.deployWorkflow!;
    workflow.addOverride('jobs.build.steps.0.name', 'Checkout');
    workflow.addOverride('jobs.build.steps', [{ run: 'echo 1' }]);
    workflow.addToArray('jobs.build.steps', { run: 'echo 2' });
    expect(dataOf(workflow).jobs.build.steps).toEqual([{ run: 'echo 1' }, { run: 'echo 2' }]);
  });
});
