/**
 * The browser's storage, which never keeps headers: there may be a token in them. Those
 * that an earlier version of the page has kept are not read.
 */
export function headerlessStorage(): Storage {
  return {
    get length() {
      return localStorage.length;
    },
    key: (index) => localStorage.key(index),
    getItem: (key) => (key.endsWith(':headers') ? null : withoutHeaders(localStorage.getItem(key))),
    setItem: (key, value) => {
      if (key.endsWith(':headers')) localStorage.removeItem(key);
      else localStorage.setItem(key, withoutHeaders(value)!);
    },
    removeItem: (key) => localStorage.removeItem(key),
    clear: () => localStorage.clear(),
  };
}

/** Blanks every `headers` member of a stored JSON document: tabs, history. */
function withoutHeaders(value: string | null): string | null {
  if (!value?.includes('"headers"')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (key, member) => (key === 'headers' ? null : member));
  } catch {
    return null;
  }
}
