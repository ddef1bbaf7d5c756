/** Whether a password is on the list of those that people choose most; letter case does not matter. */
export async function isCommonPassword(password: string): Promise<boolean> {
  list ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'] as string[]),
  );
  return (await list).has(password.toLowerCase());
}

/** 49,000 words: read when the first password is chosen. */
let list: Promise<Set<string>> | undefined;
