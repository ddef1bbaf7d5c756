import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { newFolder } from '../../tests/support/folder';
import { PASSWORD } from '../../tests/support/people';
import { freePort } from '../../tests/support/server';

const FOLDER = 'dist/peers/better-auth';

/** The documentation of better-auth.com (installation, Next.js, two-factor) and better-auth-ui.com (Next.js). */
const FILES = {
  'package.json': JSON.stringify({
    private: true,
    dependencies: {
      next: '16.4.6',
      react: '19.3.1',
      'react-dom': '19.3.1',
      'better-auth': '1.7.6',
      '@better-auth/passkey': '1.7.6',
      '@daveyplate/better-auth-ui': '3.4.0',
      'better-sqlite3': '13.2.0',
      tailwindcss: '4.3.5',
      '@tailwindcss/postcss': '4.3.5',
    },
  }),
  'next.config.mjs':
    "export default { serverExternalPackages: ['better-sqlite3'], turbopack: { root: import.meta.dirname } };",
  'postcss.config.mjs': "export default { plugins: { '@tailwindcss/postcss': {} } };",
  'migrate.mjs': `
    import { getMigrations } from 'better-auth/db/migration';
    import { auth } from './lib/auth.js';
    await (await getMigrations(auth.options)).runMigrations();`,
  'lib/auth.js': `
    import { betterAuth } from 'better-auth';
    import { nextCookies } from 'better-auth/next-js';
    import { twoFactor } from 'better-auth/plugins';
    import Database from 'better-sqlite3';
    export const auth = betterAuth({
      database: new Database(process.env.DATABASE_FILE ?? ':memory:'),
      emailAndPassword: { enabled: true },
      rateLimit: { enabled: false }, // three log-ins in ten seconds
      plugins: [twoFactor(), nextCookies()],
    });`,
  'lib/auth-client.js': `
    import { twoFactorClient } from 'better-auth/client/plugins';
    import { createAuthClient } from 'better-auth/react';
    export const authClient = createAuthClient({ plugins: [twoFactorClient()] });`,
  'app/globals.css': '@import "tailwindcss"; @import "@daveyplate/better-auth-ui/css";',
  'app/layout.jsx': `
    import './globals.css';
    import { Providers } from './providers';
    export const metadata = { title: 'Account' };
    export default ({ children }) => <html lang="en"><body><Providers>{children}</Providers></body></html>;`,
  'app/providers.jsx': `
    'use client';
    import { AuthUIProvider } from '@daveyplate/better-auth-ui';
    import Link from 'next/link';
    import { useRouter } from 'next/navigation';
    import { authClient } from '../lib/auth-client';
    export function Providers({ children }) {
      const { push, replace, refresh } = useRouter();
      const wiring = { authClient, navigate: push, replace, onSessionChange: refresh, twoFactor: ['totp'], Link };
      return <AuthUIProvider {...wiring}>{children}</AuthUIProvider>;
    }`,
  'app/api/auth/[...all]/route.js': `
    import { toNextJsHandler } from 'better-auth/next-js';
    import { auth } from '../../../../lib/auth';
    export const { GET, POST } = toNextJsHandler(auth);`,
  'app/auth/[path]/page.jsx': `
    import { AuthView } from '@daveyplate/better-auth-ui';
    import { authViewPaths } from '@daveyplate/better-auth-ui/server';
    export const dynamicParams = false;
    export const generateStaticParams = () => Object.values(authViewPaths).map((path) => ({ path }));
    export default async ({ params }) => <main><AuthView path={(await params).path} /></main>;`,
  'app/account/[path]/page.jsx': `
    import { AccountView } from '@daveyplate/better-auth-ui';
    import { headers } from 'next/headers';
    import { redirect } from 'next/navigation';
    import { auth } from '../../../lib/auth';
    export default async function Page({ params }) {
      if (!(await auth.api.getSession({ headers: await headers() }))) redirect('/auth/sign-in');
      return <main><AccountView path={(await params).path} /></main>;
    }`,
};

const NEXT = 'node_modules/next/dist/bin/next';

function build(env: NodeJS.ProcessEnv): void {
  if (existsSync(`${FOLDER}/.next/BUILD_ID`)) return;
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(FOLDER, name)), { recursive: true });
    writeFileSync(join(FOLDER, name), text.trim());
  }
  // Its packages disagree about the versions of their peers.
  const install = ['install', '--ignore-scripts', '--force', '--no-audit', '--no-fund'];
  execFileSync('npm', install, { cwd: FOLDER, env, stdio: 'pipe' });
  execFileSync(process.execPath, [NEXT, 'build'], { cwd: FOLDER, env, stdio: 'pipe' });
}

/** An account page that is built from Better Auth and its user interface, with one user, who is logged in. */
export async function startBetterAuth() {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    BETTER_AUTH_URL: url,
    BETTER_AUTH_SECRET: 'a secret of the benchmark, which is long enough',
    DATABASE_FILE: join(newFolder(), 'peer.db'),
  };
  build(env);
  execFileSync(process.execPath, ['migrate.mjs'], { cwd: FOLDER, env, stdio: 'pipe' });
  const options = { cwd: resolve(FOLDER), env, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] };
  const child = spawn(process.execPath, [NEXT, 'start', '-p', String(port)], options);
  const kill = () => child.kill();
  process.once('exit', kill);
  await ready(child);
  const user = { name: 'Ann', email: 'ann@example.com', password: PASSWORD };
  const headers = { origin: url, 'content-type': 'application/json' };
  const signedUp = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers,
    body: JSON.stringify(user),
  });
  const cookie = signedUp.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  const login = { url: `${url}/api/auth/sign-in/email`, headers, body: JSON.stringify(user), status: 200 };
  return { url, pid: child.pid as number, cookie: cookie.join('; '), login, stop: kill };
}

async function ready(child: ChildProcess): Promise<void> {
  for await (const line of createInterface(child.stdout as Readable)) if (line.includes('Ready')) return;
  throw new Error('Better Auth did not start');
}
