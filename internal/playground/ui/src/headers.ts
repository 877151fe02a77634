/** The text of the headers editor for a token. */
export function withToken(token: string): string {
  return JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2);
}

/** The headers text with its token replaced; other headers stay if the text can be parsed. */
export function replaceToken(headers: string, token: string): string {
  try {
    return JSON.stringify({ ...JSON.parse(headers), Authorization: `Bearer ${token}` }, null, 2);
  } catch {
    return withToken(token);
  }
}

/** The bearer token in a headers text, or "". */
export function tokenIn(headers: string): string {
  return /"Bearer\s+([^"]*?)\s*"/i.exec(headers)?.[1] ?? '';
}

/** The headers editor's text when there is no demo token. */
export const ownToken = `{
  // Your Graph API access token goes after Bearer. The playground does not keep it.
  "Authorization": "Bearer "
}`;
