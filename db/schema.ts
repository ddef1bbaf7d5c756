import { isNotNull, isNull, sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Milliseconds since the epoch, UTC. */
const instant = (name: string) => integer(name, { mode: 'number' });

export const companies = sqliteTable(
  'companies',
  {
    id: text().primaryKey(),
    name: text().notNull().unique(),
    /** The name without regard to case, for searching. Missing in a company of an earlier release until the start. */
    nameKey: text('name_key'),
  },
  (companies) => [index('companies_name_key').on(companies.nameKey)],
);

export const users = sqliteTable(
  'users',
  {
    id: text().primaryKey(),
    companyId: text('company_id')
      .notNull()
      .references(() => companies.id),
    username: text().notNull(),
    /** Ignores case, surrounding space and Unicode form. */
    usernameKey: text('username_key').notNull().unique(),
    role: text().notNull(),
    language: text().notNull(),
    passwordHash: text('password_hash').notNull(),
    passwordMustChange: integer('password_must_change', { mode: 'boolean' }).notNull(),
    avatarVersion: text('avatar_version'),
    /** Encrypted. Two-factor authentication is off without a secret, and pending until it is confirmed. */
    totpSecret: text('totp_secret'),
    totpStartedAt: instant('totp_started_at'),
    totpConfirmedAt: instant('totp_confirmed_at'),
    /** The last accepted time step (RFC 6238, section 4.2). */
    totpLastStep: integer('totp_last_step'),
    disabledAt: instant('disabled_at'),
    createdAt: instant('created_at').notNull(),
    /** When an administrator last reset the password or two-factor authentication: rate limits restart then. */
    limitsResetAt: instant('limits_reset_at'),
    /** When a link that was mailed to the username was followed. */
    usernameVerifiedAt: instant('username_verified_at'),
    /** The new username, until its link is followed. */
    pendingUsername: text('pending_username'),
    administrator: integer({ mode: 'boolean' }).notNull().default(false),
    /** The role without regard to case, for searching. Missing in a user of an earlier release until the start. */
    roleKey: text('role_key'),
    lastSeenAt: instant('last_seen_at'),
    /** Null if it's the password that the account was created with. */
    passwordChangedAt: instant('password_changed_at'),
  },
  (users) => [
    index('users_company').on(users.companyId, users.usernameKey),
    index('users_role').on(users.roleKey, users.usernameKey),
    index('users_company_role').on(users.companyId, users.roleKey, users.usernameKey),
    index('users_administrator').on(users.usernameKey).where(sql`administrator`),
    index('users_pending').on(users.usernameKey).where(sql`password_must_change`),
    index('users_disabled').on(users.usernameKey).where(isNotNull(users.disabledAt)),
    index('users_totp_pending').on(users.totpStartedAt).where(isNull(users.totpConfirmedAt)),
  ],
);

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    valueHash: text('value_hash').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    address: text().notNull(),
    userAgent: text('user_agent').notNull(),
    shownCodes: text('shown_codes'),
    shownCodesUntil: instant('shown_codes_until'),
    previousValueHash: text('previous_value_hash'),
    replacedAt: instant('replaced_at'),
    successor: text(),
    /** When the user last gave their password or a code again in this session. */
    confirmedAt: instant('confirmed_at'),
    /** How the user authenticated, in words of RFC 8176: `pwd otp`. Not known of sessions older than the column. */
    amr: text(),
  },
  (sessions) => [
    index('sessions_previous_value_hash').on(sessions.previousValueHash).where(isNotNull(sessions.previousValueHash)),
    index('sessions_user').on(sessions.userId),
    index('sessions_created_at').on(sessions.createdAt),
    index('sessions_last_used_at').on(sessions.lastUsedAt),
    index('sessions_shown_codes_until').on(sessions.shownCodesUntil).where(isNotNull(sessions.shownCodesUntil)),
  ],
);

export const signInTickets = sqliteTable(
  'sign_in_tickets',
  {
    valueHash: text('value_hash').primaryKey(),
    /** Until the code is verified, the ticket only opens the page that asks for it. The column has its first name. */
    needsCode: integer('owes_code', { mode: 'boolean' }).notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: instant('expires_at').notNull(),
    amr: text().notNull().default('pwd'),
  },
  (tickets) => [index('sign_in_tickets_expires_at').on(tickets.expiresAt)],
);

export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    codeHash: text('code_hash').notNull(),
  },
  (codes) => [primaryKey({ columns: [codes.userId, codes.codeHash] })],
);

/** Applications that people log in to through Portrait: OpenID Connect relying parties. */
export const applications = sqliteTable('applications', {
  /** The `client_id`. */
  id: text().primaryKey(),
  name: text().notNull(),
  /** None for a public client, such as a program on the user's own machine. */
  secretHash: text('secret_hash'),
  redirectUris: text('redirect_uris', { mode: 'json' }).$type<string[]>().notNull(),
  postLogoutUris: text('post_logout_uris', { mode: 'json' }).$type<string[]>().notNull(),
  /** Told of ended sessions (OpenID Connect Back-Channel Logout 1.0). */
  backchannelUri: text('backchannel_uri'),
  requiresPkce: integer('requires_pkce', { mode: 'boolean' }).notNull(),
  createdAt: instant('created_at').notNull(),
});

/**
 * A user's session at an application. Its id is the `sid` and the grant of its tokens. When the session at Portrait ends
 * in whatever way, the database sets `session_id` to null: from then on its tokens are worthless, and the row waits until
 * the application was told. So it also outlives its user.
 */
