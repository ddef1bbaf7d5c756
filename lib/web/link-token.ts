import { requestContext } from './request-context';

/** The token in the address of this page, or of the page that sent this form. */
export function linkToken(): string {
  const { searchParams } = new URL(requestContext()?.path ?? '/', 'http://portrait.invalid');
  return searchParams.get('token') ?? '';
}
