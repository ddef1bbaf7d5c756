const MOST_COMMON = 10_000;

/** The passwords that people choose most, then all other common ones of at least `minLength`, by frequency. */
export async function commonPasswords(minLength: number): Promise<string[]> {
  const { dictionary } = await import('@zxcvbn-ts/language-common'); // 49,000 words: loaded when first needed
  const all = dictionary['passwords-common'] as string[];
  return all.filter((word, rank) => rank < MOST_COMMON || word.length >= minLength);
}
