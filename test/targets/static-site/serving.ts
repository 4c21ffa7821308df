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
  headers?: Record<string, { value: string }>;
  cookies?: Record<string, { value: string; attributes: string }>;
}

interface Site {
  /** What the store contains. `undefined`: nothing. */
  readonly state?: unknown;
  readonly singlePageApplication?: boolean;
  readonly previews?: boolean;
}

const values = (given: Readonly<Record<string, string | undefined>>): Record<string, { value: string }> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, { value }]])),
  );

/** Runs the code of the function with a store that contains the state. */
export function siteOf({ state, singlePageApplication = false, previews = false }: Site) {
  const code = renderSiteFunction(modelOf({ singlePageApplication }).site, previews).replace(
    "import cf from 'cloudfront';",
    '',
  );
  const store = {
    get: async (key: string) => {
      if (key !== 'live' || state === undefined) {
        throw new Error('KeyNotFound');
      }
      return typeof state === 'string' ? state : JSON.stringify(state);
    },
  };
  const handler = runInNewContext(`${code}; handler`, { cf: { kvs: () => store } });
  const call = (eventType: string, uri: string, { query, cookie, preview, previewCookie, id = 'id', response }: Call) =>
    handler({
      context: { eventType, requestId: id },
      request: {
        uri,
        querystring: values({ release: query, preview }),
        cookies: values({ 'site-release': cookie, 'site-preview': previewCookie }),
      },
      response,
    });
  return {
    request: (uri: string, options: Call = {}): Promise<Request & Response> => call('viewer-request', uri, options),
    response: (options: Call = {}): Promise<Response> =>
      call('viewer-response', '/', { ...options, response: { statusCode: 200, headers: {} } }),
  };
}

export interface Call {
  readonly query?: string;
  readonly cookie?: string;
  /** The query parameter of the preview of a pull request. */
  readonly preview?: string;
  readonly previewCookie?: string;
  readonly id?: string;
  readonly response?: Response;
}
