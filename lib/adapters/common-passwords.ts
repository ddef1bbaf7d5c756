/** Whether a password is on the list of those that people choose most; letter case does not matter. */
export async function isCommonPassword(password: string): Promise<boolean> {
  list ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'] as string[]),
  );
  return (await list).has(password.toLowerCase());
}

/** The first so many of that list, the most frequent first. */
export async function mostCommonPasswords(count: number): Promise<string[]> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return (dictionary['passwords-common'] as string[]).slice(0, count);
}

/** 49,000 words: read when the first password is chosen. */
let list: Promise<Set<string>> | undefined;
