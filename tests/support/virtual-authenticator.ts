import type { CDPSession, Page } from 'playwright-core';

/**
 * Adds an authenticator to a page, as in a phone or a laptop. Its user says yes to everything at once: also to the
 * suggestions of the username field, which most tests therefore turn off.
 */
export async function addVirtualAuthenticator(
  page: Page,
  { hasAutofill = false } = {},
): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  if (!hasAutofill)
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: true,
      defaultBackupState: true,
    },
  });
  return { cdp, authenticatorId };
}
