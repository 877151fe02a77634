// What a Relay application writes: a list that loads more, and node look-ups.
graphql`
  fragment feed_user on User
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "feedMoreQuery") {
    username
    media(first: $count, after: $cursor) @connection(key: "feed_media") {
      totalCount
      edges {
        node {
          caption
          hashtags {
            text
          }
          ...feed_comments
        }
      }
    }
  }
`;

graphql`
  fragment feed_comments on Media
  @argumentDefinitions(count: { type: "Int", defaultValue: 3 }, cursor: { type: "String" })
  @refetchable(queryName: "feedCommentsQuery") {
    comments(first: $count, after: $cursor) @connection(key: "feed_comments") {
      edges {
        node {
          text
          replies(first: 3) {
            nodes {
              text
            }
          }
        }
      }
    }
  }
`;

graphql`
  query feedQuery {
    me {
      ...feed_user
    }
  }
`;

graphql`
  query feedNodeQuery($id: ID!) {
    node(id: $id) {
      __typename
      ... on Media {
        displayUrl
        insights(metrics: [REACH]) {
          name
          values {
            value
          }
        }
      }
      ... on Hashtag {
        topMedia(first: 25) @connection(key: "feedNodeQuery_topMedia") {
          edges {
            node {
              caption
            }
          }
        }
      }
    }
  }
`;

// Another account, whose media go on where the list ended.
graphql`
  fragment feed_discovered on User
  @argumentDefinitions(count: { type: "Int", defaultValue: 12 }, cursor: { type: "String" })
  @refetchable(queryName: "feedDiscoveredMoreQuery") {
    username
    media(first: $count, after: $cursor) @connection(key: "feed_discovered_media") {
      edges {
        node {
          mediaUrl
          ...feed_shown
        }
      }
    }
  }
`;

// A media as it is shown where it was found.
graphql`
  fragment feed_shown on Media @refetchable(queryName: "feedShownQuery") {
    caption
    likeCount
  }
`;

graphql`
  query feedDiscoveredQuery($username: String!) {
    me {
      businessDiscovery(username: $username) {
        ...feed_discovered
      }
    }
  }
`;
