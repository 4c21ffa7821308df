import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handler } from '../src/index';

async function get(rawPath: string): Promise<{ status: number; body: unknown }> {
  const { statusCode, body } = await handler({ rawPath, requestContext: { http: { method: 'GET' } } });
  return { status: statusCode, body: JSON.parse(body) };
}

test('answers health checks', async () => {
  assert.deepEqual(await get('/health'), { status: 200, body: { status: 'ok' } });
});

test('answers GET /', async () => {
  assert.equal((await get('/')).status, 200);
});

test('answers 404 for an unknown path', async () => {
  assert.deepEqual(await get('/nowhere'), { status: 404, body: { error: 'Not Found' } });
});
