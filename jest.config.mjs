import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { temporaryFolder } from './bin/temporary.mjs';

const swc = ['@swc/jest', { jsc: { target: 'es2022', transform: { react: { runtime: 'automatic' } } } }];

/** How long a test may take before it counts as hung. On a slow machine set TEST_TIMEOUT_SCALE, to 5 for example. */
process.env.TEST_TIMEOUT_MS ??= String(120_000 * Number(process.env.TEST_TIMEOUT_SCALE || 1));

/** For what the tests write, removed with everything that a failed test has left in it. */
const folder = temporaryFolder();
process.env.TMPDIR = folder;
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/** Tests start a hundred servers and commands, which compile the same files. */
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/node');

/** Web tests of the server in front of the pages, of settings and of markup. */
const WITHOUT_DATABASE = [
  ...['assets', 'avatar-hostile', 'broken-actions', 'broken-requests', 'cluster', 'empty-fields', 'headers', 'https'],
  ...['languages', 'leftover-servers', 'mail-server-down', 'next', 'next-internals', 'notice', 'page'],
  ...['password-length', 'soak', 'start', 'stopping', 'theme', 'two-factor-killed'],
];

/** What the PostgreSQL run leaves to `npm test`: see tests/README.md. */
function sameOnEveryEngine() {
  const web = WITHOUT_DATABASE.map((name) => `/tests/web/${name}\\.test`);
  const units = readdirSync('tests').filter((name) => /\.test\.tsx?$/.test(name) && !usesDatabase(`tests/${name}`));
  return [
    '/tests/browser/',
    '/tests/avatar-',
    ...web,
    ...units.map((name) => `/tests/${name.replaceAll('.', '\\.')}$`),
  ];
}

function usesDatabase(file) {
  return /from '(\.\.\/db\b|\.\/support\/(database|people|two-factor|server)')/.test(readFileSync(file, 'utf8'));
}

export default {
  cacheDirectory: 'node_modules/.cache/jest',
  testMatch: ['<rootDir>/tests/**/*.test.{ts,tsx}'],
  transform: { '\\.m?[jt]sx?$': swc },
  // Packages that come as ES modules only, which jest does not load by itself.
  transformIgnorePatterns: [
    '/node_modules/(?!(?:.*/)?(?:@scure|@noble|@otplib|otplib|use-intl|intl-messageformat|@formatjs|@exodus|@asamuzakjp|@csstools|@bramus|parse5|entities|openid-client|@auth/core|@panva|preact|preact-render-to-string|oauth4webapi|jose|oidc-provider|nanoid|quick-lru|eta)/)',
  ],
  // Each engine has tests of its own beside those that it shares.
  modulePathIgnorePatterns: ['<rootDir>/.node/'],
  testPathIgnorePatterns: process.env.PORTRAIT_TEST_POSTGRES
    ? ['/tests/sqlite/', ...sameOnEveryEngine()]
    : ['/tests/postgres/'],
  setupFiles: ['<rootDir>/tests/support/environment.ts'],
  // Each file has a context of its own, in which a global is found slowly. Drizzle asks for them all the time.
  sandboxInjectedGlobals: ['Array', 'Object', 'Symbol'],
  testEnvironment: '<rootDir>/tests/support/jest-environment.mjs',
  testSequencer: '<rootDir>/tests/support/sequencer.mjs',
  testTimeout: Number(process.env.TEST_TIMEOUT_MS),
  // Closing what files share, and freeing the memory of a hundred files, takes longer than half a second.
  workerGracefulExitTimeout: 30_000,
  // Tests wait for servers and browsers as much as they work.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
};
