import { tokenIn } from './headers';
import type { Settings } from './settings';

/**
 * The browser's storage, which keeps headers only if they hold a demo token: the
 * visitor's own access token is gone when the page is closed.
 */
export function demoOnlyStorage({ token, tokens }: Settings): Storage {
  const demo = new Set([token, ...tokens.map((known) => known.token)].filter(Boolean));
  const mayKeep = (headers: unknown) => typeof headers === 'string' && demo.has(tokenIn(headers));

  const setItem = (key: string, value: string) => {
    if (!key.endsWith(':headers')) localStorage.setItem(key, withoutHeaders(value, mayKeep));
    else if (mayKeep(value)) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  };
  return {
    get length() {
      return localStorage.length;
    },
    key: (index) => localStorage.key(index),
    getItem: (key) => localStorage.getItem(key),
    removeItem: (key) => localStorage.removeItem(key),
    clear: () => localStorage.clear(),
    setItem,
  };
}

/** Blanks every `headers` member of a stored JSON document (tabs, history) that may not be kept. */
function withoutHeaders(value: string, mayKeep: (headers: unknown) => boolean): string {
  if (!value.includes('"headers"')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (key, member) => (key === 'headers' && !mayKeep(member) ? null : member));
  } catch {
    return value;
  }
}
