import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process holds a lease: enough to know, on its own host, whether it still lives. */
export interface Holder {
  readonly host: string;
  readonly boot: string;
  readonly pid: number;
  /** When the process started, in the kernel's ticks since boot; tells a reused pid apart. */
  readonly started: string;
  /** Tells two holders inside one process apart. */
  readonly instance: string;
}

export const currentHolder = (): Holder => ({
  host: hostname(),
  boot: bootId(),
  pid: process.pid,
  started: startOfProcess(process.pid) ?? '',
  instance,
});

const instance = randomUUID();

/** Who we are, and who surely lives no more. Tests bring their own. */
export interface Liveness {
  readonly self: Holder;
  isGone(holder: Holder): boolean;
}

export function processLiveness(): Liveness {
  const self = currentHolder();
  return { self, isGone: (holder) => isGone(holder, self) };
}

export const parseHolder = (text: string): Holder => JSON.parse(text) as Holder;

/** Whether `holder` surely lives no more: decided only for processes of our own host. */
export function isGone(holder: Holder, self: Holder): boolean {
  if (holder.host !== self.host) return false;
  if (holder.boot !== self.boot) return true;
  if (holder.pid === self.pid) return holder.started !== self.started;
  const started = startOfProcess(holder.pid);
  if (started !== undefined) return holder.started !== '' && started !== holder.started;
  return !isAlive(holder.pid);
}

/** `host prod-1, process 4711`. */
export const describeHolder = (holder: Holder): string => `host ${holder.host}, process ${holder.pid}`;

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function startOfProcess(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Where there is no /proc: a signal 0 tells whether the process exists (EPERM: it does, under another user). */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
