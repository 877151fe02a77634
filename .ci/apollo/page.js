// A gallery as an app writes it: Apollo Client that names itself, behind a link that
// adds the headers of OpenTelemetry and Sentry.
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';

const { uri, token } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

const tracing = new ApolloLink((operation, forward) => {
  operation.setContext(({ headers }) => ({
    headers: {
      ...headers,
      authorization: `Bearer ${token}`,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'vendor=value',
      baggage: 'sentry-environment=ci,sentry-release=1',
      'sentry-trace': '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1',
    },
  }));
  return forward(operation);
});

const client = new ApolloClient({
  cache: new InMemoryCache(),
  clientAwareness: { name: 'gallery', version: '1.2.3' },
  link: tracing.concat(new HttpLink({ uri })),
});

const show = (found) => {
  document.body.textContent = JSON.stringify(found);
};

client
  .query({ query: gql`query Gallery { me { id media(first: 100) { nodes { id mediaType mediaUrl caption permalink } } } }` })
  .then(({ data }) => show({ media: data.me.media.nodes.length, first: data.me.media.nodes[0].mediaUrl }))
  .catch((error) => show({ error: String(error) }));
