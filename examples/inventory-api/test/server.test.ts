import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createService } from '../src/server';

const server = createService({ healthCheckPath: '/health' });
let url: string;

before(async () => {
  server.listen(0);
  await once(server, 'listening');
  url = 'http://127.0.0.1:' + (server.address() as AddressInfo).port;
});

after(() => server.close());

test('answers health checks', async () => {
  const response = await fetch(url + '/health');
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: 'ok' });
});

test('answers GET /', async () => {
  const response = await fetch(url + '/?verbose=1');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json');
});

test('answers 404 for an unknown path', async () => {
  const response = await fetch(url + '/nowhere');
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), { error: 'Not Found' });
});

// Windows does not support SIGTERM.
test('stops on SIGTERM with exit code 0', { skip: process.platform === 'win32', timeout: 10_000 }, async (t) => {
  const child = spawn(process.execPath, [join(__dirname, '../src/main.js')], {
    env: { ...process.env, PORT: '0', HEALTH_CHECK_PATH: '/health' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const [listening] = await once(child.stdout, 'data');
  const { address } = JSON.parse(String(listening));
  assert.equal((await fetch('http://127.0.0.1:' + address.port + '/health')).status, 200);

  child.kill('SIGTERM');
  assert.deepEqual(await exit, [0, null]);
});
