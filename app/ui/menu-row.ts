export const ROW =
  'flex min-h-9 w-full cursor-pointer items-center gap-2 rounded-field px-3 py-1.5 text-start text-sm hover:bg-base-content/10 pointer-coarse:min-h-11';
