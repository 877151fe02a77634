/** One Graph API call as the `explain` extension reports it. */
export interface Call {
  method: string;
  path: string;
  fields?: string;
  ids?: string[] | null;
  status: number;
  durationMs: number;
  cache?: string;
  bytes: number;
}

/** `extensions.explain` of an answer: the calls made, and the most the operation could have cost. */
export interface Explanation {
  bound: number;
  calls: Call[] | null;
}

/** What is known of a tab's last operation; without an explanation the server gave none. */
export type Run = { running: true } | { running: false; explanation?: Explanation };
