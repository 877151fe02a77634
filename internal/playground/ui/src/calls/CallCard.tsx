import { useState } from 'react';
import type { Call } from '../explain';
import { Expansion } from './Expansion';
import { bytes, milliseconds } from './units';

/** One Graph API call: its request line, what came back, the ids and the field expansion. */
export function CallCard({ call }: { call: Call }) {
  const ids = call.ids ?? [];
  return (
    <article className="calls-card">
      <header>
        <span className="method">{call.method}</span>
        <code className="path">{call.path}</code>
        <CopyButton call={call} />
      </header>
      <p className="outcome">
        <span className={call.status >= 200 && call.status < 300 ? 'status' : 'status failed'}>{call.status}</span>
        <span>{milliseconds(call.durationMs)}</span>
        <span>{bytes(call.bytes)}</span>
        {call.cache && <span>cache: {call.cache}</span>}
      </p>
      {ids.length > 0 && (
        <section>
          <h4>ids= ({ids.length})</h4>
          <ul className="ids">
            {ids.map((id) => (
              <li key={id}>{id}</li>
            ))}
          </ul>
        </section>
      )}
      {call.fields && (
        <section>
          <h4>fields=</h4>
          <Expansion text={call.fields} />
        </section>
      )}
    </article>
  );
}

function CopyButton({ call }: { call: Call }) {
  const [copied, setCopied] = useState(false);
  // Browsers hand out the clipboard only to pages they deem secure.
  if (!navigator.clipboard) return null;

  const copy = async () => {
    await navigator.clipboard.writeText(requestLine(call));
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" className="playground-button" aria-label={`Copy ${call.method} ${call.path}`} onClick={copy}>
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}

/** The call as one line, readable rather than percent-encoded. */
function requestLine({ path, ids, fields }: Call): string {
  const query = [ids?.length && `ids=${ids.join(',')}`, fields && `fields=${fields}`].filter(Boolean).join('&');
  return query ? `${path}?${query}` : path;
}
