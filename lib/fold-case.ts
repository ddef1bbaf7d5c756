/** NFKC with full case folding (Unicode 5.18): lower, upper and lower again also folds every sigma and sharp s. */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}
