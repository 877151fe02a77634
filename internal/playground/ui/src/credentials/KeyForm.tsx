import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useCredentials } from './CredentialsContext';
import type { KeyInput, Kind } from './keys';

/** The form that a key is made by; what is left empty is not narrowed. */
export function KeyForm({ onCreate }: { onCreate: (input: KeyInput) => void }) {
  const { accounts = [] } = useCredentials();
  const [kind, setKind] = useState<Kind>('SECRET');
  const permissions = [...new Set(accounts.flatMap(({ scopes }) => scopes))];

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onCreate(inputOf(new FormData(event.currentTarget)));
  };
  return (
    <form onSubmit={submit} aria-label="New key">
      <h3>New key</h3>
      <Entry label="Name">
        <input name="name" maxLength={100} autoComplete="off" />
      </Entry>
      <Entry label="Kept">
        <select name="kind" value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
          <option value="SECRET">on a server, in secret</option>
          <option value="PUBLIC">in a web page, where all can read it</option>
        </select>
      </Entry>
      {kind === 'PUBLIC' && <p>Such a key runs trusted documents only, only reads, and only from the origins below.</p>}
      <Choices legend="Accounts" name="accounts" none="all that are connected" choices={accounts.map(({ id, username }) => ({ value: id, label: username }))} />
      <Choices
        legend="May"
        name="scopes"
        none="all that the accounts allow"
        choices={[{ value: 'read', label: 'read only' }, ...permissions.map((name) => ({ value: name, label: name }))]}
      />
      <Entry label="Origins, such as https://app.example">
        <textarea name="origins" rows={2} required={kind === 'PUBLIC'} spellCheck={false} />
      </Entry>
      <Entry label="Trusted documents, by id or hash">
        <textarea name="documents" rows={2} spellCheck={false} />
      </Entry>
      <Entry label="Operations a minute">
        <input name="ratePerMinute" type="number" min={1} />
      </Entry>
      <Entry label="Ends on">
        <input name="expiresAt" type="date" />
      </Entry>
      <button type="submit" className="playground-button">
        Make the key
      </button>
    </form>
  );
}

function Entry({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="entry">
      {label}
      {children}
    </label>
  );
}

interface ChoicesProps {
  legend: string;
  name: string;
  /** What it means to choose nothing. */
  none: string;
  choices: { value: string; label: string }[];
}

function Choices({ legend, name, none, choices }: ChoicesProps) {
  return (
    <fieldset>
      <legend>
        {legend} <small>(none: {none})</small>
      </legend>
      {choices.map(({ value, label }) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} /> {label}
        </label>
      ))}
    </fieldset>
  );
}

function inputOf(form: FormData): KeyInput {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const list = (values: string[]) => (values.length > 0 ? values : undefined);
  return {
    kind: text('kind') as Kind,
    name: text('name') || undefined,
    accounts: list(form.getAll('accounts').map(String)),
    scopes: list(form.getAll('scopes').map(String)),
    origins: list(text('origins').split(/[\s,]+/).filter(Boolean)),
    documents: list(text('documents').split(/[\s,]+/).filter(Boolean)),
    ratePerMinute: text('ratePerMinute') ? Number(text('ratePerMinute')) : undefined,
    expiresAt: text('expiresAt') ? new Date(`${text('expiresAt')}T23:59:59`).toISOString() : undefined,
  };
}
