/** A token of the demo world, with a label that says whose it is. */
export interface DemoToken {
  label: string;
  token: string;
}

/** The server's settings for the playground; playground.Settings on the Go side. */
export interface Settings {
  /** Where operations are posted, as seen from the page. */
  endpoint: string;
  /** The initial demo token; empty unless the upstream is the local graph. */
  token: string;
  /** The local graph's base, whose pictures the examples post; empty for another upstream. */
  graph: string;
  /** All demo tokens, to choose from. */
  tokens: DemoToken[];
  /** Where the Graph API's pictures and videos are, as the page's content security policy lists them. */
  mediaHosts: string[];
  /** Whether the server tells which calls an operation makes, or would make. */
  explain: boolean;
  /** The login types by which an account can be connected, the usual one first. */
  logins: { name: string; title: string }[];
}

/** The page lies at the base path, with a slash at its end, and everything that it loads beside it. */
export async function loadSettings(): Promise<Settings> {
  const response = await fetch('playground.json');
  if (!response.ok) throw new Error(`The server did not return its settings (HTTP ${response.status}).`);
  return response.json();
}
