import { redirect } from 'next/navigation';
import type { NextRequest } from 'next/server';

/** Password managers open this address (W3C, "A Well-Known URL for Changing Passwords"). */
export function GET(_: NextRequest): never {
  redirect('/profile#password');
}
