/** Empty: Next sends its not-found page along with every page, and lib/server/response.ts renders 404 pages. */
export default function NotFound() {
  return null;
}
