import cf from 'cloudfront';

const store = cf.kvs();

/**
 * Selects the release that a visitor receives. The store contains the live release and, while a release is being
 * published, the next one with the percentage of visitors that receive it.
 */
async function handler(event) {
  const isRequest = event.context.eventType === 'viewer-request';
  let state;
  try {
    state = JSON.parse(await store.get('live'));
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
    event.response.cookies['site-release'] = {
      value: release,
      attributes: 'Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax',
    };
  }
  return event.response;
}

/** The release that the visitor asks for or received before, or one of the two by the percentage. */
function selectRelease(state, request, requestId) {
  if (!state.next) {
    return state.live;
  }
  const asked = request.querystring.release || request.cookies['site-release'];
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
    return uri + 'index.html';
  }
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  return name.includes('.') ? uri : uri + '/index.html';
}

function noRelease() {
  return {
    statusCode: 503,
    statusDescription: 'Service Unavailable',
    headers: { 'content-type': { value: 'text/html; charset=utf-8' }, 'cache-control': { value: 'no-store' } },
    body: '<!doctype html><title>No release yet</title><p>This site has no release yet.</p>',
  };
}
