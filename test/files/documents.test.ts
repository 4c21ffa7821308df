import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliveryIn, filesIn, temporaryFolder } from '../support/project';

const WORKFLOW = '.github/workflows/deploy.yml';

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
