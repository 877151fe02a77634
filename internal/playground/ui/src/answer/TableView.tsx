import { useState } from 'react';
import { counted } from '../calls/units';
import type { Cell, Table } from './connections';

/** One list of an answer as a table, with a choice where the answer has several. */
export function TableView({ tables }: { tables: Table[] }) {
  const [chosen, setChosen] = useState('');
  const table = tables.find(({ name }) => name === chosen) ?? tables[0];
  return (
    <div className="table-view">
      <p>
        {tables.length > 1 ? (
          <select aria-label="List to show" value={table.name} onChange={(event) => setChosen(event.target.value)}>
            {tables.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        ) : (
          <code>{table.name}</code>
        )}{' '}
        {counted(table.rows.length, 'row')}
        {table.totalCount !== undefined && ` of ${table.totalCount.toLocaleString()}`}
        {table.hasNextPage && ', and there are more'}
      </p>
      <Rows key={table.name} table={table} />
    </div>
  );
}

function Rows({ table: { name, columns, rows } }: { table: Table }) {
  const [order, setOrder] = useState<{ column: string; down: boolean }>();
  const sorted = order
    ? rows.toSorted((a, b) => compare(a[order.column], b[order.column]) * (order.down ? -1 : 1))
    : rows;
  return (
    <div className="scrolled" tabIndex={0} role="region" aria-label={`Table of ${name}`}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => {
              const down = order?.column === column ? order.down : undefined;
              return (
                <th key={column} scope="col" aria-sort={down === undefined ? undefined : down ? 'descending' : 'ascending'}>
                  <button type="button" onClick={() => setOrder({ column, down: down === false })}>
                    {column}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row, index) => (
            <tr key={index}>
              {columns.map((column) => (
                <td key={column} className={typeof row[column]}>
                  <Value cell={row[column]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ cell }: { cell?: Cell }) {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'string' && /^https?:\/\//.test(cell)) {
    return (
      <a href={cell} target="_blank" rel="noreferrer">
        {cell}
      </a>
    );
  }
  return typeof cell === 'number' ? cell.toLocaleString() : String(cell);
}

/** Numbers by size, all else by its letters; what is missing comes last. */
function compare(a: Cell | undefined, b: Cell | undefined): number {
  const missing = (cell?: Cell) => Number(cell === null || cell === undefined);
  if (missing(a) || missing(b)) return missing(a) - missing(b);
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
