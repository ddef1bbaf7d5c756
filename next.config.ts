import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  generateBuildId: () => process.env.NEXT_DEPLOYMENT_ID ?? null,
  /** lib/server/assets.ts compresses. */
  compress: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  /** `npm test` checks types; a build by an administrator need not wait for it. */
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    'better-sqlite3',
    'pg',
    'piscina',
    'bcryptjs',
    'speakeasy',
    '@simplewebauthn/server',
    '@zxcvbn-ts/language-common',
  ],
  experimental: {
    serverActions: { bodySizeLimit: '12mb' },
    // One file for React and Next's router, which every page needs: 5 kB less than four. The sizes are in bytes, before
    // minification.
    turbopackChunking: { minChunkSize: 5_000_000, maxMergeChunkSize: 50_000_000 },
  },
};

export default config;
