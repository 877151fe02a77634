import type { Explanation } from './explain';
import type { Outcome } from './run';
import type { Answer } from './watch';

/** An operation as it was sent. */
export type Sent = Pick<Outcome, 'document' | 'operationName'>;

/** Posts a request and returns what came of it: an answer, or the reason why there is none. */
export async function send(endpoint: string, body: string, given: Record<string, string>): Promise<Outcome> {
  const headers = { Accept: 'application/graphql-response+json, application/json', 'Content-Type': 'application/json', ...given };
  const wrong = Object.entries(headers).find(([name, value]) => !canBeSent(name, value));
  if (wrong) {
    return { problem: `The header ${wrong[0]} cannot be sent: its name or value has a character that headers may not have. Look at the token and the Headers editor.` };
  }
  const start = performance.now();
  let response, text;
  try {
    response = await fetch(endpoint, { method: 'POST', headers, body });
    text = await response.text();
  } catch {
    return { problem: `No answer from ${location.origin}: the server has stopped, or the network is down. Run it again when the server is there.` };
  }
  const figures = { status: response.status, durationMs: performance.now() - start, size: new TextEncoder().encode(text).length };
  try {
    return { ...figures, ...taken(JSON.parse(text)) };
  } catch {
    const type = response.headers.get('Content-Type') ?? 'no content type';
    return { ...figures, problem: `The answer is no GraphQL, but HTTP ${response.status} with ${type}: something between this page and GramQL has answered.` };
  }
}

function canBeSent(name: string, value: string): boolean {
  try {
    new Headers({ [name]: value });
    return true;
  } catch {
    return false;
  }
}

/** An answer without what the page shows elsewhere, and that: it stays what any client would get. */
export function taken({ extensions, ...answer }: Answer) {
  const { explain, cost, rateLimit, cache, ...others } = extensions ?? {};
  return {
    answer: Object.keys(others).length > 0 ? { ...answer, extensions: others } : answer,
    explanation: explain as Explanation | undefined,
    figures: { cost, rateLimit, cache },
  };
}
