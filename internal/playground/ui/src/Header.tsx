import { useGraphiQL } from '@graphiql/react';
import { replaceToken, tokenIn } from './headers';
import icon from './icon.svg';
import type { DemoToken } from './settings';

interface HeaderProps {
  tokens: DemoToken[];
  /** How many calls the last operation made; undefined before the first. */
  callCount?: number;
  callsShown: boolean;
  onToggleCalls: () => void;
}

/** The bar above the editors: the name, the choice of token, and the button for the calls pane. */
export function Header({ tokens, callCount, callsShown, onToggleCalls }: HeaderProps) {
  const count = callCount !== undefined && <span className="count">{callCount}</span>;
  return (
    <header className="graphiql-container playground-header">
      <h1>
        <img src={icon} alt="" width="24" height="24" /> GramQL <span className="wide">playground</span>
      </h1>
      {tokens.length > 0 && <TokenPicker tokens={tokens} />}
      <button
        type="button"
        className="playground-button wide"
        aria-expanded={callsShown}
        aria-controls="calls"
        onClick={onToggleCalls}
      >
        {callsShown ? 'Hide calls' : 'Show calls'} {count}
      </button>
      <a className="playground-button narrow" href="#calls">
        Calls {count}
      </a>
    </header>
  );
}

/** Puts the chosen demo token into the headers editor of the active tab. */
function TokenPicker({ tokens }: { tokens: DemoToken[] }) {
  const headerEditor = useGraphiQL((state) => state.headerEditor);
  const headers = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.headers ?? '');
  const current = tokenIn(headers);
  const isDemo = tokens.some(({ token }) => token === current);
  return (
    <label className="token-picker">
      <span>Ask as</span>
      <select
        value={isDemo ? current : ''}
        disabled={!headerEditor}
        onChange={(event) => headerEditor?.setValue(replaceToken(headerEditor.getValue(), event.target.value))}
      >
        {!isDemo && <option value="">{current ? 'a token of my own' : 'no token'}</option>}
        {tokens.map(({ label, token }) => (
          <option key={token} value={token}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