export const applicationSessions = sqliteTable(
  'application_sessions',
  {
    id: text().primaryKey(),
    applicationId: text('application_id')
      .notNull()
      .references(() => applications.id, { onDelete: 'cascade' }),
    sessionId: text('session_id').references(() => sessions.id, { onDelete: 'set null' }),
    userId: text('user_id').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    /** When the application is to be told of the end, once there is one. */
    dueAt: instant('due_at').notNull(),
    attempts: integer().notNull(),
  },
  (at) => [
    uniqueIndex('application_sessions_session').on(at.sessionId, at.applicationId),
    index('application_sessions_application').on(at.applicationId),
    index('application_sessions_user').on(at.userId),
    index('application_sessions_due_at').on(at.dueAt).where(isNull(at.sessionId)),
  ],
);

/** Authorization codes and access tokens. */
export const applicationTokens = sqliteTable(
  'application_tokens',
  {
    valueHash: text('value_hash').primaryKey(),
    applicationSessionId: text('application_session_id')
      .notNull()
      .references(() => applicationSessions.id, { onDelete: 'cascade' }),
    payload: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    consumedAt: instant('consumed_at'),
    expiresAt: instant('expires_at').notNull(),
  },
  (tokens) => [
    index('application_tokens_session').on(tokens.applicationSessionId),
    index('application_tokens_expires_at').on(tokens.expiresAt),
  ],
);

/** Keys that sign ID tokens. A retired one is still published, for tokens that it has signed. */
export const signingKeys = sqliteTable(
  'signing_keys',
  {
    id: text().primaryKey(),
    algorithm: text().notNull(),
    /** An encrypted JWK. */
    jwk: text().notNull(),
    createdAt: instant('created_at').notNull(),
    retiredAt: instant('retired_at'),
  },
  (keys) => [uniqueIndex('signing_keys_algorithm').on(keys.algorithm).where(isNull(keys.retiredAt))],
);

export const avatars = sqliteTable(
  'avatars',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    version: text().notNull(),
    size: integer().notNull(),
    webp: blob({ mode: 'buffer' }).notNull(),
  },
  (avatars) => [primaryKey({ columns: [avatars.userId, avatars.version, avatars.size] })],
);

export const events = sqliteTable(
  'events',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text().notNull(),
    at: instant('at').notNull(),
    address: text().notNull(),
    userAgent: text('user_agent').notNull(),
    /** The username of the administrator who did it to this user. */
    actor: text(),
    /** In the activity of an administrator: the username of the user, or the company, that it was done to. */
    subject: text(),
  },
  (events) => [index('events_user').on(events.userId, events.id), index('events_at').on(events.at)],
);

export const rateLimits = sqliteTable(
  'rate_limits',
  {
    key: text().primaryKey(),
    attempts: integer().notNull(),
    lastAt: instant('last_at').notNull(),
    blockedUntil: instant('blocked_until').notNull(),
  },
  (rateLimits) => [index('rate_limits_last_at').on(rateLimits.lastAt)],
);

export const jobs = sqliteTable('jobs', {
  name: text().primaryKey(),
  lastAt: instant('last_at').notNull(),
});

/** Mail that waits to be sent, or that finally failed. Links are made when it is sent, so none is stored here. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text().primaryKey(),
    type: text().notNull(),
    /** None for a forgotten password: whether that user exists is looked up when the mail is sent. */
    userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
    recipient: text().notNull(),
    /** Whose request caused it. */
    address: text().notNull(),
    userAgent: text('user_agent').notNull(),
    createdAt: instant('created_at').notNull(),
    dueAt: instant('due_at').notNull(),
    /** Until then one process is sending it. */
    claimedUntil: instant('claimed_until').notNull(),
    attempts: integer().notNull(),
    lastError: text('last_error'),
    failedAt: instant('failed_at'),
  },
  (outbox) => [
    index('outbox_user').on(outbox.userId),
    index('outbox_due_at').on(outbox.dueAt).where(isNull(outbox.failedAt)),
  ],
);

/** Links that were mailed. */
export const linkTokens = sqliteTable(
  'link_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    purpose: text().notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** A digest of the username and password that the link was made for. Empty once it is used. */
    boundTo: text('bound_to').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (tokens) => [index('link_tokens_user').on(tokens.userId), index('link_tokens_expires_at').on(tokens.expiresAt)],
);

/** A one-time password that the administrator who made it has not seen yet. */
export const shownPasswords = sqliteTable(
  'shown_passwords',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Encrypted. */
    password: text().notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (shown) => [
    primaryKey({ columns: [shown.sessionId, shown.userId] }),
    index('shown_passwords_user').on(shown.userId),
    index('shown_passwords_expires_at').on(shown.expiresAt),
  ],
);

/** A file of people that an administrator has uploaded and not yet created. */
export const imports = sqliteTable(
  'imports',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** JSON: see lib/people/import.ts. */
    rows: text().notNull(),
    /** How many rows are done. */
    position: integer().notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (imports) => [index('imports_user').on(imports.userId), index('imports_expires_at').on(imports.expiresAt)],
);

export const passkeys = sqliteTable(
  'passkeys',
  {
    id: text().primaryKey(),
    /** In base64url, like the public key. */
    credentialId: text('credential_id').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** The host that it was made for; it works at no other. */
    rpId: text('rp_id').notNull(),
    publicKey: text('public_key').notNull(),
    counter: integer().notNull(),
    /** Words separated by commas, from the browser. */
    transports: text().notNull(),
    isSynced: integer('is_synced', { mode: 'boolean' }).notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
  },
  (passkeys) => [index('passkeys_user').on(passkeys.userId)],
);

export const passkeyChallenges = sqliteTable(
  'passkey_challenges',
  {
    challengeHash: text('challenge_hash').primaryKey(),
    /** A digest of the purpose and of the browser. */
    boundTo: text('bound_to').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (challenges) => [index('passkey_challenges_expires_at').on(challenges.expiresAt)],
);
