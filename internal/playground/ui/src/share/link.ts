/** An operation as a link holds it. */
export interface Shared {
  query: string;
  variables: string;
}

/** What looks like an access token or a key: it is in no link, though somebody has written it into an operation. */
const secrets = /\b(IG[A-Z]{2}|EAA|gq_)[A-Za-z0-9_-]{8,}/g;

/** The page's address with an operation and its variables in the fragment, which is sent to no server. */
export function linkTo({ query, variables }: Shared): string {
  const parameters = new URLSearchParams({ query: withoutSecrets(query) });
  if (variables.trim()) parameters.set('variables', withoutSecrets(variables));
  return `${location.origin}${location.pathname}#${parameters}`;
}

export function withoutSecrets(text: string): string {
  return text.replace(secrets, '…');
}

/** The operation of the address that the page was opened with; nothing if it has none. */
export function sharedOperation(): Shared | undefined {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const query = parameters.get('query');
  return query ? { query, variables: parameters.get('variables') ?? '' } : undefined;
}
