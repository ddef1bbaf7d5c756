/** A text in NFKC with case folded in full (Unicode 5.18): down, up and down again does so for every sigma and sharp s. */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}
