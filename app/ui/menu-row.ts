export const ROW =
  'flex min-h-9 w-full cursor-pointer items-center gap-2 rounded-field px-3 py-1.5 text-start text-sm hover:bg-base-content/10 pointer-coarse:min-h-11';

/** Above notices (z-10). */
export const PANEL = 'dropdown-content z-30 mt-1 rounded-box border border-base-300 bg-base-100 p-2 shadow-lg';
