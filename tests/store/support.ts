import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, instant } from '../../src/domain/time.ts';

/** A folder for state files, in memory where the machine has such a place; removed by `remove`. */
export function stateFolder(): { readonly path: string; readonly file: string; remove(): void } {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mlc-store-'));
  return { path, file: join(path, 'state.db'), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A clock that stands until it is moved; sleeping moves it. */
export function testClock(start = '2026-09-01T08:00:00.000Z'): Clock & { advance(ms: number): void } {
  let now = Date.parse(start);
  return {
    now: () => instant(now),
    sleep: async (ms) => {
      now += ms;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

export const auditKey = Buffer.alloc(32, 7);
