import { type Field, parseExpansion } from './parseExpansion';

/** The `fields=` value of a call as a tree: what an edge holds is indented below it. */
export function ExpansionTree({ text }: { text: string }) {
  return (
    <div className="calls-expansion">
      <FieldList fields={parseExpansion(text)} />
    </div>
  );
}

function FieldList({ fields }: { fields: Field[] }) {
  return (
    <ul>
      {fields.map((field, index) => (
        <li key={index} className={field.fields.length > 0 ? 'edge' : 'field'}>
          <span className="name">{field.name}</span>
          {field.params && <span className="params">{field.params}</span>}
          {field.fields.length > 0 && <FieldList fields={field.fields} />}
        </li>
      ))}
    </ul>
  );
}
