import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  type IndexBuilder,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

/**
 * drizzle-kit generates the PostgreSQL migrations from these tables. Queries only use db/schema.ts, and
 * tests/schema.test.ts compares the two.
 */

/** For more than 32 bits, such as milliseconds since the epoch. */
const large = (name: string) => bigint(name, { mode: 'number' });

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Compared by bytes, as SQLite does, so that an index serves prefixes and both engines sort alike. */
const key = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

const ofUser = () =>
  text('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

export const companies = pgTable(
  'companies',
  {
    id: text().primaryKey(),
    name: text().notNull().unique(),
    nameKey: key('name_key'),
  },
  (companies) => [index('companies_name_key').on(companies.nameKey)],
);

export const users = pgTable(
  'users',
  {
    id: text().primaryKey(),
    companyId: text('company_id')
      .notNull()
      .references(() => companies.id),
    username: text().notNull(),
    usernameKey: key('username_key').notNull().unique(),
    role: text().notNull(),
    language: text().notNull(),
    passwordHash: text('password_hash').notNull(),
    passwordMustChange: boolean('password_must_change').notNull(),
    avatarVersion: text('avatar_version'),
    totpSecret: text('totp_secret'),
    totpStartedAt: large('totp_started_at'),
    totpConfirmedAt: large('totp_confirmed_at'),
    totpLastStep: large('totp_last_step'),
    disabledAt: large('disabled_at'),
    createdAt: large('created_at').notNull(),
    limitsResetAt: large('limits_reset_at'),
    usernameVerifiedAt: large('username_verified_at'),
    pendingUsername: text('pending_username'),
    administrator: boolean().notNull().default(false),
    roleKey: key('role_key'),
    lastSeenAt: large('last_seen_at'),
    passwordChangedAt: large('password_changed_at'),
  },
  (users): IndexBuilder[] => [
    index('users_company').on(users.companyId, users.usernameKey),
    index('users_role').on(users.roleKey, users.usernameKey),
    index('users_company_role').on(users.companyId, users.roleKey, users.usernameKey),
    index('users_administrator').on(users.usernameKey).where(sql`administrator`),
    index('users_pending').on(users.usernameKey).where(sql`password_must_change`),
    index('users_disabled').on(users.usernameKey).where(sql`disabled_at IS NOT NULL`),
    index('users_totp_pending').on(users.totpStartedAt).where(sql`totp_confirmed_at IS NULL`),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    valueHash: text('value_hash').notNull().unique(),
    userId: ofUser(),
    createdAt: large('created_at').notNull(),
    lastUsedAt: large('last_used_at').notNull(),
    address: text().notNull(),
    userAgent: text('user_agent').notNull(),
    shownCodes: text('shown_codes'),
    shownCodesUntil: large('shown_codes_until'),
    previousValueHash: text('previous_value_hash'),
    replacedAt: large('replaced_at'),
    successor: text(),
    confirmedAt: large('confirmed_at'),
    amr: text(),
  },
  (sessions) => [
    index('sessions_previous_value_hash').on(sessions.previousValueHash).where(sql`previous_value_hash IS NOT NULL`),
    index('sessions_user').on(sessions.userId),
    index('sessions_created_at').on(sessions.createdAt),
    index('sessions_last_used_at').on(sessions.lastUsedAt),
    index('sessions_shown_codes_until').on(sessions.shownCodesUntil).where(sql`shown_codes_until IS NOT NULL`),
  ],
);

export const signInTickets = pgTable(
  'sign_in_tickets',
  {
    valueHash: text('value_hash').primaryKey(),
    needsCode: boolean('owes_code').notNull(),
    userId: ofUser(),
    expiresAt: large('expires_at').notNull(),
    amr: text().notNull().default('pwd'),
  },
  (tickets) => [index('sign_in_tickets_expires_at').on(tickets.expiresAt)],
);

export const recoveryCodes = pgTable(
  'recovery_codes',
  { userId: ofUser(), codeHash: text('code_hash').notNull() },
  (codes) => [primaryKey({ columns: [codes.userId, codes.codeHash] })],
);

export const applications = pgTable('applications', {
  id: text().primaryKey(),
  name: text().notNull(),
  secretHash: text('secret_hash'),
  redirectUris: text('redirect_uris').notNull(),
  postLogoutUris: text('post_logout_uris').notNull(),
  backchannelUri: text('backchannel_uri'),
  requiresPkce: boolean('requires_pkce').notNull(),
  createdAt: large('created_at').notNull(),
});

export const applicationSessions = pgTable(
  'application_sessions',
  {
    id: text().primaryKey(),
    applicationId: text('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    sessionId: text('session_id').references(() => sessions.id, { onDelete: 'set null' }),
    userId: text('user_id').notNull(),
    createdAt: large('created_at').notNull(),
    lastUsedAt: large('last_used_at').notNull(),
    dueAt: large('due_at').notNull(),
    attempts: integer().notNull(),
  },
  (at) => [
    uniqueIndex('application_sessions_session').on(at.sessionId, at.applicationId),
    index('application_sessions_application').on(at.applicationId),
    index('application_sessions_user').on(at.userId),
    index('application_sessions_due_at').on(at.dueAt).where(sql`session_id IS NULL`),
  ],
);

export const applicationTokens = pgTable(
  'application_tokens',
  {
    valueHash: text('value_hash').primaryKey(),
    applicationSessionId: text('application_session_id')
      .notNull()
      .references(() => applicationSessions.id, { onDelete: 'cascade' }),
    payload: text().notNull(),
    consumedAt: large('consumed_at'),
    expiresAt: large('expires_at').notNull(),
  },
  (tokens) => [
    index('application_tokens_session').on(tokens.applicationSessionId),
    index('application_tokens_expires_at').on(tokens.expiresAt),
  ],
);

export const signingKeys = pgTable(
  'signing_keys',
  {
    id: text().primaryKey(),
    algorithm: text().notNull(),
    jwk: text().notNull(),
    createdAt: large('created_at').notNull(),
    retiredAt: large('retired_at'),
  },
  (keys) => [uniqueIndex('signing_keys_algorithm').on(keys.algorithm).where(sql`retired_at IS NULL`)],
);

export const avatars = pgTable(
  'avatars',
  { userId: ofUser(), version: text().notNull(), size: integer().notNull(), webp: bytes().notNull() },
  (avatars) => [primaryKey({ columns: [avatars.userId, avatars.version, avatars.size] })],
);

export const events = pgTable(
  'events',
  {
    id: large('id').primaryKey().generatedByDefaultAsIdentity(),
    userId: ofUser(),
    type: text().notNull(),
    at: large('at').notNull(),
    address: text().notNull(),
    userAgent: text('user_agent').notNull(),
    actor: text(),
    subject: text(),
  },
  (events) => [index('events_user').on(events.userId, events.id), index('events_at').on(events.at)],
);

export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text().primaryKey(),
    attempts: integer().notNull(),
    lastAt: large('last_at').notNull(),
    blockedUntil: large('blocked_until').notNull(),
  },
  (rateLimits) => [index('rate_limits_last_at').on(rateLimits.lastAt)],
);

