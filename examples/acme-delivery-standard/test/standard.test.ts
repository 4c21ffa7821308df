import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { EcsServiceProjectOptions } from 'projen-aws-delivery';
import { AcmeEcsService } from '../lib';

// Do not install packages.
process.env.PROJEN_DISABLE_POST = 'true';

const folder = mkdtempSync(join(tmpdir(), 'acme-'));
after(() => rmSync(folder, { recursive: true }));

function service(options: Partial<EcsServiceProjectOptions> = {}): AcmeEcsService {
  return new AcmeEcsService({
    name: 'orders-api',
    awsAccount: '111122223333',
    githubRepository: 'acme/orders-api',
    ...options,
    outdir: folder,
  });
}

test('a service follows the standard without further options', () => {
  assert.doesNotThrow(() => service().synth());
});

test('a service cannot change a fixed value', () => {
  assert.throws(() => service({ tags: { 'managed-by': 'me' } }), /"me" is not the value that the standard acme /);
});

test('a service can only use the allowed Regions', () => {
  assert.doesNotThrow(() => service({ awsRegion: 'eu-west-1' }));
  assert.throws(() => service({ awsRegion: 'us-east-1' }), /awsRegion: "us-east-1" is not a value that the standard/);
});

test('a release comes from main', () => {
  assert.throws(() => service({ branch: 'develop' }).synth(), /branch: is develop.* \[acme-release-branch\]/);
});
