import album from './examples/album.graphql?raw';
import comments from './examples/comments.graphql?raw';
import feed from './examples/feed.graphql?raw';
import lookup from './examples/lookup.graphql?raw';
import moderating from './examples/moderating.graphql?raw';
import publish from './examples/publish.graphql?raw';
import type { Settings } from './settings';

/** The demo world's Basic Display user, whose media have the same ids on every machine. */
const jayposiris = 'IGQVdemojayposiris';

/** The tabs of a first visit. Ids are known only in the demo world, so look-ups need its token. */
export function exampleTabs({ token, graph }: Settings) {
  const tabs: { query: string; headers?: string }[] = [feed, album, comments, moderating].map((query) => ({ query }));
  if (!token) return tabs;
  const post = { query: publish.replaceAll('GRAPH', graph) };
  return [...tabs, post, { query: lookup, headers: JSON.stringify({ Authorization: `Bearer ${jayposiris}` }, null, 2) }];
}
