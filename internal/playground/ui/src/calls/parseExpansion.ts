/** One entry of a field expansion: `media.limit(10){id}` has a name, params and fields. */
export interface Field {
  name: string;
  /** The params as written: `.limit(10).order(reverse_chronological)`. */
  params: string;
  fields: Field[];
}

/**
 * Reads Meta's field-expansion language for display. Text that is not quite an
 * expansion still gives a tree: this shows what was sent and judges nothing.
 */
export function parseExpansion(text: string): Field[] {
  let at = 0;

  function list(): Field[] {
    const fields: Field[] = [];
    while (at < text.length && text[at] !== '}') {
      const field = entry();
      if (field.name) fields.push(field);
      if (text[at] === ',') at++;
    }
    at++;
    return fields;
  }

  function entry(): Field {
    const head = readHead();
    const split = head.indexOf('.');
    const name = split < 0 ? head : head.slice(0, split);
    const params = split < 0 ? '' : head.slice(split);
    if (text[at] !== '{') return { name, params, fields: [] };
    at++;
    return { name, params, fields: list() };
  }

  function readHead(): string {
    const start = at;
    for (let open = 0; at < text.length; at++) {
      const char = text[at];
      if (char === '(') open++;
      else if (char === ')') open--;
      else if (open <= 0 && (char === ',' || char === '{' || char === '}')) break;
    }
    return text.slice(start, at).trim();
  }

  const fields: Field[] = [];
  while (at < text.length) fields.push(...list());
  return fields;
}