export const jobs = pgTable('jobs', {
  name: text().primaryKey(),
  lastAt: large('last_at').notNull(),
});

export const outbox = pgTable(
  'outbox',
  {
    id: text().primaryKey(),
    type: text().notNull(),
    userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
    recipient: text().notNull(),
    address: text().notNull(),
    userAgent: text('user_agent').notNull(),
    createdAt: large('created_at').notNull(),
    dueAt: large('due_at').notNull(),
    claimedUntil: large('claimed_until').notNull(),
    attempts: integer().notNull(),
    lastError: text('last_error'),
    failedAt: large('failed_at'),
  },
  (outbox) => [
    index('outbox_user').on(outbox.userId),
    index('outbox_due_at').on(outbox.dueAt).where(sql`failed_at IS NULL`),
  ],
);

export const linkTokens = pgTable(
  'link_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    purpose: text().notNull(),
    userId: ofUser(),
    boundTo: text('bound_to').notNull(),
    expiresAt: large('expires_at').notNull(),
  },
  (tokens) => [index('link_tokens_user').on(tokens.userId), index('link_tokens_expires_at').on(tokens.expiresAt)],
);

export const shownPasswords = pgTable(
  'shown_passwords',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    userId: ofUser(),
    password: text().notNull(),
    expiresAt: large('expires_at').notNull(),
  },
  (shown) => [
    primaryKey({ columns: [shown.sessionId, shown.userId] }),
    index('shown_passwords_user').on(shown.userId),
    index('shown_passwords_expires_at').on(shown.expiresAt),
  ],
);

export const imports = pgTable(
  'imports',
  {
    id: text().primaryKey(),
    userId: ofUser(),
    rows: text().notNull(),
    position: integer().notNull(),
    expiresAt: large('expires_at').notNull(),
  },
  (imports) => [index('imports_user').on(imports.userId), index('imports_expires_at').on(imports.expiresAt)],
);

export const passkeys = pgTable(
  'passkeys',
  {
    id: text().primaryKey(),
    credentialId: text('credential_id').notNull().unique(),
    userId: ofUser(),
    name: text().notNull(),
    rpId: text('rp_id').notNull(),
    publicKey: text('public_key').notNull(),
    counter: large('counter').notNull(),
    transports: text().notNull(),
    isSynced: boolean('is_synced').notNull(),
    createdAt: large('created_at').notNull(),
    lastUsedAt: large('last_used_at'),
  },
  (passkeys) => [index('passkeys_user').on(passkeys.userId)],
);

export const passkeyChallenges = pgTable(
  'passkey_challenges',
  {
    challengeHash: text('challenge_hash').primaryKey(),
    boundTo: text('bound_to').notNull(),
    expiresAt: large('expires_at').notNull(),
  },
  (challenges) => [index('passkey_challenges_expires_at').on(challenges.expiresAt)],
);
