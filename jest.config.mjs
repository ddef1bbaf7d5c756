export default {
  testMatch: ['<rootDir>/tests/**/*.test.{ts,tsx}'],
  transform: {
    '\\.tsx?$': ['@swc/jest', { jsc: { target: 'es2022', transform: { react: { runtime: 'automatic' } } } }],
  },
  setupFiles: ['<rootDir>/tests/support/environment.ts'],
  testTimeout: 30_000,
};
