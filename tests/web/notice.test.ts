import { newSignedInPerson } from '../support/scenes';
import { cookieNameAt, startServer } from '../support/server';

const portrait = startServer();

test.each(['profile.notices.saved', 'sign-in.errors.signedOutMeanwhile'])('shows the notice %s', async (code) => {
  const [page] = await newSignedInPerson(portrait());
  await page.jar.setCookie(`${cookieNameAt(portrait().url, 'portrait-notice')}=${code}; Path=/`, portrait().url);
  await page.opens('/en/profile');
  expect(page.document.querySelectorAll('main [role=status], main [role=alert]')).toHaveLength(1);
});

test.each([
  ...['error.notFoundTitle', 'profile.title', 'profile.notices', 'profile.notices.constructor', 'constructor'],
  ...['profile.notices.saved.length', '__proto__.notices.x', 'sign-in.errors.toString', '<b>', 'nothing.errors.x'],
])("does not show %s, which isn't a notice", async (code) => {
  const [page] = await newSignedInPerson(portrait());
  await page.jar.setCookie(`${cookieNameAt(portrait().url, 'portrait-notice')}=${code}; Path=/`, portrait().url);
  await page.opens('/en/profile');
  expect(page.status).toBe(200);
  expect(page.document.querySelectorAll('main [role=status], main [role=alert]')).toHaveLength(0);
});
