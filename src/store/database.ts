import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type KyselyPlugin,
  SqliteAdapter,
  type SqliteDatabase,
  type SqliteDialectConfig,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';
import { migrations } from './migrations.ts';
import type { Tables } from './schema.ts';

export type Durability = 'full' | 'normal';

/**
 * Opens one connection to the state file; creates and migrates it when needed. `full`: a commit survives a power cut.
 * @throws Error that names the file when it is no state file of ours, or of a newer version.
 */
export function openDatabase(
  path: string,
  durability: Durability,
): { db: Kysely<Tables>; raw: Database.Database } {
  if (path !== ':memory:' && !existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  let raw: Database.Database;
  try {
    raw = new Database(path, { timeout: 15_000 });
    raw.pragma('journal_mode = WAL');
    raw.pragma('cache_size = -4000');
    raw.pragma(`synchronous = ${durability}`);
    migrate(raw);
  } catch (error) {
    throw new Error(`cannot open the state file ${path}: ${(error as Error).message}`, { cause: error });
  }
  if (path !== ':memory:') chmodSync(path, 0o600);
  const dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver({ database: prepareOnce(raw) }, () => raw.inTransaction),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return { db: new Kysely<Tables>({ dialect, plugins: [] as KyselyPlugin[] }), raw };
}

/** Preparing a statement costs more than running it, and there are only so many different ones. */
function prepareOnce(raw: Database.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => raw.close(),
    prepare(sql) {
      let statement = statements.get(sql);
      if (!statement) {
        statement = raw.prepare(sql) as unknown as SqliteStatement;
        statements.set(sql, statement);
      }
      return statement;
    },
  };
}

/** A transaction takes the write lock when it begins: two that read first and write later would refuse each other. */
class ImmediateDriver extends SqliteDriver implements Driver {
  readonly #inTransaction: () => boolean;

  constructor(config: SqliteDialectConfig, inTransaction: () => boolean) {
    super(config);
    this.#inTransaction = inTransaction;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** Some errors (a full disk, a damaged file) end the transaction by themselves; the error itself must be heard. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#inTransaction()) await super.rollbackTransaction(connection);
  }
}

function migrate(raw: Database.Database): void {
  const version = () => raw.pragma('user_version', { simple: true }) as number;
  if (version() === migrations.length) return;
  raw
    .transaction(() => {
      const from = version();
      if (from > migrations.length) throw new Error('it was written by a newer version of ml-connector');
      for (const script of migrations.slice(from)) raw.exec(script);
      raw.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}
