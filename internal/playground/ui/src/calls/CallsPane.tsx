import { wasMade, type Explanation } from '../explain';
import type { Forecast } from '../forecast/useForecast';
import { useCredentials } from '../credentials/CredentialsContext';
import type { Run } from '../run';
import { CallCard } from './CallCard';
import { bytes, counted } from './units';
import './calls.css';

interface CallsPaneProps {
  run?: Run;
  /** What the tab's operation would take, which is shown before it has run. */
  forecast?: Forecast;
}

/** The pane with the Graph API calls of the tab's last operation, or of the plan for its first. */
export function CallsPane({ run, forecast }: CallsPaneProps) {
  return (
    <aside id="calls" className="graphiql-container calls" aria-labelledby="calls-title" tabIndex={0}>
      <h2 id="calls-title">Graph API calls</h2>
      <div role="status">
        <Summary run={run} />
      </div>
      {!run && forecast && <Plan forecast={forecast} />}
      {run?.running === false &&
        run.explanation?.calls.map((call, index) => <CallCard key={index} call={call} />)}
    </aside>
  );
}

function Plan({ forecast: { calls, bound, remarks } }: { forecast: Forecast }) {
  return (
    <>
      <p className="calls-plan">
        <b>{counted(calls.length, 'call')} planned</b> (at most {bound})
      </p>
      {remarks.map((remark, index) => (
        <p key={index} className="calls-hint">
          {remark}
        </p>
      ))}
      {calls.map((call, index) => (
        <CallCard key={index} call={call} />
      ))}
    </>
  );
}

function Summary({ run }: { run?: Run }) {
  const { explain } = useCredentials().settings;
  if (!explain) return <Silent />;
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
  if (!run.explanation) return <Silent />;
  return <Count explanation={run.explanation} />;
}

function Silent() {
  return (
    <p className="calls-hint">
      This server does not list its calls: it was started with <code>-explain=off</code>.
    </p>
  );
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
