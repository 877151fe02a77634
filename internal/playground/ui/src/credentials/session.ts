import { meant } from './credential';

/** An account that the visitor has connected; ConnectedAccount in the schema. */
export interface ConnectedAccount {
  id: string;
  graphId: string;
  username: string;
  login: 'INSTAGRAM' | 'FACEBOOK';
  state: 'ACTIVE' | 'EXPIRING' | 'NEEDS_REAUTHENTICATION' | 'REVOKED';
  scopes: string[];
  expiresAt: string | null;
}

/** Asks in the session's name, which no token may overrule. */
export async function askInSession<Data>(endpoint: string, query: string, variables = {}): Promise<Data> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...meant },
    body: JSON.stringify({ query, variables, extensions: { cost: false, rateLimit: false } }),
  });
  const { data, errors } = await response.json();
  if (errors?.length) throw new Error([errors[0].message, errors[0].extensions?.hint].filter(Boolean).join('. '));
  return data;
}

const query = '{ viewer { accounts { id graphId username login state scopes expiresAt } } }';

/** The accounts of who is signed in; nothing for a visitor who is not. */
export async function connectedAccounts(endpoint: string): Promise<ConnectedAccount[] | undefined> {
  const { viewer } = await askInSession<{ viewer: { accounts: ConnectedAccount[] } | null }>(endpoint, query);
  return viewer?.accounts;
}

/** A browser in which the visitor is signed in; Session in the schema. */
export interface Session {
  id: string;
  lastSeenAt: string;
  userAgent: string;
  current: boolean;
}

/** Where the visitor is signed in, newest first. */
export async function sessions(endpoint: string): Promise<Session[]> {
  const { viewer } = await askInSession<{ viewer: { sessions: Session[] } | null }>(endpoint, '{ viewer { sessions { id lastSeenAt userAgent current } } }');
  return viewer?.sessions ?? [];
}

/** Signs another browser out. */
export async function revokeSession(endpoint: string, sessionId: string): Promise<void> {
  await askInSession(endpoint, 'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { revokedSessionId } }', { input: { sessionId } });
}

/** Ends this server's access to an account. */
export async function disconnect(endpoint: string, accountId: string): Promise<void> {
  await askInSession(endpoint, 'mutation ($input: DisconnectAccountInput!) { disconnectAccount(input: $input) { disconnectedAccountIds } }', { input: { accountId } });
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  const response = await fetch('logout', { method: 'POST', headers: meant });
  if (!response.ok) throw new Error(`The server did not sign you out (HTTP ${response.status}).`);
}

/** Where an account is connected, or asked for more; people come back to this page. */
export function loginAddress(login?: string): string {
  const parameters = new URLSearchParams({ return_to: location.pathname });
  if (login) parameters.set('login', login.toLowerCase());
  return `login?${parameters}`;
}
