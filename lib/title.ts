import { appName } from './settings';

/** The title of a page. The soft hyphens of long headings are for wrapping only. */
export const titled = (page: string) => `${page.replaceAll('\u00ad', '')} · ${appName()}`;
