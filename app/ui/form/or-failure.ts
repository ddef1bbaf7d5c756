import { unstable_rethrow } from 'next/navigation';
import type { FormState } from '../../../lib/web/form';
import { refusalHere } from './refusal';

/** What a form's action returns, or what it throws as a refusal. Redirects are thrown on. */
export async function orFailure(call: () => Promise<FormState> | Promise<void>): Promise<FormState> {
  try {
    return (await call()) ?? null;
  } catch (error) {
    unstable_rethrow(error);
    const isOffline = error instanceof TypeError;
    return refusalHere((isOffline && document.body.dataset.offline) || (error as Error).message);
  }
}
