import { IMPORT_MAX_ROWS, readImportFile } from '../lib/people/import-file';

const file = (content: string | Uint8Array<ArrayBuffer>) => new File([content], 'people.csv');

async function read(content: string | Uint8Array<ArrayBuffer>) {
  const outcome = await readImportFile(file(content));
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.rows.map(({ number, fault, ...row }) => ({ ...row, ...(fault && { fault: fault.error }) }));
}

const ADA = { username: 'ada@example.com', company: 'Acme' };

test.each([
  ['commas', 'username,company,role,language\nada@example.com,Acme,Chief,de'],
  ['semicolons', 'username;company;role;language\r\nada@example.com;Acme;Chief;de\r\n'],
  ['a byte order mark', '\ufeffusername,company,role,language\nada@example.com,Acme,Chief,de\n'],
  ['quotes', '"username","company","role","language"\n"ada@example.com","Acme","Chief","DE"'],
  ['no names', 'ada@example.com,Acme,Chief,de'],
  ['other columns in another order', 'Language,Phone,Role,Company,USERNAME\nde,1,Chief,Acme,ada@example.com'],
  ['spaces and empty lines', '\n\n username , company,role,language \n\n  ada@example.com ,Acme , Chief,de\n\n'],
  ['the line ends of old computers', 'username,company,role,language\rada@example.com,Acme,Chief,de\r'],
])('a file with %s is read', async (_, content) => {
  expect(await read(content)).toEqual([{ ...ADA, role: 'Chief', language: 'de' }]);
});

test('a quoted name may have commas, quotes and semicolons', async () => {
  expect(await read('username,company\nada@example.com,"Acme, ""Sons""; Co"')).toEqual([
    { username: 'ada@example.com', company: 'Acme, "Sons"; Co' },
  ]);
});

test('each row says what is wrong with it', async () => {
  const rows = await read(
    [
      'username,company,role,language',
      'ada@example.com,Acme,,',
      'ADA@example.com,Acme,,',
      'bob,Acme,,',
      ',Acme,,',
      'carol@example.com,,,',
      'dave@example.com,Acme,,it',
      `ed@example.com,Acme,${'x'.repeat(101)},`,
      'short@example.com',
      '=cmd@example.com,=1+1,,',
    ].join('\n'),
  );
  expect(rows.map(({ fault }) => fault)).toEqual([
    undefined,
    'people.errors.rowTwice',
    'profile.errors.usernameNotAnAddress',
    'profile.errors.usernameMissing',
    'profile.errors.companyUnfit',
    'profile.errors.languageUnknown',
    'profile.errors.roleUnfit',
    'profile.errors.companyUnfit',
    undefined,
  ]);
});

test('a cell longer than any rule allows is cut before it is normalized, which could take minutes', async () => {
  const marks = '\u0301\u0323'.repeat(10_000);
  const [row] = await read(`a${marks}@example.com,Ac${marks}me`);
  expect(row).toMatchObject({ fault: 'profile.errors.usernameTooLong' });
  expect([row?.username.length, row?.company.length]).toEqual([1024, 1024]);
});

test.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
  ['nothing', '', 'fileMissing'],
  ['only column names', 'username,company\n', 'fileEmpty'],
  ['only spaces', ' \n \n', 'fileEmpty'],
  ['an open quote', 'username,company\n"ada@example.com,Acme', 'fileDamaged'],
  ['Latin-1', new Uint8Array([...Buffer.from('a@example.com,Caf'), 0xe9]), 'fileNotText'],
  ['UTF-16', new Uint8Array(Buffer.from('\ufeffa@example.com,Acme', 'utf16le')), 'fileNotText'],
  ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]), 'fileNotText'],
  ['more than 2 MB', `a@example.com,${'x'.repeat(2 * 1024 * 1024)}`, 'fileTooLarge'],
  ['more than 10,000 rows', 'a@example.com,Acme\n'.repeat(10_001), 'fileTooLong'],
])('a file with %s is refused', async (_, content, error) => {
  expect(await readImportFile(file(content))).toMatchObject({
    ok: false,
    field: 'file',
    error: `people.errors.${error}`,
  });
});

test.each([true, false])('a file has at most 10,000 people, with or without a line of names: %s', async (hasNames) => {
  const names = hasNames ? ['username,company'] : [];
  const rows = Array.from({ length: IMPORT_MAX_ROWS }, (_, n) => `p${n}@example.com,Acme`);
  expect(await read([...names, ...rows].join('\n'))).toHaveLength(IMPORT_MAX_ROWS);
  const tooMany = await readImportFile(file([...names, ...rows, 'one@example.com,Acme'].join('\n')));
  expect(tooMany).toMatchObject({ ok: false, error: 'people.errors.fileTooLong' });
});
