/** After this a test counts as hung. Set TEST_TIMEOUT_SCALE on a slow machine; jest.config.mjs reads it. */
export const TEST_TIMEOUT_MS = Number(process.env.TEST_TIMEOUT_MS);
