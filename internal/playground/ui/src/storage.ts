import type { Settings } from './settings';

/**
 * The browser's storage, which keeps a tab's headers only if their token is one of the
 * demo world's, as in some examples: any other is gone when the page is closed.
 */
export function demoOnlyStorage({ tokens }: Settings): Storage {
  const demo = new Set(tokens.map(({ token }) => token));
  const mayKeep = (headers: unknown) => typeof headers === 'string' && demo.has(tokenIn(headers));

  return {
    get length() {
      return localStorage.length;
    },
    key: (index) => localStorage.key(index),
    getItem: (key) => localStorage.getItem(key),
    setItem: (key, value) => {
      if (!key.endsWith(':headers')) localStorage.setItem(key, withoutHeaders(value, mayKeep));
      else if (mayKeep(value)) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    },
    removeItem: (key) => localStorage.removeItem(key),
    clear: () => localStorage.clear(),
  };
}

/** The token of a headers text that holds nothing else; else "". */
function tokenIn(headers: string): string {
  return /^\s*\{\s*"Authorization":\s*"Bearer ([^"\s]+)"\s*\}\s*$/.exec(headers)?.[1] ?? '';
}

/** Blanks every `headers` member of a stored JSON document (tabs, history) that may not be kept. */
function withoutHeaders(value: string, mayKeep: (headers: unknown) => boolean): string {
  if (!value.includes('"headers"')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (key, member) => (key === 'headers' && !mayKeep(member) ? null : member));
  } catch {
    return '';
  }
}
