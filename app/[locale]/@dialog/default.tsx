/** No dialog, for addresses that the slot has no page for. */
export default function None() {
  return null;
}
