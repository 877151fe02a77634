/** One Graph API call as a plan shows it, before it is made. */
export interface PlannedCall {
  method: string;
  path: string;
  fields: string;
  /** The nodes that one call looks up. */
  ids: string[];
  /** The parameters of a write: a POST has them in its body. */
  params?: Record<string, string>;
  /** The calls within a batch. */
  batch?: BatchItem[];
}

/** One Graph API call as the `explain` extension reports it. */
export interface Call extends PlannedCall {
  /** The HTTP status; 0 if there was no answer. */
  status: number;
  durationMs: number;
  /** What the cache had: "hit", "stale" and "shared" cost no call; "miss" did, and so did "none". */
  cache: 'hit' | 'stale' | 'shared' | 'miss' | 'none';
  bytes: number;
}

/** Whether the Graph API was called, rather than answered for. */
export function wasMade({ cache }: Call): boolean {
  return cache === 'miss' || cache === 'none';
}

export interface BatchItem {
  path: string;
  fields: string;
}

/** `extensions.explain` of an answer: the calls made, and the most that the operation could take. */
export interface Explanation {
  bound: number;
  calls: Call[];
}
