import { CredentialPicker } from './credentials/CredentialPicker';
import icon from './icon.svg';

interface HeaderProps {
  /** How many calls the last operation made; undefined before the first. */
  callCount?: number;
  callsShown: boolean;
  onToggleCalls: () => void;
}

/** The bar above the editors: the name, the choice of who asks, and the button for the calls pane. */
export function Header({ callCount, callsShown, onToggleCalls }: HeaderProps) {
  const count = callCount !== undefined && <span className="count">{callCount}</span>;
  return (
    <header className="graphiql-container playground-header">
      <h1>
        <img src={icon} alt="" width="24" height="24" /> GramQL <span className="wide">playground</span>
      </h1>
      <CredentialPicker />
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
