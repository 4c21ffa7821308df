import { runInNewContext } from 'node:vm';
import { renderSiteFunction } from '../../../src/targets/static-site/site-function';
import { modelOf } from './support';

interface Request {
  uri: string;
  querystring: Record<string, { value: string }>;
  cookies: Record<string, { value: string }>;
}

interface Response {
  statusCode: number;
  cookies?: Record<string, { value: string; attributes: string }>;
}

interface Site {
  /** What the store contains. `undefined`: nothing. */
  readonly state?: unknown;
  readonly singlePageApplication?: boolean;
}

/** Runs the code of the function with a store that contains the state. */
export function siteOf({ state, singlePageApplication = false }: Site) {
  const code = renderSiteFunction(modelOf({ singlePageApplication }).site).replace("import cf from 'cloudfront';", '');
  const store = {
    get: async (key: string) => {
      if (key !== 'live' || state === undefined) {
        throw new Error('KeyNotFound');
      }
      return typeof state === 'string' ? state : JSON.stringify(state);
    },
  };
  const handler = runInNewContext(`${code}; handler`, { cf: { kvs: () => store } });
  const call = (eventType: string, uri: string, { query, cookie, id = 'id', response }: Call) =>
    handler({
      context: { eventType, requestId: id },
      request: {
        uri,
        querystring: query ? { release: { value: query } } : {},
        cookies: cookie ? { 'site-release': { value: cookie } } : {},
      },
      response,
    });
  return {
    request: (uri: string, options: Call = {}): Promise<Request & Response> => call('viewer-request', uri, options),
    response: (options: Call = {}): Promise<Response> =>
      call('viewer-response', '/', { ...options, response: { statusCode: 200 } }),
  };
}

export interface Call {
  readonly query?: string;
  readonly cookie?: string;
  readonly id?: string;
  readonly response?: Response;
}
