import { type GraphiQLPlugin, useEditorContext } from '@graphiql/react';
import { CopyButton } from '../CopyButton';
import { useCredentials } from '../credentials/CredentialsContext';
import { linkTo } from './link';
import { snippets } from './snippets';
import './share.css';

/** The pane of the side bar that gives an operation away: as a link, and as code. Never with a token. */
export const sharePlugin: GraphiQLPlugin = { title: 'Share', icon: ShareIcon, content: SharePane };

function SharePane() {
  const { endpoint } = useCredentials().settings;
  const { tabs, activeTabIndex } = useEditorContext({ nonNull: true });
  const tab = tabs[activeTabIndex];
  const query = tab?.query ?? '';
  const operation = {
    endpoint: new URL(endpoint, location.href).href,
    query,
    variables: tab?.variables ?? '',
    operationName: tab?.operationName && new RegExp(`\\b${tab.operationName}\\b`).test(query) ? tab.operationName : undefined,
  };
  return (
    <div className="share">
      <h2>Share</h2>
      <p>The operation of this tab and its variables. No token goes with them.</p>
      <Part title="Link" text={linkTo(operation)} />
      {Object.entries(snippets).map(([title, write]) => (
        <Part key={title} title={title} text={write(operation)} />
      ))}
    </div>
  );
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <section aria-label={title}>
      <header>
        <h3>{title}</h3>
        <CopyButton text={text} what={title} />
      </header>
      <pre tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </section>
  );
}

function ShareIcon() {
  return (
    <svg viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M12 15V3.5m0 0L7.5 8M12 3.5 16.5 8M5 12v8h14v-8" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
