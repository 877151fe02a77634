import 'graphiql/setup-workers/vite';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './playground.css';
import { createRoot } from 'react-dom/client';
import { Playground } from './Playground';
import { loadSettings } from './settings';

const root = createRoot(document.getElementById('playground')!);

loadSettings().then(
  (settings) => root.render(<Playground settings={settings} />),
  (error: Error) => root.render(<p role="alert">The playground could not start. {error.message}</p>),
);
