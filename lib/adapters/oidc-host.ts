import type { JsonWebKey } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** A session at Portrait that may be used to log in to applications. */
export type SignedIn = {
  id: string;
  userId: string;
  /** In milliseconds. */
  loggedInAt: number;
  amr: string[];
  acr: string;
};

type Payload = Record<string, unknown>;

/** Where the provider keeps what a model has. */
export type Storage = Partial<{
  find(id: string): Promise<Payload | undefined>;
  /** @returns false if the session has ended */
  upsert(id: string, payload: Payload, seconds: number): Promise<boolean>;
  /** @returns false if it was consumed before */
  consume(id: string): Promise<boolean>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(id: string): Promise<void>;
}>;

export type Host = {
  issuer: string;
  /** Private keys. The first of an algorithm signs. */
  keys: JsonWebKey[];
  storageOf(model: string): Storage | undefined;
  /** The claims of an enabled user. */
  claimsOf(userId: string): Promise<Record<string, unknown> | undefined>;
  /** The id of a session at an application, once it has begun. */
  findApplicationSession(sessionId: string, applicationId: string): Promise<string | undefined>;
  newId(): string;
  isSecret(given: string, stored: string): boolean;
  /** Where the user logs in, and then comes back to the request of these parameters. */
  logInPath(parameters: Record<string, string>, session: SignedIn | undefined): string;
  /** Where the user confirms to log out. */
  logOutPath(parameters: Record<string, string>): string;
  /** Something is wrong with a request. */
  onError(error: Error, details: Record<string, unknown>): void;
  /** Shows that an application's request is wrong. */
  refuse(response: ServerResponse, reason: string): void;
  /** Something is wrong here. */
  fail(response: ServerResponse, error: Error): void;
};

export const ROUTES = {
  authorization: '/oidc/auth',
  token: '/oidc/token',
  userinfo: '/oidc/userinfo',
  jwks: '/oidc/jwks',
  revocation: '/oidc/revoke',
  end_session: '/oidc/logout',
};

export const SCOPES = {
  openid: ['sub', 'auth_time', 'amr', 'acr'],
  profile: ['preferred_username', 'name', 'locale', 'picture', 'updated_at'],
  email: ['email', 'email_verified'],
  company: ['company', 'role'],
};

export const HOUR_SECONDS = 3600;

/** Only the parameters that are texts. */
export function textsIn(parameters: object | undefined): Record<string, string> {
  const texts = Object.entries(parameters ?? {}).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as Record<string, string>;
}
