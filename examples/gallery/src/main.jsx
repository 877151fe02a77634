import { ApolloProvider } from '@apollo/client/react';
import { createRoot } from 'react-dom/client';
import { newClient } from './client.js';
import { Gallery } from './Gallery.jsx';

createRoot(document.getElementById('gallery')).render(
  <ApolloProvider client={newClient(window.galleryConfig)}>
    <Gallery />
  </ApolloProvider>,
);
