import { readFileSync } from 'node:fs';
import { newSignedInPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

test.each([
  ['no JSON', 'junk'],
  ['no tree', '%5B%5D'],
  ['nothing that can be decoded', '%zz'],
  ['a tree without end', '%5B'.repeat(4000)],
  ['a tree with a mark that Next does not know', encodeURIComponent('["",{},null,null,true]')],
  ['a tree of what objects have', encodeURIComponent('["",{"children":["__proto__",{}]}]')],
])('does not fail if the router state is %s', async (_, tree) => {
  const [page] = await newSignedInPerson(portrait());
  const headers = { rsc: '1', 'next-router-state-tree': tree };
  const asked = await page.fetches('/en/two-factor', { headers });
  const answer = await page.fetches(asked.headers.get('location') ?? '', { headers });
  expect([200, 400]).toContain(answer.status);
  expect(await answer.text()).not.toMatch(/passwordHash|Error(?!: \{message\})/);
});

test.each<Record<string, string>>([
  { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  { 'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy' },
  { 'x-middleware-rewrite': '/en/sign-in', 'x-invoke-path': '/en/sign-in', 'x-matched-path': '/en/sign-in' },
  { 'x-nextjs-data': '1', 'x-middleware-prefetch': '1' },
  { 'x-now-route-matches': '1', 'x-prerender-revalidate': '1' },
  { 'next-url': '/en/profile', 'x-forwarded-host': 'evil.example', 'x-original-url': '/en/sign-in' },
])('the headers %j open no page when signed out', async (headers) => {
  const [page] = await newSignedInPerson(portrait());
  await page.jar.removeAllCookies();
  for (const path of ['/en/profile', '/en/two-factor', '/profile']) {
    await page.goes(path, { headers });
    expect(page.path).toMatch(/^\/en\/sign-in\?next=/);
  }
});

test('sends React only the user data that the page shows', async () => {
  const [page, user] = await newSignedInPerson(portrait());
  const asked = await page.fetches('/en/profile', { headers: { rsc: '1' } });
  const payload = await (await page.fetches(asked.headers.get('location') ?? '', { headers: { rsc: '1' } })).text();
  for (const told of [payload, (await page.opens('/en/profile')).html]) {
    expect(told).toContain(user.username);
    for (const kept of [user.passwordHash, user.companyId, 'passwordHash', 'usernameKey', 'sessionToken'])
      expect(told).not.toContain(kept);
  }
});

test('names a build after its sources, the same on every server', async () => {
  const [page] = await newSignedInPerson(portrait());
  const build = readFileSync('.next/BUILD_ID', 'utf8');
  expect([build, page.document.documentElement.dataset.dplId]).toEqual([
    expect.stringMatching(/^[0-9a-f]{20}$/),
    build,
  ]);
});

test('builds and serves no source map', async () => {
  const [page] = await newSignedInPerson(portrait());
  const scripts = [...page.document.querySelectorAll('script[src]')].map((script) => script.getAttribute('src') ?? '');
  expect(scripts.length).toBeGreaterThan(1);
  for (const script of scripts) {
    const answer = await page.fetches(script);
    expect([answer.status, await answer.text()]).toEqual([200, expect.not.stringContaining('sourceMappingURL')]);
    expect((await page.fetches(script.replace('.js', '.js.map'))).status).toBe(404);
  }
});
