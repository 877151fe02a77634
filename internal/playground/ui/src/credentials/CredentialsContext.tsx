import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Settings } from '../settings';
import { type Credential, noToken } from './credential';
import { type ConnectedAccount, connectedAccounts, disconnect, signOut } from './session';

interface Credentials {
  settings: Settings;
  /** In whose name the operations of all tabs are sent. It is never stored. */
  credential: Credential;
  choose: (credential: Credential) => void;
  /** The accounts of who is signed in; undefined for a visitor who is not. */
  accounts?: ConnectedAccount[];
  disconnect: (account: ConnectedAccount) => Promise<void>;
  signOut: () => Promise<void>;
}

const Context = createContext<Credentials | undefined>(undefined);

/** Knows who the visitor is, and in whose name they ask: at first their account, else the demo token. */
export function CredentialsProvider({ settings, children }: { settings: Settings; children: ReactNode }) {
  const demo = useMemo<Credential>(() => (settings.token ? { kind: 'token', token: settings.token } : noToken), [settings]);
  const [credential, choose] = useState<Credential>(demo);
  const [accounts, setAccounts] = useState<ConnectedAccount[]>();

  useEffect(() => {
    if (settings.logins.length === 0) return;
    connectedAccounts(settings.endpoint).then(
      (found) => {
        setAccounts(found);
        if (found?.length) choose({ kind: 'account', graphId: found[0].graphId });
      },
      () => {}, // a server that does not answer says so at the first operation
    );
  }, [settings]);

  const value = {
    settings,
    credential,
    choose,
    accounts,
    disconnect: async (account: ConnectedAccount) => {
      await disconnect(settings.endpoint, account.id);
      const others = accounts?.filter(({ id }) => id !== account.id) ?? [];
      setAccounts(others);
      if (credential.kind === 'account' && credential.graphId === account.graphId) {
        choose(others.length > 0 ? { kind: 'account', graphId: others[0].graphId } : demo);
      }
    },
    signOut: async () => {
      await signOut();
      setAccounts(undefined);
      choose(demo);
    },
  };
  return <Context value={value}>{children}</Context>;
}

export function useCredentials(): Credentials {
  const credentials = useContext(Context);
  if (!credentials) throw new Error('there is no CredentialsProvider above');
  return credentials;
}

/** The account in whose name operations are sent; undefined for a token. */
export function useChosenAccount(): ConnectedAccount | undefined {
  const { credential, accounts } = useCredentials();
  return credential.kind === 'account' ? accounts?.find(({ graphId }) => graphId === credential.graphId) : undefined;
}
