/** Drawn for nobody: lib/web/complete.ts answers in its place. Without it Next would send its own along with every page. */
export default function NotFound() {
  return null;
}
