import { useChosenAccount } from '../credentials/CredentialsContext';
import { loginAddress } from '../credentials/session';
import type { Outcome } from '../run';

/** A GraphQL error, as far as it tells what is to be done. */
interface GraphQLError {
  path?: (string | number)[];
  extensions?: { code?: string; permissions?: string[]; reauthenticate?: boolean; loginUrl?: string };
}

/** What stands between the visitor and an answer, and what to do: a server that is gone, a missing permission. */
export function Notices({ outcome }: { outcome: Outcome }) {
  const errors = (Array.isArray(outcome.answer?.errors) ? outcome.answer.errors : []) as GraphQLError[];
  const unauthenticated = errors.find(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
  const forbidden = errors.filter(({ extensions }) => extensions?.code === 'FORBIDDEN' && extensions.permissions?.length);
  const stale = outcome.answer?.extensions?.reauthenticate === true;
  if (!outcome.problem && !unauthenticated && forbidden.length === 0 && !stale) return null;
  return (
    <div className="notices" role="alert">
      {outcome.problem && <p>{outcome.problem}</p>}
      {unauthenticated && <Unauthenticated loginUrl={unauthenticated.extensions?.loginUrl} />}
      {!unauthenticated && stale && <Unauthenticated />}
      {forbidden.length > 0 && <Forbidden errors={forbidden} />}
    </div>
  );
}

function Unauthenticated({ loginUrl }: { loginUrl?: string }) {
  const account = useChosenAccount();
  if (!account && !loginUrl) return <p>No account is asked for: connect one, choose a demo token, or put in a token of your own, above.</p>;
  return (
    <>
      <p>{account ? `${account.username} has to be connected again.` : 'The session has ended.'}</p>
      <a className="playground-button" href={loginUrl ?? loginAddress(account?.login)}>
        Connect {account?.username ?? 'an account'} again
      </a>
    </>
  );
}

/** The permissions that fields lack; those that the account has given are not among them. */
function Forbidden({ errors }: { errors: GraphQLError[] }) {
  const account = useChosenAccount();
  const needed = [...new Set(errors.flatMap(({ extensions }) => extensions?.permissions ?? []))];
  const lacking = account ? needed.filter((permission) => !account.scopes.includes(permission)) : needed;
  if (lacking.length === 0) return null;
  const fields = [...new Set(errors.map(({ path = [] }) => path.filter((step) => typeof step === 'string').join('.')))];
  return (
    <>
      <p>
        <Codes names={fields} />: {account ? `${account.username} has not given` : 'the token needs'} <Codes names={lacking} />.
      </p>
      {account && (
        <a className="playground-button" href={loginAddress(account.login)}>
          Ask {account.username} for {lacking.length === 1 ? 'it' : 'them'}
        </a>
      )}
    </>
  );
}

function Codes({ names }: { names: string[] }) {
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 && ', '}
      <code>{name}</code>
    </span>
  ));
}
