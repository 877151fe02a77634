import { CopyButton } from '../CopyButton';
import { type Call, type PlannedCall, wasMade } from '../explain';
import { ExpansionTree } from './ExpansionTree';
import { requestLines, sameFields } from './request';
import { bytes, milliseconds } from './units';

/** One Graph API call: its request line, what came back if it was made, the ids and the field expansion. */
export function CallCard({ call }: { call: PlannedCall | Call }) {
  const { method, path, ids, fields, params, batch } = call;
  const told = 'status' in call ? call : undefined;
  return (
    <article className={told && wasMade(told) ? 'calls-card' : 'calls-card spared'}>
      <header>
        <span className="method">{method}</span>
        <code className="path">{path}</code>
        <CopyButton text={requestLines(call)} what={`${method} ${path}`} />
      </header>
      {told && <Outcome call={told} />}
      {params && <Params title={method === 'POST' ? 'body' : 'parameters'} params={params} />}
      {batch ? (
        sameFields(batch).map((group) => (
          <Asked key={group.fields} title={`batch (${group.paths.length})`} values={group.paths} fields={group.fields} />
        ))
      ) : (
        <Asked title={`ids= (${ids.length})`} values={ids} fields={fields} />
      )}
    </article>
  );
}

/** Where the answer to a call that was spared came from. */
const sources: Record<string, string> = {
  hit: 'from the cache',
  stale: 'from the cache, being asked anew',
  shared: 'shared with an identical call',
};

function Outcome({ call: { status, durationMs, bytes: length, cache } }: { call: Call }) {
  const succeeded = status >= 200 && status < 300;
  const source = sources[cache];
  return (
    <p className="outcome">
      {source && <span className="source">{source}</span>}
      {!source && <span className={succeeded ? 'status' : 'status failed'}>{status || 'no answer'}</span>}
      {!source && <span>{milliseconds(durationMs)}</span>}
      <span>{bytes(length)}</span>
    </p>
  );
}

/** What a write sends, by name. */
function Params({ title, params }: { title: string; params: Record<string, string> }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul className="values" tabIndex={0} aria-label={title}>
        {Object.entries(params).map(([name, value]) => (
          <li key={name}>
            {name}={value}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface AskedProps {
  /** What the values are: ids, or the paths of a batch. */
  title: string;
  values: string[];
  fields: string;
}

function Asked({ title, values, fields }: AskedProps) {
  return (
    <>
      {values.length > 0 && (
        <section>
          <h3>{title}</h3>
          <ul className="values" tabIndex={0} aria-label={title}>
            {values.map((value) => (
              <li key={value}>{value}</li>
            ))}
          </ul>
        </section>
      )}
      {fields && (
        <section>
          <h3>fields=</h3>
          <ExpansionTree text={fields} />
        </section>
      )}
    </>
  );
}
