/**
 * Empty, for lib/server/response.ts answers a page's request in its place: only the router in the browser would get it.
 * Without it Next would send its own along with every page.
 */
export default function NotFound() {
  return null;
}
