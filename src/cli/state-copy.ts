import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface StateCopy {
  readonly path: string;
  remove(): void;
}

/** A copy of the state file as it is at this moment, in a folder that only we can enter; gone with the process at the latest. */
export function copyState(path: string): StateCopy {
  const folder = mkdtempSync(join(tmpdir(), 'ml-connector-dry-run-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const onExit = () => remove();
  process.on('exit', onExit);
  const copy = join(folder, 'state.db');
  if (existsSync(path)) {
    const database = new Database(path, { timeout: 15_000 });
    try {
      database.prepare('vacuum into ?').run(copy);
    } finally {
      database.close();
    }
  }
  return {
    path: copy,
    remove() {
      process.off('exit', onExit);
      remove();
    },
  };
}
