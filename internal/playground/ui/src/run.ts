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
}

/** A tab's last operation. */
export type Run = { running: true } | ({ running: false } & Outcome);
