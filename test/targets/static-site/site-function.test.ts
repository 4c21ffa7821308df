import { renderSiteFunction } from '../../../src/targets/static-site/site-function';
import { type Call, siteOf } from './serving';
import { modelOf } from './support';

const LIVE = 'aaaaaaaaaaaaaaaa';
const NEXT = 'bbbbbbbbbbbbbbbb';

const ONE = { live: LIVE, history: [LIVE] };
const TWO = { live: LIVE, history: [LIVE], next: NEXT, weight: 50 };
const PREVIEW = { ...TWO, weight: 0 };

test('is smaller than 10 KB, the limit of CloudFront', () => {
  expect(Buffer.byteLength(renderSiteFunction(modelOf().site))).toBeLessThan(10 * 1024);
  expect(Buffer.byteLength(renderSiteFunction(modelOf().site, true))).toBeLessThan(10 * 1024);
});

describe('paths', () => {
  test.each([
    ['/', '/index.html'],
    ['/index.html', '/index.html'],
    ['/about', '/about/index.html'],
    ['/about/', '/about/index.html'],
    ['/about.html', '/about.html'],
    ['/docs/v1.2/', '/docs/v1.2/index.html'],
    ['/docs/guide/start', '/docs/guide/start/index.html'],
    ['/favicon.ico', '/favicon.ico'],
    ['/app.js', '/app.js'],
    ['/missing.js', '/missing.js'],
    ['/.well-known/security.txt', '/.well-known/security.txt'],
    ['/config.json', '/config.json'],
    ['/release.json', '/release.json'],
    ['/a%20b/', '/a%20b/index.html'],
  ])('%s is answered by %s', async (uri, file) => {
    expect((await siteOf({ state: ONE }).request(uri)).uri).toBe(`/releases/${LIVE}${file}`);
  });

  test.each([
    ['/', '/index.html'],
    ['/orders', '/index.html'],
    ['/orders/', '/index.html'],
    ['/orders/41/edit', '/index.html'],
    ['/app.js', '/app.js'],
    // A missing script must be reported as missing. HTML in its place results in a syntax error.
    ['/missing.js', '/missing.js'],
    ['/orders/41.json', '/orders/41.json'],
    ['/config.json', '/config.json'],
  ])('in a single-page application, %s is answered by %s', async (uri, file) => {
    const site = siteOf({ state: ONE, singlePageApplication: true });
    expect((await site.request(uri)).uri).toBe(`/releases/${LIVE}${file}`);
  });
});

describe('with one release', () => {
  test.each<[string, Call]>([
    ['no cookie', {}],
    ['a cookie of an earlier release', { cookie: NEXT }],
    ['a preview of an earlier release', { query: NEXT }],
    ['an invalid cookie', { cookie: '../../secret' }],
  ])('every visitor receives it: %s', async (_name, call) => {
    expect((await siteOf({ state: ONE }).request('/', call)).uri).toBe(`/releases/${LIVE}/index.html`);
  });

  test('no cookie is set', async () => {
    expect((await siteOf({ state: ONE }).response()).cookies).toBeUndefined();
  });
});

describe('with two releases', () => {
  test.each<[string, unknown, Call, string]>([
    ['a cookie of the live release', TWO, { cookie: LIVE }, LIVE],
    ['a cookie of the next release', TWO, { cookie: NEXT }, NEXT],
    ['a preview of the next release', PREVIEW, { query: NEXT }, NEXT],
    ['a preview of the live release', TWO, { query: LIVE }, LIVE],
    ['a preview that differs from the cookie', PREVIEW, { query: NEXT, cookie: LIVE }, NEXT],
    ['a cookie from a preview', PREVIEW, { cookie: NEXT }, NEXT],
    ['weight 0', PREVIEW, {}, LIVE],
    ['weight 100', { ...TWO, weight: 100 }, {}, NEXT],
    ['an unknown preview', PREVIEW, { query: 'cccccccccccccccc' }, LIVE],
    ['an invalid cookie', PREVIEW, { cookie: '../../secret' }, LIVE],
  ])('%s', async (_name, state, call, release) => {
    const site = siteOf({ state });
    expect((await site.request('/', call)).uri).toBe(`/releases/${release}/index.html`);
    expect((await site.response(call)).cookies).toEqual({
      'site-release': { value: release, attributes: 'Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax' },
    });
  });

  test.each([10, 25, 50, 90])('about %s percent of the visitors receive the next one', async (weight) => {
    const site = siteOf({ state: { ...TWO, weight } });
    let next = 0;
    for (let i = 0; i < 2000; i++) {
      const id = `${Buffer.from(`request-${i}`).toString('base64')}==`;
      const { uri } = await site.request('/', { id });
      // The cookie says what the visitor received.
      expect(uri).toContain((await site.response({ id })).cookies!['site-release']!.value);
      next += uri.includes(NEXT) ? 1 : 0;
    }
    expect(Math.abs(next / 20 - weight)).toBeLessThan(4);
  });
});

