const reader = document.createElement('textarea');

/** The character of an HTML entity, which the browser knows as well as a table of 20 kB does. */
export function decodeHTML(text: string): string {
  reader.innerHTML = text;
  return reader.value;
}

/** The same for one whole entity, which ends in a semicolon. */
export const decodeHTMLStrict = decodeHTML;
