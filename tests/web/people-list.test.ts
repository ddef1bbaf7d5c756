import { eq } from 'drizzle-orm';
import { db } from '../../db';
import { sessions, users } from '../../db/schema';
import { downloadsPasswords, hrefsOn, newAdministrator } from '../support/administrator';
import { createPerson, findUser, PASSWORD } from '../support/people';
import { newPerson } from '../support/scenes';
import { startServer } from '../support/server';

const portrait = startServer();

test('the list is searched, filtered and turned, and an empty one says what to do', async () => {
  const [page] = await newAdministrator(portrait());
  const person = await createPerson('zzsearched', { company: 'Zz & Sons', role: 'Zzrole' });
  for (const q of ['ZZSEARCHED@', 'zz & s', 'zzr']) {
    await page.opens('/en/people');
    const query = new URLSearchParams([...page.filled('people-search', { q })] as [string, string][]);
    await page.opens(`/en/people?${query}`);
    expect(hrefsOn(page)).toContain(`/en/people/${person.id}`);
    expect(page.value('q')).toBe(q);
    expect(page.text('main')).not.toContain("You're the only one here");
  }
  await page.opens('/en/people?q=zzsearched&state=disabled');
  expect(page.text('main')).toContain('No one found.');
  for (let n = 0; n < 51; n += 1) await createPerson(`zzmany${n}`, { company: 'Zzmany' });
  await page.opens('/en/people?company=Zzmany&state=active');
  const again = [...page.filled('people-search', { q: 'zz' })];
  expect(Object.fromEntries(again)).toEqual({ company: 'Zzmany', state: 'active', q: 'zz' });
  const next = page.document.querySelector('a[rel=next]')?.getAttribute('href') ?? '';
  await page.opens(next);
  expect(page.path).toMatch(/[?&]state=active(&|$)/);
  expect(hrefsOn(page)).toContain('/en/people?state=active&company=Zzmany'); // back to the first page
  expect(hrefsOn(page).filter((href) => /people\/[\w-]{36}$/.test(href ?? ''))).toHaveLength(1);
});

test('the company of a listed person leads to the people of that company', async () => {
  const [page] = await newAdministrator(portrait());
  const [one, two] = [await newPerson({ company: 'R&D #1' }), await newPerson({ company: 'R&D #1' })];
  await newPerson({ company: 'R' });
  await page.opens(`/en/people?q=${one.username}`);
  const company = [...page.document.querySelectorAll('main li a')].find((link) => link.textContent === 'R&D #1');
  await page.opens(company?.getAttribute('href') ?? '');
  const found = hrefsOn(page).filter((href) => /people\/[\w-]{36}$/.test(href ?? ''));
  expect(found.sort()).toEqual([one, two].map(({ id }) => `/en/people/${id}`).sort());
});

test('a company is renamed on its page, to which a confirmation leads back', async () => {
  const [page] = await newAdministrator(portrait(), { confirms: false });
  const person = await createPerson('renamed', { company: 'Old & Co' });
  await page.opens('/en/people?company=Old+%26+Co');
  await page.submits('company-rename', { name: 'New & Co' });
  await page.submits('confirm', { currentPassword: PASSWORD });
  expect(page.value('name')).toBe('New & Co');
  expect((await page.submits('company-rename', { name: '' })).fieldAtFault).toBe('name');
  await page.submits('company-rename', { name: 'Old & Co' });
  expect([page.path, page.notice]).toEqual(['/en/people', 'There were no changes to save.']);
  await page.opens('/en/people?company=Old+%26+Co');
  await page.submits('company-rename', { name: 'New & Co' });
  expect([page.path, page.notice]).toEqual(['/en/people', 'The company has been renamed.']);
  expect((await findUser(person.username)).company).toBe('New & Co');
});

