import type { Chart } from './charts';

/** Each metric of an answer as bars; the Table view has the same numbers. */
export function ChartView({ charts }: { charts: Chart[] }) {
  return (
    <div className="charts" tabIndex={0} role="region" aria-label="Charts of the answer">
      {charts.map((chart, index) => (
        <Bars key={index} chart={chart} />
      ))}
    </div>
  );
}

function Bars({ chart: { title, bars } }: { chart: Chart }) {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  const sum = bars.reduce((before, { value }) => before + value, 0);
  return (
    <figure>
      <figcaption>
        <b>{title}</b> most {most.toLocaleString()}, {sum.toLocaleString()} in all
      </figcaption>
      <svg viewBox={`0 0 ${bars.length} 100`} preserveAspectRatio="none" role="img" aria-label={`${title}: ${bars.length} values, at most ${most.toLocaleString()}`}>
        {bars.map(({ label, value }, index) => {
          const height = most > 0 ? (Math.max(value, 0) / most) * 100 : 0;
          return (
            <rect key={index} x={index + 0.1} width={0.8} y={100 - height} height={height}>
              <title>{`${label}: ${value.toLocaleString()}`}</title>
            </rect>
          );
        })}
      </svg>
      <p>
        <span>{bars[0].label}</span>
        <span>{bars.at(-1)?.label}</span>
      </p>
    </figure>
  );
}
