const swc = ['@swc/jest', { jsc: { target: 'es2022', transform: { react: { runtime: 'automatic' } } } }];

export default {
  testMatch: ['<rootDir>/tests/**/*.test.{ts,tsx}'],
  transform: { '\\.m?[jt]sx?$': swc },
  // Packages that come as ES modules only, which jest does not load by itself.
  transformIgnorePatterns: [
    '/node_modules/(?!(?:.*/)?(?:@scure|@noble|@otplib|otplib|use-intl|intl-messageformat|@formatjs|@exodus|@asamuzakjp|@csstools|@bramus|parse5|entities)/)',
  ],
  // Each engine has tests of its own beside those that it shares.
  modulePathIgnorePatterns: ['<rootDir>/.node/'],
  testPathIgnorePatterns: [process.env.PORTRAIT_TEST_POSTGRES ? '/tests/sqlite/' : '/tests/postgres/'],
  setupFiles: ['<rootDir>/tests/support/environment.ts'],
  testTimeout: 30_000,
  // Tests wait for servers and browsers as much as they work.
  maxWorkers: '100%',
};
