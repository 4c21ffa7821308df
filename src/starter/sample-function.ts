import type { FunctionSource } from './function-source';

/**
 * Renders the sample function of a new project as a map of path to content: an HTTP handler without dependencies, and
 * its tests. The user owns these files, so they are never regenerated.
 *
 * @param service the name of the service
 */
export function renderSampleFunction(service: string, source: FunctionSource): Readonly<Record<string, string>> {
  return {
    [source.path]: handler(service, source),
    [source.path.replace('src/', 'test/').replace(/\.ts$/, '.test.ts')]: test(source),
  };
}

function handler(service: string, { exportName }: FunctionSource): string {
  return `\
/** The parts of a request that the function uses: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
export interface HttpRequest {
  readonly rawPath: string;
  readonly requestContext: { readonly http: { readonly method: string } };
}

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers the requests to the URL of the function. */
export async function ${exportName}(request: HttpRequest): Promise<HttpResponse> {
  const { method } = request.requestContext.http;
  const response = answer(method, request.rawPath);
  // Lambda writes objects as JSON. You can query their fields with CloudWatch Logs Insights.
  console.info({ message: 'request', method, path: request.rawPath, status: response.statusCode });
  return response;
}

function answer(method: string, path: string): HttpResponse {
  switch (method + ' ' + path) {
    case 'GET /':
      return json(200, { service: '${service}' });
    case 'GET /health':
      return json(200, { status: 'ok' });
    default:
      return json(404, { error: 'Not Found' });
  }
}

function json(statusCode: number, body: object): HttpResponse {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
`;
}

function test({ path, exportName }: FunctionSource): string {
  const up = '../'.repeat(path.split('/').length - 1);
  return `\
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ${exportName} } from '${up}${path.replace(/\.ts$/, '')}';

async function get(rawPath: string): Promise<{ status: number; body: unknown }> {
  const { statusCode, body } = await ${exportName}({ rawPath, requestContext: { http: { method: 'GET' } } });
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
`;
}
