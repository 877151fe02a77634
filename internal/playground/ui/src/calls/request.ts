import type { BatchItem, PlannedCall } from '../explain';

/** The call as text to copy, a line for each item of a batch; readable rather than percent-encoded. */
export function requestLines({ method, path, ids, fields, params, batch }: PlannedCall): string {
  if (batch) return batch.map((item) => requestLine(item.path, [], item.fields)).join('\n');
  const line = requestLine(path, ids, fields, params);
  return method === 'GET' ? line : `${method} ${line}`;
}

function requestLine(path: string, ids: string[], fields: string, params: Record<string, string> = {}): string {
  const parameters = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  if (ids.length > 0) parameters.push(`ids=${ids.join(',')}`);
  if (fields) parameters.push(`fields=${fields}`);
  return parameters.length > 0 ? `${path}?${parameters.join('&')}` : path;
}

/** A batch's paths gathered by what is asked of them: fifty look-ups of one kind show one tree. */
export function sameFields(batch: BatchItem[]): { fields: string; paths: string[] }[] {
  const pathsByFields = new Map<string, string[]>();
  for (const { path, fields } of batch) {
    pathsByFields.set(fields, [...(pathsByFields.get(fields) ?? []), path]);
  }
  return Array.from(pathsByFields, ([fields, paths]) => ({ fields, paths }));
}
