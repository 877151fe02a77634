// Where GramQL is, and in whose name the page asks. The demo token is public, and valid
// against the local graph only; a token of Meta's never goes into a page: see
// docs/guides/website.md.
window.galleryConfig = {
  uri: 'http://127.0.0.1:8080/graphql',
  credential: 'IGAAdemometricsaurus',
};
