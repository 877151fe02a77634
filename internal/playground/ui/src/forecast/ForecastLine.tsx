import { counted } from '../calls/units';
import type { Forecast } from './useForecast';

/** What the operation would take, in a line. */
export function ForecastLine({ forecast: { calls, bound, cost } }: { forecast: Forecast }) {
  const isDear = cost && cost.estimated > cost.limit;
  return (
    <p className="forecast" title="Before running: the calls that the operation starts with, the most that it can make, and the most that it can cost">
      plan: {counted(calls.length, 'call')}, at most {bound}
      {cost && <span className={isDear ? 'dear' : undefined}>, cost up to {cost.estimated.toLocaleString()}</span>}
      {isDear && <b> (over the limit of {cost.limit.toLocaleString()})</b>}
    </p>
  );
}
