import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releaseText } from '../src/release';

test('shows the ID of the release', async () => {
  const text = await releaseText(async () => new Response('{"release":"0123456789abcdef"}'));
  assert.equal(text, 'Release 0123456789abcdef');
});

test('shows that a site on your computer is not released', async () => {
  const text = await releaseText(async () => new Response('', { status: 404 }));
  assert.equal(text, 'Not released yet');
});

test('works without a connection', async () => {
  const text = await releaseText(async () => {
    throw new Error('offline');
  });
  assert.equal(text, 'The release is unknown');
});
