import { randomBytes } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, VaultError } from './error.ts';
import { writeNew } from './files.ts';

const patienceMs = 10_000;
const pauseMs = 25;
/** A write takes milliseconds: the lock of another host that is older than this belongs to nobody any more. */
const foreignAgeMs = 120_000;

/**
 * Runs `work` while no other process writes the file. The lock file names its holder; a holder on this host that is
 * gone loses it at once.
 * @throws VaultError (`locked`) when somebody holds it for longer than ten seconds.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, patience = patienceMs): Promise<T> {
  const lock = `${path}.lock`;
  const mine = `${process.pid} ${hostname()} ${randomBytes(8).toString('hex')}\n`;
  for (const end = Date.now() + patience; !(await acquire(lock, mine)); await sleep(pauseMs)) {
    const holder = await read(lock);
    if (holder === undefined) continue;
    if (await isStale(lock, holder)) await takeOver(lock, holder);
    else if (Date.now() > end) throw locked(path, lock, holder);
  }
  try {
    return await work();
  } finally {
    if ((await read(lock)) === mine) await rm(lock, { force: true });
  }
}

async function acquire(lock: string, text: string): Promise<boolean> {
  try {
    await writeNew(lock, text);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(lock: string, holder: string): Promise<boolean> {
  const [pid, host] = holder.trim().split(' ');
  if (host === hostname()) return !isAlive(Number(pid));
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > foreignAgeMs;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Removes the lock of a holder that is gone. Of several processes that find it only the one that makes the marker named
 * after that very lock may remove it, and only if it still is that lock: otherwise a slow one would remove a new lock.
 */
async function takeOver(lock: string, holder: string): Promise<void> {
  const marker = `${lock}.${/[0-9a-f]{16}$/.exec(holder.trim())?.[0] ?? 'stale'}`;
  if (!(await acquire(marker, holder))) return;
  try {
    if ((await read(lock)) === holder) await rm(lock, { force: true });
  } finally {
    await rm(marker, { force: true });
  }
}

const read = (lock: string): Promise<string | undefined> => readFile(lock, 'utf8').catch(() => undefined);

function locked(path: string, lock: string, holder: string): VaultError {
  const [pid, host] = holder.trim().split(' ');
  return new VaultError(
    'locked',
    `${path} is being written by process ${pid || '?'} on ${host || 'an unknown host'}. Try again; if that process is gone, delete ${lock}`,
  );
}
