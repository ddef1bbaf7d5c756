/** Words of RFC 8176: a password, a code of any kind, a passkey. */
type Method = 'pwd' | 'otp' | 'hwk';

/** @param amr methods separated by spaces */
export function withMethod(amr: string | null, method: Method): string {
  return [...new Set([...(amr ?? 'pwd').split(' '), method])].join(' ');
}

export function hasSecondFactor(amr: string | null): boolean {
  return /\b(otp|hwk)\b/.test(amr ?? '');
}
