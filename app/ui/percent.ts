/** In the browser, in the language of the page. */
export function percent(share: number): string {
  return new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' }).format(share);
}
