/** Addresses for applications. Until one is registered they don't exist, and nothing behind them is loaded. */
export function isApplicationPath(url = ''): boolean {
  return /^\/(oidc(\/[^?]*)?|forward-auth|\.well-known\/openid-configuration)(\?|$)/.test(url);
}
