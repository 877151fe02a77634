/** In whose name operations are sent: by an access token, or as an account of the session. */
export type Credential = { kind: 'token'; token: string } | { kind: 'account'; graphId: string };

export const noToken: Credential = { kind: 'token', token: '' };

/**
 * The headers of a request: a tab's own, and the credential of all tabs unless the tab
 * has one. An Authorization without a token is not sent.
 */
export function headersOf(credential: Credential, own: Record<string, string> = {}): Record<string, string> {
  const headers = Object.fromEntries(Object.entries(own).filter(([name, value]) => !(isAuthorization(name) && isPlaceholder(value))));
  if (Object.keys(headers).some(isAuthorization)) return headers;
  if (credential.kind === 'account') {
    return { 'X-GramQL-Account': credential.graphId, ...headers, ...meant };
  }
  const token = credential.token.trim().replace(/^bearer\s+/i, '');
  return isPlaceholder(token) ? headers : { ...headers, Authorization: `Bearer ${token}` };
}

/** Says that a request with the session's cookie was sent on purpose. */
export const meant = { 'X-GramQL-CSRF': '1' };

function isAuthorization(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}

/** "Bearer", "Bearer <access token>" and "…" stand for a token, and are none. */
function isPlaceholder(value: string): boolean {
  return /^(bearer)?\s*(<.*>|\.{3}|…|\$\{?\w+\}?)?$/i.test(String(value).trim());
}
