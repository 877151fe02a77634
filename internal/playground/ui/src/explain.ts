/** One Graph API call as the `explain` extension reports it. */
export interface Call {
  method: string;
  path: string;
  fields: string;
  /** The nodes that are looked up at once. */
  ids: string[];
  /** The HTTP status; 0 when no answer came. */
  status: number;
  durationMs: number;
  /** What a cache had to do with it; "none" where there is no cache. */
  cache: string;
  bytes: number;
  /** The calls within a batch. */
  batch?: BatchItem[];
}

export interface BatchItem {
  path: string;
  fields: string;
}

/** `extensions.explain` of an answer: the calls made, and the most the operation could have cost. */
export interface Explanation {
  bound: number;
  calls: Call[];
}

/** What is known of a tab's last operation; without an explanation the server gave none. */
export type Run = { running: true } | { running: false; explanation?: Explanation };
