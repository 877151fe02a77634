import { wasMade, type Explanation } from '../explain';
import type { Run } from '../run';
import { CallCard } from './CallCard';
import { bytes, counted } from './units';
import './calls.css';

/** The pane with the Graph API calls of the tab's last operation. */
export function CallsPane({ run }: { run?: Run }) {
  return (
    <aside id="calls" className="graphiql-container calls" aria-labelledby="calls-title" tabIndex={0}>
      <h2 id="calls-title">Graph API calls</h2>
      <div role="status">
        <Summary run={run} />
      </div>
      {run?.running === false &&
        run.explanation?.calls.map((call, index) => <CallCard key={index} call={call} />)}
    </aside>
  );
}

function Summary({ run }: { run?: Run }) {
  if (!run) {
    return (
      <p className="calls-hint">
        Run an operation to see its Graph API calls here: the path, the duration, and the field expansion that your
        selection became.
      </p>
    );
  }
  if (run.running) return <p className="calls-hint">Running …</p>;
  if (run.problem) return <p className="calls-hint">Without an answer there are no calls to show.</p>;
  if (!run.explanation && run.answer?.data === undefined) {
    return <p className="calls-hint">The server refused the operation before any call: its errors say why.</p>;
  }
  if (!run.explanation) {
    return (
      <p className="calls-hint">
        This server does not list its calls: it was started with <code>-explain=off</code>.
      </p>
    );
  }
  return <Count explanation={run.explanation} />;
}

function Count({ explanation: { calls, bound } }: { explanation: Explanation }) {
  const made = calls.filter(wasMade);
  const spared = calls.length - made.length;
  return (
    <div className="calls-count">
      <strong aria-hidden="true">{made.length}</strong>
      <p>
        <b>{counted(made.length, 'Graph API call')}</b> (at most {bound})
        {made.length === 0 && <small>GramQL answered this without asking the Graph API.</small>}
        {made.length > 0 && <small>{bytes(made.reduce((sum, call) => sum + call.bytes, 0))} in all</small>}
        {spared > 0 && <small>{counted(spared, 'call')} spared by the cache</small>}
      </p>
    </div>
  );
}
