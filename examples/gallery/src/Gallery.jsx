import { gql } from '@apollo/client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { Post } from './Post.jsx';

export const GALLERY = gql`
  query Gallery($after: String) {
    me {
      id
      username
      media(first: 12, after: $after) {
        edges {
          node { id mediaType displayUrl altText caption permalink likeCount commentsCount }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;

/** One post's picture: its address is put into the cache, and so into whichever page has the post. */
export const PICTURE = gql`
  query Picture($id: ID!) {
    node(id: $id) { id ... on Media { displayUrl } }
  }
`;

/** The account's posts, page by page. What could not be read is said, and the rest is shown. */
export function Gallery() {
  const client = useApolloClient();
  const { data, error, loading, fetchMore } = useQuery(GALLERY);
  const renew = (id) => client.query({ query: PICTURE, variables: { id }, fetchPolicy: 'network-only' });
  const me = data?.me;
  if (!me) return loading ? <p>Loading …</p> : <Failure error={error} />;
  const { edges, pageInfo } = me.media ?? { edges: [], pageInfo: {} };
  return (
    <>
      <h1>@{me.username}</h1>
      {error && <Failure error={error} />}
      <ul className="posts">
        {edges.map(({ node }) => <Post key={node.id} post={node} onExpired={renew} />)}
      </ul>
      {pageInfo.hasNextPage && pageInfo.endCursor && ( // Apollo makes an empty list of a null that has an error
        <button disabled={loading} onClick={() => fetchMore({ variables: { after: pageInfo.endCursor } })}>More</button>
      )}
    </>
  );
}

/** What is missing, and what helps, for each error of an answer. */
function Failure({ error }) {
  const errors = error?.errors ?? [{ message: error?.message ?? 'There is no such account' }];
  return errors.map(({ message, path, extensions }, i) => (
    <p className="note" role="alert" key={i}>
      {path ? `${path.join('.')}: ` : ''}{extensions?.code ?? ''} {extensions?.hint ?? message}
    </p>
  ));
}
