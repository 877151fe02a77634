// A post is watched until it is published: by the clients that most programs use.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient as createSSE } from 'graphql-sse';
import { createClient as createWS } from 'graphql-ws';
import WebSocket from 'ws';

const url = process.env.GRAPHQL_URL ?? 'http://127.0.0.1:8080/graphql';
const watched = process.env.WATCH_URL ?? url;
const headers = { Authorization: 'Bearer IGAAdemometricsaurus' };

// ask sends an operation to the replica that publishes.
async function ask(query, variables) {
  const response = await fetch(url, {
    method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

// publish begins to publish a picture, and returns the publication's id.
async function publish() {
  const { me } = await ask('{ me { media(first: 20) { nodes { mediaType mediaUrl } } } }');
  const { mediaUrl } = me.media.nodes.find(({ mediaType }) => mediaType === 'IMAGE');
  const { publishMedia } = await ask(
    'mutation($url: URL!) { publishMedia(input: { content: { image: { imageUrl: $url } } }) { publication { id } } }', { url: mediaUrl },
  );
  return publishMedia.publication.id;
}

const query = 'subscription($id: ID!) { publication(id: $id) { state progress media { id } } }';

// watch reads all that a client tells of a publication.
async function watch(client) {
  const seen = [];
  for await (const { data, errors } of client.iterate({ query, variables: { id: await publish() } })) {
    assert.equal(errors, undefined, JSON.stringify(errors));
    seen.push(data.publication);
  }
  const last = seen.at(-1);
  assert.equal(last.state, 'PUBLISHED');
  assert.equal(last.progress, 1);
  assert.ok(last.media.id);
  for (let i = 1; i < seen.length; i += 1) assert.ok(seen[i].progress >= seen[i - 1].progress);
}

const socket = (options) => createWS({ url: watched.replace(/^http/, 'ws'), webSocketImpl: WebSocket, ...options });

test('graphql-ws watches a publication, with its token in connection_init', async () => {
  const client = socket({ connectionParams: { authorization: headers.Authorization } });
  await watch(client);
  await client.dispose();
});

test('graphql-ws hears of a subscription that fails, and of one that is wrong', async () => {
  const client = socket({ connectionParams: { authorization: headers.Authorization } });
  const answers = [];
  for await (const answer of client.iterate({ query, variables: { id: '1' } })) answers.push(answer);
  assert.equal(answers[0].errors[0].extensions.code, 'NOT_FOUND');
  await assert.rejects(client.iterate({ query: 'subscription { nothing }' }).next(), (errors) => errors[0].message.includes('Cannot query field'));
  await client.dispose();
});

test('graphql-ws runs queries beside subscriptions', async () => {
  const client = socket({ connectionParams: { authorization: headers.Authorization } });
  for await (const { data } of client.iterate({ query: '{ me { username } }' })) assert.equal(data.me.username, 'metricsaurus');
  await client.dispose();
});

test('graphql-ws is told of a malformed credential', async () => {
  const client = socket({ connectionParams: { authorization: 'Basic x' }, retryAttempts: 0 });
  await assert.rejects(client.iterate({ query }).next(), (event) => event.code === 4403);
});

test('graphql-sse watches a publication, each on a connection of its own', async () => {
  const client = createSSE({ url: watched, headers });
  await watch(client);
  client.dispose();
});

test('graphql-sse hears of a subscription that fails', async () => {
  const client = createSSE({ url: watched, headers });
  const answers = [];
  for await (const answer of client.iterate({ query, variables: { id: '1' } })) answers.push(answer);
  assert.equal(answers[0].errors[0].extensions.code, 'NOT_FOUND');
  client.dispose();
});
