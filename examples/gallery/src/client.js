import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

/** A client whose pages of media are one list, and that keeps what an answer with errors has. */
export function newClient({ uri, credential }) {
  return new ApolloClient({
    link: new HttpLink({ uri, headers: { authorization: `Bearer ${credential}` } }),
    cache: new InMemoryCache({
      typePolicies: { User: { fields: { media: relayStylePagination() } } },
    }),
    defaultOptions: {
      watchQuery: { errorPolicy: 'all' },
      query: { errorPolicy: 'all' },
    },
  });
}
