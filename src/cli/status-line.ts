import type { Progress } from '../engine/context.ts';

/** One line at the foot of a terminal that is written over; everything else goes above it. */
export interface StatusLine {
  show(text: string): void;
  /** Takes the line away, so that something can be written in its place. */
  clear(): void;
}

export const noStatusLine: StatusLine = { show: () => {}, clear: () => {} };

export function createStatusLine(stream: NodeJS.WriteStream): StatusLine {
  let shown = false;
  return {
    show(text) {
      shown = true;
      stream.write(`\r\u001b[K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
    },
    clear() {
      if (shown) stream.write('\r\u001b[K');
      shown = false;
    },
  };
}

const width = 20;
/** Not more often than this, in milliseconds. */
const pace = 80;

export function progressOn(line: StatusLine, now: () => number = Date.now): Progress {
  const legs = new Map<string, string>();
  let last = 0;
  return {
    at({ pair, flow, leg }, done, total) {
      legs.set(pair, `${pair} ${flow} ${leg} ${gauge(done, total)}`);
      if (now() - last < pace) return;
      last = now();
      line.show([...legs.values()].join('   '));
    },
  };
}

function gauge(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return String(done);
  const filled = Math.min(width, Math.round((done / total) * width));
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done} of ${total}`;
}
