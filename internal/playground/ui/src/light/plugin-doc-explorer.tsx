import { DocsFilledIcon, DocsIcon, type GraphiQLPlugin, usePluginStore, useSchemaStore } from '@graphiql/react';
import { lazy, type ReactNode, Suspense } from 'react';

const Explorer = lazy(async () => ({ default: (await import('@graphiql/plugin-doc-explorer')).DocExplorer }));
const Follower = lazy(async () => ({ default: (await import('@graphiql/plugin-doc-explorer')).DocExplorerContextProvider }));

/** GraphiQL's pane of the schema's descriptions, which is loaded once the schema is there. */
export const DOC_EXPLORER_PLUGIN: GraphiQLPlugin = { title: 'Documentation Explorer', icon: Icon, content: Content };

function Icon() {
  return usePluginStore().visiblePlugin === DOC_EXPLORER_PLUGIN ? <DocsFilledIcon /> : <DocsIcon />;
}

function Content() {
  return (
    <Suspense fallback={<p role="status">Loading …</p>}>
      <Explorer />
    </Suspense>
  );
}

/** Has the pane follow the schema and the names that are clicked in the editor. */
export function DocExplorerContextProvider({ children }: { children: ReactNode }) {
  const { schema } = useSchemaStore();
  return (
    <>
      {children}
      {schema && (
        <Suspense>
          <Follower>{null}</Follower>
        </Suspense>
      )}
    </>
  );
}
