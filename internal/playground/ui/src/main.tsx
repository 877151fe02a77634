import 'codemirror'; // GraphiQL loads its editor late; with this line it loads beside the page
import 'graphiql/style.css';
import './playground.css';
import { createRoot } from 'react-dom/client';
import { Playground } from './Playground';
import { loadSettings } from './settings';
import { sharedOperation } from './share/link';

const root = createRoot(document.getElementById('playground')!);

// Read once: a reload shows the tab as it has become since.
const shared = sharedOperation();
// Meta's windows leave #_ behind whoever comes back from them.
if (shared || location.hash === '#_') history.replaceState(null, '', location.pathname);
addEventListener('hashchange', () => sharedOperation() && location.reload());

loadSettings().then(
  (settings) => root.render(<Playground settings={settings} shared={shared} />),
  (error: Error) => root.render(<p role="alert">The playground could not start. {error.message}</p>),
);
