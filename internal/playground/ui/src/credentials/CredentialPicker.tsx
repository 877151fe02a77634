import { useState } from 'react';
import { useCredentials } from './CredentialsContext';
import { loginAddress } from './session';

const own = 'own';

/** The choice of whose name all tabs ask in: an account, a demo token, or a token of one's own. */
export function CredentialPicker() {
  const { settings, credential, choose, accounts = [] } = useCredentials();
  const isDemo = credential.kind === 'token' && settings.tokens.some(({ token }) => token === credential.token);
  const [ownToken, setOwnToken] = useState('');
  const value = credential.kind === 'account' ? `account ${credential.graphId}` : isDemo ? credential.token : own;
  const pick = (picked: string) => {
    if (picked.startsWith('account ')) choose({ kind: 'account', graphId: picked.slice('account '.length) });
    else choose({ kind: 'token', token: picked === own ? ownToken : picked });
  };
  return (
    <div className="credential-picker">
      <label>
        <span>Ask as</span>
        <select aria-label="Ask as" value={value} onChange={(event) => pick(event.target.value)}>
          {accounts.length > 0 && (
            <optgroup label="Connected accounts">
              {accounts.map(({ id, graphId, username }) => (
                <option key={id} value={`account ${graphId}`}>
                  {username}
                </option>
              ))}
            </optgroup>
          )}
          {settings.tokens.length > 0 && (
            <optgroup label="Demo tokens">
              {settings.tokens.map(({ label, token }) => (
                <option key={token} value={token}>
                  {label}
                </option>
              ))}
            </optgroup>
          )}
          <option value={own}>a token of my own</option>
        </select>
      </label>
      {value === own && (
        <input
          type="password"
          autoComplete="off"
          spellCheck={false}
          aria-label="Access token, for all tabs; it is not stored"
          placeholder="Access token (not stored)"
          value={ownToken}
          onChange={(event) => {
            setOwnToken(event.target.value);
            choose({ kind: 'token', token: event.target.value });
          }}
        />
      )}
      {accounts.length === 0 && settings.logins.length > 0 && (
        <a className="playground-button" href={loginAddress()}>
          Connect an account
        </a>
      )}
    </div>
  );
}
