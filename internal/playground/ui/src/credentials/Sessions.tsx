import { useEffect, useState } from 'react';
import { useCredentials } from './CredentialsContext';
import { revokeSession, type Session, sessions } from './session';

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Where the visitor is signed in, each with a button that ends that. */
export function Sessions() {
  const { endpoint } = useCredentials().settings;
  const [all, setAll] = useState<Session[]>([]);
  const [problem, setProblem] = useState('');
  const tell = (error: Error) => setProblem(error.message);

  useEffect(() => {
    sessions(endpoint).then(setAll, tell);
  }, [endpoint]);

  const revoke = async (id: string) => {
    await revokeSession(endpoint, id);
    setAll((before) => before.filter((session) => session.id !== id));
  };
  return (
    <>
      <h3>Signed in</h3>
      {problem && <p role="alert">{problem}</p>}
      <ul aria-label="Sessions">
        {all.map(({ id, lastSeenAt, userAgent, current }) => (
          <li key={id}>
            <article>
              <p>{browserOf(userAgent)}</p>
              <p>{current ? 'this browser' : `seen last on ${moment.format(new Date(lastSeenAt))}`}</p>
              {!current && (
                <button type="button" className="playground-button" onClick={() => revoke(id).catch(tell)}>
                  Sign it out
                </button>
              )}
            </article>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A browser's name and system, as far as they can be read from what it calls itself. */
function browserOf(userAgent: string): string {
  const name = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((known) => userAgent.includes(`${known}/`));
  const system = /\(([^;)]+)/.exec(userAgent)?.[1];
  if (!name) return userAgent || 'a browser that says nothing of itself';
  return [{ Edg: 'Edge', OPR: 'Opera' }[name] ?? name, system].filter(Boolean).join(', ');
}
