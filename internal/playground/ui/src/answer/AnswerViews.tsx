import { useMemo } from 'react';
import { ForecastLine } from '../forecast/ForecastLine';
import type { Forecast } from '../forecast/useForecast';
import type { Run } from '../run';
import { tablesOf } from './connections';
import { chartsOf } from './charts';
import { ChartView } from './ChartView';
import { Figures } from './Figures';
import { Gallery } from './Gallery';
import { Notices } from './Notices';
import { picturesOf } from './pictures';
import { TableView } from './TableView';
import './answer.css';

const views = ['JSON', 'Gallery', 'Table', 'Chart'] as const;

/** The ways to look at an answer. */
export type View = (typeof views)[number];

interface AnswerProps {
  run?: Run;
  /** What the tab's operation would take. */
  forecast?: Forecast;
  mediaHosts: string[];
  view: View;
  onView: (view: View) => void;
}

/** The bar above the answer, and what it shows in place of the JSON: pictures, a table, or charts. */
export function AnswerViews({ run, forecast, mediaHosts, view, onView }: AnswerProps) {
  const outcome = run?.running === false ? run : undefined;
  const pictures = useMemo(() => (outcome ? picturesOf(outcome, mediaHosts) : []), [outcome, mediaHosts]);
  const tables = useMemo(() => (outcome ? tablesOf(outcome) : []), [outcome]);
  const charts = useMemo(() => (outcome ? chartsOf(outcome) : []), [outcome]);
  const counts: Partial<Record<View, number>> = { Gallery: pictures.length, Table: tables[0]?.rows.length, Chart: charts.length };
  return (
    <>
      <div className="answer-bar">
        <div role="group" aria-label="Show the answer as">
          {views.map((name) => (
            <button key={name} type="button" aria-pressed={name === view} onClick={() => onView(name)}>
              {name} {outcome && counts[name] ? <span className="count">{counts[name]}</span> : null}
            </button>
          ))}
        </div>
        {forecast && <ForecastLine forecast={forecast} />}
        {outcome && <Figures outcome={outcome} />}
      </div>
      {outcome && <Notices outcome={outcome} />}
      {view !== 'JSON' && (
        <div className="answer-view">
          {view === 'Gallery' && (pictures.length > 0 ? <Gallery pictures={pictures} /> : <Nothing run={run} what="pictures" />)}
          {view === 'Table' && (tables.length > 0 ? <TableView tables={tables} /> : <Nothing run={run} what="lists" />)}
          {view === 'Chart' && (charts.length > 0 ? <ChartView charts={charts} /> : <Nothing run={run} what="metrics" />)}
        </div>
      )}
    </>
  );
}

const fieldsFor = {
  pictures: 'mediaUrl or profilePictureUrl',
  lists: 'a connection, such as media { nodes { … } }',
  metrics: 'insights { title values { value endTime } }',
};

function Nothing({ run, what }: { run?: Run; what: keyof typeof fieldsFor }) {
  if (run?.running) return <p className="answer-hint">Running …</p>;
  return (
    <p className="answer-hint">
      {run ? `There are no ${what} in this answer.` : `Run an operation to see its ${what} here.`} Ask for {fieldsFor[what]}.
    </p>
  );
}
