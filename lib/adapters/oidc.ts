import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Adapter,
  type AdapterPayload,
  type Configuration,
  errors,
  interactionPolicy,
  type JWKS,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import { HOUR_SECONDS, type Host, ROUTES, SCOPES, type SignedIn, textsIn } from './oidc-host';

/** The cookie through which a request names its session. Set here for each request: browsers never see it. */
const SESSION_COOKIE = 'session';

export type Oidc = ReturnType<typeof createProvider>;

export function createProvider(host: Host) {
  const sessions = new WeakMap<IncomingMessage, SignedIn>();
  const failures = new WeakMap<IncomingMessage, Error>();
  const provider = new Provider(
    host.issuer,
    configurationOf(host, ({ req }) => sessions.get(req)),
  );
  provider.proxy = true; // the handler sets X-Forwarded-Proto
  // Only digests of secrets are stored: https://github.com/panva/node-oidc-provider/issues/631
  provider.Client.prototype.compareClientSecret = function (this: { clientSecret?: string }, given: string) {
    return host.isSecret(given, this.clientSecret ?? '');
  } as never;
  provider.use(async (ctx, next) => {
    if (!['query', undefined].includes(ctx.query.response_mode as string)) {
      ctx.respond = false; // the others answer with a page that has a script
      return host.refuse(ctx.res, 'unsupported response_mode');
    }
    await next();
    const { oidc } = ctx as KoaContextWithOIDC;
    if (oidc?.route === 'end_session' && ctx.status === 200) {
      const named = oidc.client && { client_id: oidc.client.clientId }; // the request may name it by id_token_hint alone
      ctx.redirect(host.logOutPath({ ...textsIn(oidc.params), ...named }));
    }
    if (oidc?.route === 'discovery') Object.assign(ctx.body as object, { response_modes_supported: ['query'] }); // no script of its own is on any page
    ctx.remove('Set-Cookie');
    const failure = failures.get(ctx.req);
    if (!failure) return;
    ctx.respond = false;
    host.fail(ctx.res, failure);
  });
  provider.on('server_error', ({ req }, error) => failures.set(req, error));
  for (const event of ['authorization.error', 'grant.error', 'userinfo.error', 'revocation.error'])
    provider.on(event as 'grant.error', (ctx, error) => {
      const { client, route } = ctx.oidc;
      const { error_description: description, error_detail: detail } = error as errors.OIDCProviderError;
      host.onError(error, { event, route, application: client?.clientId, description, detail });
    });
  const respond = provider.callback();

  return {
    /** @param session the browser's, if it may be used to log in */
    async handle(request: IncomingMessage, response: ServerResponse, session?: SignedIn): Promise<void> {
      if (session) sessions.set(request, session);
      request.headers.cookie = session ? `${SESSION_COOKIE}=${session.id}` : '';
      await respond(request, response);
    },
    /** Sends a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.5). @throws if it isn't accepted */
    async sendLogout(applicationId: string, userId: string, sid: string): Promise<void> {
      const client = (await provider.Client.find(applicationId)) as LogoutClient | undefined;
      await client?.backchannelLogout?.(userId, sid);
    },
  };
}

/** A method that its types leave out. */
type LogoutClient = { backchannelLogout?(userId: string, sid: string): Promise<void> };

type SessionOf = (ctx: { req: IncomingMessage }) => SignedIn | undefined;

