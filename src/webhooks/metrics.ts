/** Counters in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export interface Metrics {
  count(name: CounterName, labels: Labels, by?: number): void;
  /** `gauges`: what is measured at the moment of asking. */
  print(gauges?: readonly Gauge[]): string;
}

export type Labels = Readonly<Record<string, string>>;

export interface Gauge {
  readonly name: GaugeName;
  readonly labels: Labels;
  readonly value: number;
}

const counters = {
  deliveries: 'Deliveries that arrived, by pair, side and how they were answered.',
  notices: 'Records that deliveries named, by pair, side and topic.',
  refused: 'Requests that were refused, by reason.',
  passes: 'Passes that notices made run, by pair, flow and outcome.',
} as const;
type CounterName = keyof typeof counters;

const gauges = {
  inbox_entries: 'Records that wait to be read again, by pair.',
  inbox_oldest_seconds: 'How long the oldest of them has waited, by pair.',
  last_notice_timestamp_seconds: 'When the last notice came, by pair and side.',
  subscription_active: 'Whether a subscription is there, by pair, side and topic.',
  subscription_expires_timestamp_seconds: 'When a subscription ends unless it is renewed.',
} as const;
type GaugeName = keyof typeof gauges;

export function createMetrics(): Metrics {
  const values = new Map<CounterName, Map<string, number>>();
  return {
    count(name, labels, by = 1) {
      const own = values.get(name) ?? new Map<string, number>();
      values.set(name, own);
      const key = printLabels(labels);
      own.set(key, (own.get(key) ?? 0) + by);
    },
    print(measured = []) {
      const lines: string[] = [];
      for (const [name, own] of values) {
        const full = `ml_connector_${name}_total`;
        lines.push(`# HELP ${full} ${counters[name]}`, `# TYPE ${full} counter`);
        for (const [labels, value] of own) lines.push(`${full}${labels} ${value}`);
      }
      for (const name of Object.keys(gauges) as GaugeName[]) {
        const own = measured.filter((gauge) => gauge.name === name);
        if (own.length === 0) continue;
        const full = `ml_connector_${name}`;
        lines.push(`# HELP ${full} ${gauges[name]}`, `# TYPE ${full} gauge`);
        for (const { labels, value } of own) lines.push(`${full}${printLabels(labels)} ${value}`);
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

const printLabels = (labels: Labels): string => {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
};

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
