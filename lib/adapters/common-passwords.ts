/** 38 KB compressed on their way to a browser; those after them matter only as whole passwords. */
const MOST_COMMON = 10_000;

/** The passwords that people choose most, and all common ones that are long enough; the most frequent first. */
export async function commonPasswords(minLength: number): Promise<string[]> {
  const { dictionary } = await import('@zxcvbn-ts/language-common'); // 49,000 words: loaded when first needed
  const all = dictionary['passwords-common'] as string[];
  return all.filter((word, rank) => rank < MOST_COMMON || word.length >= minLength);
}
