/** Longest first, so that no core waits for the last file; Jest knows how long files take only after a first run. */
const LONGEST = [
  'browser/accessibility',
  'web/avatar-hostile',
  'browser/alert-in-window',
  'web/killed',
  'browser/',
  'web/',
];

export default class {
  sort(tests) {
    const place = ({ path }) => {
      const found = LONGEST.findIndex((part) => path.includes(`/tests/${part}`));
      return found < 0 ? LONGEST.length : found;
    };
    return tests.toSorted((one, other) => place(one) - place(other) || one.path.localeCompare(other.path));
  }

  cacheResults() {}
}