test.each([undefined, 'not JSON'])('without a release, the site says so: %s', async (state) => {
  const site = siteOf({ state });
  expect(await site.request('/')).toMatchObject({
    statusCode: 503,
    headers: { 'cache-control': { value: 'no-store' } },
  });
  expect(await site.response()).toEqual({ statusCode: 200, headers: {} });
});

describe('previews of pull requests', () => {
  const site = siteOf({ state: TWO, previews: true });
  const live = siteOf({ state: ONE, previews: true });

  test.each<[string, Call, string]>([
    ['/', { preview: '41' }, '/previews/41/index.html'],
    ['/', { previewCookie: '41' }, '/previews/41/index.html'],
    ['/about', { previewCookie: '41' }, '/previews/41/about/index.html'],
    ['/docs/', { previewCookie: '41' }, '/previews/41/docs/index.html'],
    ['/config.json', { previewCookie: '41' }, '/previews/41/config.json'],
    ['/assets/app-1.js', { previewCookie: '41' }, '/previews/41/assets/app-1.js'],
    ['/assets/LICENSE', { previewCookie: '41' }, '/previews/41/assets/LICENSE'],
    ['/', { preview: '7', previewCookie: '41' }, '/previews/7/index.html'],
    // A pull request takes precedence over the preview of a release.
    ['/', { preview: '7', query: NEXT }, '/previews/7/index.html'],
  ])('%s with %j is answered by %s', async (uri, call, file) => {
    expect((await site.request(uri, call)).uri).toBe(file);
  });

  test.each<[string, Call, string]>([
    ['/', {}, `/releases/${LIVE}/index.html`],
    ['/', { preview: 'off', previewCookie: '41' }, `/releases/${LIVE}/index.html`],
    ['/', { preview: '' }, `/releases/${LIVE}/index.html`],
    ['/', { preview: '0' }, `/releases/${LIVE}/index.html`],
    ['/', { preview: '41/../../releases' }, `/releases/${LIVE}/index.html`],
    ['/', { previewCookie: '../assets' }, `/releases/${LIVE}/index.html`],
    ['/', { preview: '4'.repeat(11) }, `/releases/${LIVE}/index.html`],
    ['/previews/41/index.html', {}, `/releases/${LIVE}/previews/41/index.html`],
    ['/assets/app-1.js', {}, '/assets/app-1.js'],
    ['/assets/app-1.js', { preview: 'off' }, '/assets/app-1.js'],
  ])('no other visitor receives them: %s with %j is answered by %s', async (uri, call, file) => {
    expect((await live.request(uri, call)).uri).toBe(file);
  });

  test('a visitor stays on a preview, which search engines do not list', async () => {
    for (const call of [{ preview: '41' }, { previewCookie: '41' }]) {
      expect(await site.response(call)).toEqual({
        statusCode: 200,
        headers: { 'x-robots-tag': { value: 'noindex' } },
        cookies: {
          'site-preview': { value: '41', attributes: 'Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax' },
        },
      });
    }
  });

  test('a visitor can leave a preview', async () => {
    const { cookies, headers } = await live.response({ preview: 'off', previewCookie: '41' });
    expect(cookies).toEqual({
      'site-preview': { value: '', attributes: 'Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax' },
    });
    expect(headers).toEqual({});
  });

  test('are available before the first release', async () => {
    expect((await siteOf({ previews: true }).request('/', { preview: '41' })).uri).toBe('/previews/41/index.html');
  });

  test('are ignored by a site without previews', async () => {
    const call = { preview: '41', previewCookie: '41' };
    expect((await siteOf({ state: ONE }).request('/', call)).uri).toBe(`/releases/${LIVE}/index.html`);
    expect(await siteOf({ state: ONE }).response(call)).toEqual({ statusCode: 200, headers: {} });
  });
});
