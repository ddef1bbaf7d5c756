/** No dialog: what the slot shows where no page of it fits the address. */
export default function None() {
  return null;
}
