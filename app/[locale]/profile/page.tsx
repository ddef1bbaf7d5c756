/** The layout is the page, so that it stays while the switch opens two-factor authentication as a dialog over it. */
export default function Page() {
  return null;
}
