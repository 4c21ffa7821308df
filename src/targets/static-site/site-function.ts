import type { SiteModel } from './model';

/** The folder in the bucket that contains a folder for each pull request with a preview. */
export const PREVIEWS = 'previews';

/** The key in the store that contains the state of the site. */
export const STATE_KEY = 'live';

/** The cookie that keeps a visitor on the same release while there are two. */
export const COOKIE = 'site-release';

/** The cookie that keeps a visitor on the preview of a pull request. */
export const PREVIEW_COOKIE = 'site-preview';

const selectPreview = (assets: string) => `\
  const preview = previewOf(event.request);
  if (preview) {
    return isRequest ? previewRequest(event.request, preview) : previewResponse(event.response, preview);
  }
  if (isRequest && event.request.uri.startsWith('/${assets}/')) {
    return event.request;
  }
`;

const LEAVE_PREVIEW = `\
  if (event.request.querystring.preview) {
    setPreviewCookie(event.response, '', 0);
  }
`;

const previewFunctions = (assets: string) => `\
/** The number of the pull request whose preview the visitor asks for or received before. */
function previewOf(request) {
  const asked = request.querystring.preview || request.cookies['${PREVIEW_COOKIE}'];
  return asked && /^[1-9][0-9]{0,9}$/.test(asked.value) ? asked.value : '';
}

function previewRequest(request, preview) {
  const isAsset = request.uri.startsWith('/${assets}/');
  request.uri = '/${PREVIEWS}/' + preview + (isAsset ? request.uri : pathOf(request.uri));
  return request;
}

/** CloudFront does not call the function for missing files, so a visitor does not stay on a preview that does not exist. */
function previewResponse(response, preview) {
  response.headers['x-robots-tag'] = { value: 'noindex' };
  setPreviewCookie(response, preview, 3600);
  return response;
}

function setPreviewCookie(response, value, seconds) {
  response.cookies = response.cookies || {};
  response.cookies['${PREVIEW_COOKIE}'] = {
    value: value,
    attributes: 'Path=/; Max-Age=' + seconds + '; Secure; HttpOnly; SameSite=Lax',
  };
}

`;

/**
 * `infra/site-function.js`: runs in CloudFront for each request and response.
 *
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
export function renderSiteFunction({ singlePageApplication, assets }: SiteModel, previews = false): string {
  return `\
import cf from 'cloudfront';

const store = cf.kvs();

/**
 * Selects the release that a visitor receives. The store contains the live release and, while a release is being
 * published, the next one with the percentage of visitors that receive it.
 */
async function handler(event) {
  const isRequest = event.context.eventType === 'viewer-request';
${previews ? selectPreview(assets) : ''}  let state;
  try {
    state = JSON.parse(await store.get('${STATE_KEY}'));
  } catch (error) {
    return isRequest ? noRelease() : event.response;
  }
  const release = selectRelease(state, event.request, event.context.requestId);
  if (isRequest) {
    event.request.uri = '/releases/' + release + pathOf(event.request.uri);
    return event.request;
  }
  if (state.next) {
    event.response.cookies = event.response.cookies || {};
    event.response.cookies['${COOKIE}'] = {
      value: release,
      attributes: 'Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax',
    };
  }
${previews ? LEAVE_PREVIEW : ''}  return event.response;
}

/** The release that the visitor asks for or received before, or one of the two by the percentage. */
function selectRelease(state, request, requestId) {
  if (!state.next) {
    return state.live;
  }
  const asked = request.querystring.release || request.cookies['${COOKIE}'];
  if (asked && (asked.value === state.live || asked.value === state.next)) {
    return asked.value;
  }
  return percentOf(requestId) < state.weight ? state.next : state.live;
}

/** A number from 0 to 99. The request and its response have the same ID, so both select the same release. */
function percentOf(requestId) {
  let hash = 2166136261;
  for (let i = 0; i < requestId.length; i++) {
    hash = Math.imul(hash ^ requestId.charCodeAt(i), 16777619) >>> 0;
  }
  return (hash >>> 7) % 100;
}

/** The file of a path. The last part of a path without an extension is not a file. */
function pathOf(uri) {
  if (uri.endsWith('/')) {
    return ${singlePageApplication ? "'/index.html'" : "uri + 'index.html'"};
  }
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  return name.includes('.') ? uri : ${singlePageApplication ? "'/index.html'" : "uri + '/index.html'"};
}

${previews ? previewFunctions(assets) : ''}function noRelease() {
  return {
    statusCode: 503,
    statusDescription: 'Service Unavailable',
    headers: { 'content-type': { value: 'text/html; charset=utf-8' }, 'cache-control': { value: 'no-store' } },
    body: '<!doctype html><title>No release yet</title><p>This site has no release yet.</p>',
  };
}
`;
}