test('a file is reviewed, then imported, and its one-time passwords are downloaded once', async () => {
  const [page, { id }] = await newAdministrator(portrait());
  await page.opens('/en/people/import');
  expect((await page.submits('people-import')).fieldAtFault).toBe('file');
  const example = page.document.querySelector('a[download="people.csv"]')?.getAttribute('href') ?? '';
  const taught = new File([await (await fetch(example)).arrayBuffer()], 'people.csv');
  expect((await page.submits('people-import', { file: taught })).text('main')).toContain('New accounts: 1');
  await page.opens('/en/people/import');
  for (const megabytes of [3, 13]) {
    const file = new File([new Uint8Array(megabytes * 1024 * 1024)], 'list.csv');
    await page.submits('people-import', { file });
    expect([page.path, page.fieldAtFault]).toEqual(['/en/people/import', 'file']);
    expect(page.alert).toBe('The file is too large. Choose one of 2\u00a0MB or less.');
  }
  const content = 'username;company\r\nimported1@example.com;"Imp; Inc"\r\nwrong;Imp\r\nimported2@example.com;Imp\r\n';
  await page.submits('people-import', { file: new File([content], 'list.csv', { type: 'text/csv' }) });
  expect(page.text('main')).toMatch(/New accounts: 2.*Rows with mistakes, skipped: 1.*must be an email address/s);
  const review = page.path;
  const rows = [...page.document.querySelectorAll('main ol > li')].map((row) => row.textContent);
  expect(rows).toEqual(['wrong', '1@', '2@'].map((part) => expect.stringContaining(part))); // mistakes first
  expect(await db().select().from(users).where(eq(users.usernameKey, 'imported1@example.com'))).toEqual([]);
  await page.submits('people-import-confirm');
  expect([page.path, page.notice]).toEqual(['/en/people', 'The list has been imported.']);
  expect(await findUser('imported1@example.com')).toMatchObject({ company: 'Imp; Inc' });
  expect(await (await downloadsPasswords(page)).text()).toMatch(
    /^username,one-time password\r\nimported1@example.com,[a-z0-9-]+\r\nimported2@/,
  );
  expect(await (await downloadsPasswords(page)).text()).toBe('username,one-time password\r\n');
  expect((await page.opens(`/en/people/${id}`)).status).toBe(200);
  expect((await page.opens(review)).text('main')).toContain('has already been imported or has expired');
  await page.submits('people-import', { file: new File([content], 'list.csv', { type: 'text/csv' }) });
  expect(page.text('main')).toMatch(/Existing accounts, left unchanged: 2.*There's no one new in this list\./s);
  expect(page.document.querySelector('form[id="people-import-confirm"]')).toBeNull();
});

test.each([500, 501])('a review of %d rows has pages that are not empty', async (count) => {
  const [page] = await newAdministrator(portrait());
  const rows = Array.from({ length: count }, (_, n) => `reviewed${n}@example.com,Imp\r\n`).join('');
  await page.opens('/en/people/import');
  await page.submits('people-import', { file: new File([rows], 'list.csv', { type: 'text/csv' }) });
  let listed = 0;
  for (let next: string | null | undefined = page.path; next; ) {
    await page.opens(next);
    listed += page.document.querySelectorAll('main ol > li').length;
    expect(page.document.querySelector('main ol > li')).not.toBeNull();
    next = page.document.querySelector('a[rel=next]')?.getAttribute('href');
  }
  expect(listed).toBe(count);
});

test('one-time passwords are downloaded only after a confirmation, which leads back to them', async () => {
  const [page, { id }] = await newAdministrator(portrait());
  const username = 'imported3@example.com';
  await page.opens('/en/people/import');
  await page.submits('people-import', { file: new File([`${username},Imp\r\n`], 'list.csv', { type: 'text/csv' }) });
  await page.submits('people-import-confirm');
  await db().update(sessions).set({ confirmedAt: null }).where(eq(sessions.userId, id));
  const response = await downloadsPasswords(page);
  expect([response.status, response.headers.get('location')]).toEqual([303, '/en/confirm?next=%2Fen%2Fpeople']);
  await page.opens('/en/confirm?next=%2Fen%2Fpeople');
  await page.submits('confirm', { currentPassword: PASSWORD });
  expect(page.document.querySelector('#people-passwords')).not.toBeNull();
  expect(await (await downloadsPasswords(page)).text()).toContain(username);
});