function configurationOf(host: Host, sessionOf: SessionOf): Configuration {
  return {
    routes: ROUTES,
    jwks: { keys: host.keys as JWKS['keys'] },
    adapter: (model) => adapterOf(model, host, sessionOf),
    cookies: { names: { session: SESSION_COOKIE } },
    scopes: Object.keys(SCOPES),
    claims: { ...SCOPES, acr: null, auth_time: null, sid: null, iss: null },
    acrValues: ['1', '2'],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    extraClientMetadata: { properties: ['requires_pkce'] },
    pkce: { required: (_, client) => client.requires_pkce !== false },
    // Many applications read the ID token only.
    conformIdTokenClaims: false,
    // What a request with a fresh log-in asked for: see hasLoggedInSince.
    extraParams: ['asked_at'],
    clientBasedCORS: (_, origin, client) => client.redirectUris?.some((uri) => new URL(uri).origin === origin) ?? false,
    expiresWithSession: () => false, // tokens end with their grant, which ends with the session
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: () => {} },
      revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    ttl: {
      AuthorizationCode: 60,
      AccessToken: HOUR_SECONDS,
      IdToken: HOUR_SECONDS,
      Interaction: HOUR_SECONDS,
      Session: HOUR_SECONDS,
      Grant: HOUR_SECONDS,
    },
    interactions: {
      policy: policy(sessionOf),
      url: (ctx, { params }) => host.logInPath(textsIn(params), sessionOf(ctx)),
    },
    findAccount: async (_, sub) => {
      const claims = await host.claimsOf(sub);
      return claims && { accountId: sub, claims: () => ({ ...claims, sub }) };
    },
    loadExistingGrant: (ctx) => grantOf(ctx, host),
    renderError: (ctx, { error, error_description: description = '' }) => {
      ctx.respond = false;
      host.refuse(ctx.res, `${error}: ${description}`);
    },
    // The library's own dispatcher refuses hosts of an intranet.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
  };
}

/** Everything is granted: the applications are the company's own. */
async function grantOf({ oidc }: KoaContextWithOIDC, host: Host) {
  const { client, session, account, provider } = oidc;
  if (!client || !session || !account) return undefined;
  const id = (await host.findApplicationSession(session.uid, client.clientId)) ?? host.newId();
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.jti = id;
  grant.addOIDCScope(Object.keys(SCOPES).join(' '));
  session.sidFor(client.clientId, id);
  return grant;
}

function adapterOf(model: string, host: Host, sessionOf: SessionOf): Adapter {
  const storage = host.storageOf(model) ?? {};
  const nothing = async () => undefined;
  return {
    find:
      model === 'Session'
        ? async () => sessionPayload(sessionOf(Provider.ctx as KoaContextWithOIDC))
        : (storage.find ?? nothing),
    upsert: async (id, payload, seconds) => {
      if ((await storage.upsert?.(id, payload, seconds as number)) === false)
        throw new (model === 'AuthorizationCode' ? errors.AccessDenied : errors.InvalidGrant)('the session has ended');
    },
    consume: async (id) => {
      if ((await storage.consume?.(id)) === false) throw new errors.InvalidGrant('authorization code already consumed');
    },
    destroy: storage.destroy ?? nothing,
    revokeByGrantId: storage.revokeByGrantId ?? nothing,
    findByUid: nothing,
    findByUserCode: nothing,
  };
}

function sessionPayload(session: SignedIn | undefined): AdapterPayload | undefined {
  if (!session) return undefined;
  const { id, userId, loggedInAt, amr, acr } = session;
  const loginTs = Math.floor(loggedInAt / 1000);
  return { kind: 'Session', jti: id, uid: id, accountId: userId, loginTs, amr, acr };
}

/** Asks for a log-in only: no consent. */
function policy(sessionOf: SessionOf) {
  const { base, Check, Prompt } = interactionPolicy;
  const prompts = base();
  prompts.get('login')?.checks.remove('login_prompt');
  prompts.get('login')?.checks.add(
    new Check('login_prompt', 'login prompt was not resolved', 'login_required', (ctx) => {
      const { oidc } = ctx;
      const isAsked = oidc.prompts.has('login') || oidc.prompts.has('select_account');
      return isAsked && !hasLoggedInSince(Number(oidc.params?.asked_at), sessionOf(ctx))
        ? Check.REQUEST_PROMPT
        : Check.NO_NEED_TO_PROMPT;
    }),
  );
  prompts.remove('consent');
  for (const name of ['consent', 'select_account']) {
    const accepted = new Prompt({ name, requestable: true });
    accepted.checks.remove(`${name}_prompt`);
    prompts.add(accepted);
  }
  return prompts;
}

/** `asked_at` isn't secret: who changes it could as well leave out `prompt`. `max_age` is checked in any case. */
const hasLoggedInSince = (askedAt: number, session: SignedIn | undefined): boolean =>
  askedAt > 0 && session !== undefined && session.loggedInAt >= askedAt;
