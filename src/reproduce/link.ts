/**
 * The link that opens a run: `…/lab?runway=open:<run id>`.
 */
const PARAMETER = 'runway';
const ACTION = 'open:';

/** What JupyterLab's router must see in a request to call us. */
export const LINK_PATTERN = /[?&]runway=open(:|%3A)/i;

/** The run that a query names, or null. */
export function runOf(search: string): string | null {
  const value = new URLSearchParams(search).get(PARAMETER);
  return value?.startsWith(ACTION) ? value.slice(ACTION.length) || null : null;
}

/** The query without the link, as JupyterLab would have it. */
export function withoutLink(search: string): string {
  const kept = search
    .replace(/^\?/, '')
    .split('&')
    .filter(part => part && part.split('=')[0] !== PARAMETER);
  return kept.length ? `?${kept.join('&')}` : '';
}
