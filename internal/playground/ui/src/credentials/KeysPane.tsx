import type { GraphiQLPlugin } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { CopyButton } from '../CopyButton';
import { useCredentials } from './CredentialsContext';
import { KeyForm } from './KeyForm';
import { type ApiKey, apiKeys, createKey, type KeyInput, revokeKey } from './keys';
import { loginAddress } from './session';
import './credentials.css';

/** The pane of the side bar with the API keys of who is signed in. */
export const keysPlugin: GraphiQLPlugin = { title: 'API keys', icon: KeyIcon, content: KeysPane };

function KeysPane() {
  const { accounts } = useCredentials();
  return (
    <div className="credentials-pane">
      <h2>API keys</h2>
      {accounts?.length ? (
        <Keys />
      ) : (
        <>
          <p>A program asks by an API key in the name of accounts that are connected: connect one first.</p>
          <a className="playground-button" href={loginAddress()}>
            Connect an account
          </a>
        </>
      )}
    </div>
  );
}

function Keys() {
  const { endpoint } = useCredentials().settings;
  const [keys, setKeys] = useState<ApiKey[]>();
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState('');
  const attempt = (action: Promise<void>) => action.then(() => setProblem(''), (error: Error) => setProblem(error.message));

  useEffect(() => {
    apiKeys(endpoint).then(setKeys, (error: Error) => setProblem(error.message));
  }, [endpoint]);

  const create = async (input: KeyInput) => {
    const made = await createKey(endpoint, input);
    setSecret(made.secret);
    setKeys((before = []) => [made.apiKey, ...before]);
  };
  const revoke = async ({ id }: ApiKey) => {
    await revokeKey(endpoint, id);
    setKeys((before = []) => before.filter((key) => key.id !== id));
  };
  return (
    <>
      {problem && <p role="alert">{problem}</p>}
      {secret && (
        <section className="secret" aria-label="The new key">
          <p>
            <b>Keep this key now:</b> it is not shown again.
          </p>
          <code>{secret}</code>
          <p className="links">
            <CopyButton text={secret} what="the new key" />
            <button type="button" className="playground-button" onClick={() => setSecret('')}>
              I have it
            </button>
          </p>
        </section>
      )}
      {keys?.length === 0 && <p>There are none yet.</p>}
      <ul aria-label="API keys">
        {keys?.map((key) => (
          <li key={key.id}>
            <Key apiKey={key} onRevoke={() => attempt(revoke(key))} />
          </li>
        ))}
      </ul>
      <KeyForm onCreate={(input) => attempt(create(input))} />
    </>
  );
}

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

function Key({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { name, kind, prefix, accounts, scopes, origins, documents, ratePerMinute, lastUsedAt, expiresAt } = apiKey;
  const title = name ?? prefix;
  const limits = [
    `as ${accounts.map(({ username }) => username).join(', ') || 'nobody: its accounts are disconnected'}`,
    scopes.length > 0 ? `only ${scopes.join(', ')}` : 'all that the accounts allow',
    origins.length > 0 && `from ${origins.join(', ')}`,
    documents.length > 0 && `${documents.length} trusted documents`,
    ratePerMinute !== null && `${ratePerMinute} operations a minute`,
    expiresAt ? `until ${date.format(new Date(expiresAt))}` : 'without an end',
    lastUsedAt ? `used last on ${date.format(new Date(lastUsedAt))}` : 'never used',
  ].filter(Boolean);
  return (
    <article>
      <p>
        <b>{title}</b> <code>{prefix}…</code> {kind === 'PUBLIC' && <span className="state active">may be put into web pages</span>}
      </p>
      <p>{limits.join(' · ')}</p>
      <button type="button" className="playground-button" aria-label={`Revoke ${title}`} onClick={onRevoke}>
        Revoke
      </button>
    </article>
  );
}

function KeyIcon() {
  return (
    <svg viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <circle cx="8" cy="16" r="4.5" />
      <path d="m11.5 12.5 9-9M16 8l3 3M18.5 5.5l2 2" strokeLinecap="round" />
    </svg>
  );
}
