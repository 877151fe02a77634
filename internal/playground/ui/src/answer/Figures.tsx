import { bytes, milliseconds } from '../calls/units';
import type { Outcome } from '../run';

/** `extensions.cost` of an answer, in points. */
interface Cost {
  estimated: number;
  actual: number;
  limit: number;
}

/** `extensions.rateLimit` of an answer: Meta's shares in percent. */
interface RateLimit {
  app?: Usage;
  accounts?: Usage[];
  pace?: string;
  retryAfter?: number;
}

interface Usage {
  calls?: number;
  time?: number;
  cpuTime?: number;
}

/** `extensions.cache` of an answer that the cache has given although it is old. */
interface Cache {
  stale: boolean;
  ageSeconds: number;
}

/** What the answer took: status, time and size, and what it cost of the limits. */
export function Figures({ outcome: { status, durationMs, size, figures } }: { outcome: Outcome }) {
  const cost = figures?.cost as Cost | undefined;
  const rateLimit = figures?.rateLimit as RateLimit | undefined;
  const cache = figures?.cache as Cache | undefined;
  return (
    <p className="figures">
      {status !== undefined && <span className={status < 400 ? 'status' : 'status failed'}>HTTP {status}</span>}
      {durationMs !== undefined && <span>{milliseconds(durationMs)}</span>}
      {size !== undefined && <span>{bytes(size)}</span>}
      {cost && (
        <label title={`Estimated before: ${cost.estimated.toLocaleString()} of at most ${cost.limit.toLocaleString()}`}>
          cost {cost.actual.toLocaleString()} <meter value={cost.actual} max={cost.limit} high={cost.limit * 0.75} />
        </label>
      )}
      {rateLimit && (
        <label title={`Pace: ${rateLimit.pace ?? 'unknown'}`}>
          quota {used(rateLimit)} % <meter value={used(rateLimit)} max={100} high={75} />
        </label>
      )}
      {cache?.stale && <span>{cache.ageSeconds} s old, being asked anew</span>}
      {rateLimit?.retryAfter ? <span>ask again in {rateLimit.retryAfter} s</span> : null}
    </p>
  );
}

/** The largest share of Meta's quotas that is used up, in percent. */
function used({ app, accounts = [] }: RateLimit): number {
  const shares = [app, ...accounts].flatMap((usage) => [usage?.calls ?? 0, usage?.time ?? 0, usage?.cpuTime ?? 0]);
  return Math.max(0, ...shares);
}
