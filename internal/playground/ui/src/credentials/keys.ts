import { askInSession } from './session';

/** An API key, without its secret; ApiKey in the schema. */
export interface ApiKey {
  id: string;
  name: string | null;
  kind: Kind;
  prefix: string;
  accounts: { username: string }[];
  scopes: string[];
  origins: string[];
  documents: string[];
  ratePerMinute: number | null;
  lastUsedAt: string | null;
  expiresAt: string | null;
}

/** Where a key may be kept: on servers, or in a web page. */
export type Kind = 'SECRET' | 'PUBLIC';

/** What a key is to be for; CreateApiKeyInput in the schema, whose defaults hold for what is missing. */
export interface KeyInput {
  kind: Kind;
  name?: string;
  accounts?: string[];
  scopes?: string[];
  origins?: string[];
  documents?: string[];
  ratePerMinute?: number;
  expiresAt?: string;
}

const fields = 'id name kind prefix accounts { username } scopes origins documents ratePerMinute lastUsedAt expiresAt';

/** The keys of who is signed in, newest first. */
export async function apiKeys(endpoint: string): Promise<ApiKey[]> {
  const { viewer } = await askInSession<{ viewer: { apiKeys: ApiKey[] } | null }>(endpoint, `{ viewer { apiKeys { ${fields} } } }`);
  return viewer?.apiKeys ?? [];
}

/** Makes a key and returns its secret, which cannot be had again. */
export async function createKey(endpoint: string, input: KeyInput): Promise<{ secret: string; apiKey: ApiKey }> {
  const document = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { ${fields} } } }`;
  const { createApiKey } = await askInSession<{ createApiKey: { secret: string; apiKey: ApiKey } }>(endpoint, document, { input });
  return createApiKey;
}

/** Ends a key. */
export async function revokeKey(endpoint: string, apiKeyId: string): Promise<void> {
  await askInSession(endpoint, 'mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { revokedApiKeyId } }', { input: { apiKeyId } });
}
