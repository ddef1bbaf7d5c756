import { currentQuery } from './request-context';

/** The token in the address of this page, or of the page that sent this form. */
export function linkToken(): string {
  return currentQuery().get('token') ?? '';
}
