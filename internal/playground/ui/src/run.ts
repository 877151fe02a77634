import type { DocumentNode } from 'graphql';
import type { Explanation } from './explain';
import type { Answer } from './watch';

/** What came of an operation. */
export interface Outcome {
  /** The document that was sent; missing if its text cannot be parsed. */
  document?: DocumentNode;
  operationName?: string;
  answer?: Answer;
  /** The calls that the operation made; missing if the server gave none. */
  explanation?: Explanation;
  /** `extensions.cost`, `rateLimit` and `cache`, which are shown as figures. */
  figures?: { cost?: unknown; rateLimit?: unknown; cache?: unknown };
  status?: number;
  durationMs?: number;
  /** The size of the answer, unpacked, in bytes. */
  size?: number;
  /** Why there is no answer from GramQL, and what to do. */
  problem?: string;
}

/** A tab's last operation. */
export type Run = { running: true } | ({ running: false } & Outcome);
