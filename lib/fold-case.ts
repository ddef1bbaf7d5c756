/** A text in NFKC with case folded in full (Unicode 5.18): up and down again does so for final sigma and sharp s too. */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
