import album from './examples/album.graphql?raw';
import comments from './examples/comments.graphql?raw';
import discovery from './examples/discovery.graphql?raw';
import feed from './examples/feed.graphql?raw';
import hashtag from './examples/hashtag.graphql?raw';
import insights from './examples/insights.graphql?raw';
import lookup from './examples/lookup.graphql?raw';
import moderating from './examples/moderating.graphql?raw';
import paging from './examples/paging.graphql?raw';
import publish from './examples/publish.graphql?raw';
import quota from './examples/quota.graphql?raw';
import type { Settings } from './settings';

/** The demo world's Basic Display user, whose media have the same ids on every machine. */
const jayposiris = 'IGQVdemojayposiris';

/** The demo world's token of Facebook Login, without which there are no hashtags and no discovery. */
const facebook = 'EAAdemometricsaurus';

interface Tab {
  query: string;
  variables?: string;
  headers?: string;
}

/**
 * The tabs of a first visit. What exists in the demo world only, or needs another token
 * than the usual one, is for its visitors, and brings that token.
 */
export function exampleTabs({ token, graph }: Settings): Tab[] {
  const reads: Tab[] = [
    { query: feed },
    { query: album },
    { query: insights, variables: json(lastDays(28)) },
    { query: paging, variables: json({ first: 5, after: null }) },
    { query: comments },
    { query: moderating },
    { query: quota },
  ];
  if (!token) return reads;
  return [
    ...reads,
    { query: publish.replaceAll('GRAPH', graph) },
    { query: discovery, headers: bearer(facebook) },
    { query: hashtag, headers: bearer(facebook) },
    { query: lookup, headers: bearer(jayposiris) },
  ];
}

function bearer(token: string): string {
  return json({ Authorization: `Bearer ${token}` });
}

/** So many days until the last midnight: data of today is not there yet. */
function lastDays(days: number) {
  const until = new Date(new Date().setUTCHours(0, 0, 0, 0));
  return { since: new Date(until.getTime() - days * 24 * 3_600_000).toISOString(), until: until.toISOString() };
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
