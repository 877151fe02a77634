import type { Outcome } from '../run';
import { type Member, membersOf, objectsIn, type Selected, selectedData } from './selection';

/** The values of one metric: over time, or by the values of a dimension. */
export interface Chart {
  title: string;
  bars: { label: string; value: number }[];
}

const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

/** The lists of an answer whose items have a number as value: insights, and their parts. */
export function chartsOf(outcome: Outcome): Chart[] {
  const charts: Chart[] = [];
  const look = (selected: Selected, title: string) => {
    const members = membersOf(selected);
    const named = textOf(members, 'title') ?? textOf(members, 'name') ?? title;
    for (const member of members) {
      const within = objectsIn(selected, member);
      const bars = Array.isArray(member.value) ? within.flatMap((item) => barOf(membersOf(item))) : [];
      if (bars.length > 1 && bars.length === within.length) charts.push({ title: named || member.key, bars });
      for (const object of within) look(object, named);
    }
  };
  const data = selectedData(outcome);
  if (data) look(data, '');
  return charts;
}

function barOf(members: Member[]): Chart['bars'] {
  const value = members.find(({ name, value }) => (name === 'value' || name === 'share') && typeof value === 'number')?.value;
  if (typeof value !== 'number') return [];
  const end = textOf(members, 'endTime');
  const dimensions = members.find(({ name }) => name === 'dimensionValues')?.value;
  return [{ label: end ? day.format(new Date(end)) : Array.isArray(dimensions) ? dimensions.join(', ') : '', value }];
}

function textOf(members: Member[], wanted: string): string | undefined {
  const value = members.find(({ name }) => name === wanted)?.value;
  return typeof value === 'string' ? value : undefined;
}
