export const NAME_MAX_LENGTH = 100;

/** Whether people can read a name: not blank, not too long, and without control or invisible characters. */
export function isVisibleName(name: string, maxLength = NAME_MAX_LENGTH): boolean {
  return name.trim() !== '' && name.length <= maxLength && !/[\p{C}\p{Default_Ignorable_Code_Point}]/u.test(name);
}
