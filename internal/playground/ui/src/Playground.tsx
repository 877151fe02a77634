import { GraphiQLProvider, useEditorContext } from '@graphiql/react';
import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from './light/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryContextProvider } from '@graphiql/plugin-history';
import { GraphiQL, GraphiQLInterface } from 'graphiql';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { AnswerViews, type View } from './answer/AnswerViews';
import { CallsPane } from './calls/CallsPane';
import { accountsPlugin } from './credentials/AccountsPane';
import { CredentialsProvider, useCredentials } from './credentials/CredentialsContext';
import { keysPlugin } from './credentials/KeysPane';
import { exampleTabs } from './examples';
import { wasMade } from './explain';
import { explainingFetcher } from './fetcher';
import { useForecast } from './forecast/useForecast';
import { Header } from './Header';
import type { Run } from './run';
import type { Settings } from './settings';
import type { Shared } from './share/link';
import { sharePlugin } from './share/SharePane';
import { demoOnlyStorage } from './storage';

const plugins = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN, sharePlugin, accountsPlugin, keysPlugin];

interface PlaygroundProps {
  settings: Settings;
  /** The operation of the link that the page was opened by. */
  shared?: Shared;
}

/** GraphiQL with the examples in its tabs, and beside it the calls of each tab's last operation. */
export function Playground({ settings, shared }: PlaygroundProps) {
  return (
    <CredentialsProvider settings={settings}>
      <Editors settings={settings} shared={shared} />
    </CredentialsProvider>
  );
}

function Editors({ settings, shared }: PlaygroundProps) {
  const { credential } = useCredentials();
  const latest = useRef(credential);
  useEffect(() => {
    latest.current = credential;
  }, [credential]);
  const [runs, setRuns] = useState<Record<string, Run>>({});
  const activeTab = useRef('');
  const storage = useMemo(() => demoOnlyStorage(settings), [settings]);
  const tabs = useMemo(() => [...(shared ? [shared] : []), ...exampleTabs(settings)], [settings, shared]);
  const fetcher = useMemo(
    () =>
      explainingFetcher(settings.endpoint, () => latest.current, () => {
        const tab = activeTab.current;
        return (run) => setRuns((before) => ({ ...before, [tab]: run }));
      }),
    [settings],
  );
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      storage={storage}
      shouldPersistHeaders
      defaultTabs={tabs}
      query={shared?.query}
      variables={shared?.variables}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
    >
      <HistoryContextProvider>
        <DocExplorerContextProvider>
          <Layout settings={settings} runs={runs} activeTab={activeTab} />
        </DocExplorerContextProvider>
      </HistoryContextProvider>
    </GraphiQLProvider>
  );
}

interface LayoutProps {
  settings: Settings;
  runs: Record<string, Run>;
  /** Holds the active tab's id, so that the fetcher knows whose operation it sends. */
  activeTab: RefObject<string>;
}

function Layout({ settings, runs, activeTab }: LayoutProps) {
  const { tabs, activeTabIndex, queryEditor, variableEditor, headerEditor, responseEditor } = useEditorContext({ nonNull: true });
  const tab = tabs[activeTabIndex]?.id ?? '';
  useEffect(() => {
    activeTab.current = tab;
  }, [activeTab, tab]);

  // The column beside the calls is narrow: wrap lines rather than cut them off.
  useEffect(() => {
    const named = { Operation: queryEditor, Variables: variableEditor, Headers: headerEditor, Answer: responseEditor };
    for (const [name, editor] of Object.entries(named)) {
      editor?.setOption('lineWrapping', true);
      editor?.setOption('screenReaderLabel', name);
    }
  }, [queryEditor, variableEditor, headerEditor, responseEditor]);

  const [view, setView] = useState<View>('JSON');
  const [callsShown, setCallsShown] = useState(true);
  const run = notSent(tabs[activeTabIndex]?.response) ?? runs[tab];
  const forecast = useForecast();
  const callCount = run?.running === false ? run.explanation?.calls.filter(wasMade).length : undefined;
  const isPhone = matchMedia('(max-width: 700px)').matches;
  return (
    <div className="playground" data-calls={callsShown ? 'shown' : 'hidden'} data-view={view}>
      <Header
        callCount={callCount}
        callsShown={callsShown}
        onToggleCalls={() => setCallsShown(!callsShown)}
      />
      <main>
        <GraphiQLInterface
          defaultEditorToolsVisibility={isPhone ? false : 'variables'}
          showPersistHeadersSettings={false}
        >
          {/* The header above names the page already. */}
          <GraphiQL.Logo> </GraphiQL.Logo>
          <GraphiQL.Footer>
            <AnswerViews run={run} forecast={forecast} mediaHosts={settings.mediaHosts} view={view} onView={setView} />
          </GraphiQL.Footer>
        </GraphiQLInterface>
      </main>
      <CallsPane run={run} forecast={forecast} />
    </div>
  );
}

/** What became of an operation that GraphiQL has not sent, for a reason that it writes in the answer's place: variables or headers that are no JSON. */
function notSent(response?: string | null): Run | undefined {
  return response && !response.startsWith('{') ? { running: false, problem: response } : undefined;
}
