import type { GraphiQLPlugin } from '@graphiql/react';
import { useState } from 'react';
import { useCredentials } from './CredentialsContext';
import { type ConnectedAccount, loginAddress } from './session';
import { Sessions } from './Sessions';
import './credentials.css';

/** The pane of the side bar with the accounts that the visitor has connected. */
export const accountsPlugin: GraphiQLPlugin = { title: 'Accounts', icon: AccountsIcon, content: AccountsPane };

function AccountsPane() {
  const { settings, accounts, credential, choose, disconnect, signOut } = useCredentials();
  const [problem, setProblem] = useState('');
  const attempt = (action: Promise<void>) => action.catch((error: Error) => setProblem(error.message));
  return (
    <div className="credentials-pane">
      <h2>Accounts</h2>
      {settings.logins.length === 0 && <p>This server has no app to log in with. Start it with -app-id and -app-secret-file.</p>}
      {settings.logins.length > 0 && !accounts && (
        <p>Connect an Instagram account, and ask without a token: this server keeps the access, and nobody sees it.</p>
      )}
      {accounts && (
        <ul aria-label="Connected accounts">
          {accounts.map((account) => (
            <li key={account.id}>
              <Account
                account={account}
                isChosen={credential.kind === 'account' && credential.graphId === account.graphId}
                onChoose={() => choose({ kind: 'account', graphId: account.graphId })}
                onDisconnect={() => attempt(disconnect(account))}
              />
            </li>
          ))}
        </ul>
      )}
      <p className="links">
        {settings.logins.map(({ name, title }) => (
          <a key={name} className="playground-button" href={loginAddress(name)}>
            {accounts?.length ? `Connect another with ${title}` : `Connect with ${title}`}
          </a>
        ))}
        {accounts && (
          <button type="button" className="playground-button" onClick={() => attempt(signOut())}>
            Sign out
          </button>
        )}
      </p>
      {problem && <p role="alert">{problem}</p>}
      {accounts && <Sessions />}
    </div>
  );
}

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

const unlessRenewed = (expiresAt: string | null) => (expiresAt ? `until ${date.format(new Date(expiresAt))}, unless it is renewed` : 'without an end');

/** What each state is called, and what there is to know about it. */
const states: Record<ConnectedAccount['state'], { name: string; says: (expiresAt: string | null) => string }> = {
  ACTIVE: { name: 'connected', says: unlessRenewed },
  EXPIRING: { name: 'ends soon', says: (expiresAt) => `connected ${unlessRenewed(expiresAt)}` },
  NEEDS_REAUTHENTICATION: { name: 'has to sign in again', says: () => 'its access has ended: connect the account again' },
  REVOKED: { name: 'access was taken back', says: () => 'connect the account again to go on' },
};

interface AccountProps {
  account: ConnectedAccount;
  isChosen: boolean;
  onChoose: () => void;
  onDisconnect: () => void;
}

function Account({ account: { username, login, state, scopes, expiresAt }, isChosen, onChoose, onDisconnect }: AccountProps) {
  return (
    <article>
      <label>
        <input type="radio" name="account" checked={isChosen} onChange={onChoose} /> <b>{username}</b>
      </label>
      <p>
        <span className={`state ${state.toLowerCase()}`}>{states[state].name}</span> {states[state].says(expiresAt)}
      </p>
      {state !== 'ACTIVE' && (
        <a className="playground-button" href={loginAddress(login)}>
          Connect {username} again
        </a>
      )}
      <details>
        <summary>
          {login === 'FACEBOOK' ? 'Facebook Login' : 'Instagram Login'}, {scopes.length} permissions
        </summary>
        <ul>
          {scopes.map((scope) => (
            <li key={scope}>{scope}</li>
          ))}
        </ul>
      </details>
      <button type="button" className="playground-button" aria-label={`Disconnect ${username}`} onClick={onDisconnect}>
        Disconnect
      </button>
    </article>
  );
}

function AccountsIcon() {
  return (
    <svg viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <circle cx="12" cy="8.5" r="4" />
      <path d="M4 20.5c1-4 4-6 8-6s7 2 8 6" strokeLinecap="round" />
    </svg>
  );
}
