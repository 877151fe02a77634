/** A token of the demo world, and whose it is. */
export interface DemoToken {
  label: string;
  token: string;
}

/** What the server says about itself; the Go side is playground.Settings. */
export interface Settings {
  /** Where operations are posted to, a path on this origin. */
  endpoint: string;
  /** The demo token to begin with; empty when the upstream is not the local graph. */
  token: string;
  /** All demo tokens to choose from. */
  tokens: DemoToken[];
}

export async function loadSettings(): Promise<Settings> {
  const response = await fetch('/playground.json');
  if (!response.ok) throw new Error(`The server did not hand out its settings (HTTP ${response.status}).`);
  return response.json();
}
