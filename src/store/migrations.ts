/** One entry per schema version, applied in order inside one transaction; `user_version` says how many have been. */
export const migrations: readonly string[] = [
  `
create table records (
  pair text not null, side text not null, collection text not null, id text not null,
  number text not null, version text not null, handled text, stamp text, early text,
  snapshot text, snapshot_version text, walk text, gone integer not null default 0,
  primary key (pair, side, collection, id)
) without rowid;
create index records_due on records (pair, side, collection, id) where handled is null or handled <> version;
create index records_walk on records (pair, side, collection, walk);

create table record_keys (
  pair text not null, side text not null, collection text not null, id text not null,
  type text not null, value text not null,
  primary key (pair, side, collection, type, value, id)
) without rowid;
create index record_keys_id on record_keys (pair, side, collection, id);

create table marks (
  pair text not null, side text not null, collection text not null, mark text not null,
  primary key (pair, side, collection)
) without rowid;

create table documents (
  id text primary key, key text not null unique,
  pair text not null, flow text not null, leg text not null, kind text not null,
  source_system text not null, source_id text not null, task text not null, number text not null,
  natural_key text, state text not null, posted text not null default 'no',
  target_system text not null, target_id text, target_number text, target_version text,
  wanted text not null, source_version text, source_print text, sent_print text, draft_print text,
  content text, sent text, draft text, done text not null default '{}', problems text not null default '[]',
  unsettled integer not null default 0, accepted text,
  created_at text not null, updated_at text not null
) without rowid;
create index documents_source on documents (pair, flow, leg, source_id);
create index documents_state on documents (pair, flow, leg, state);
create index documents_number on documents (number);
create unique index documents_target on documents (pair, target_system, kind, target_id)
  where target_id is not null and kind not in ('supplier', 'customer', 'product');

create table links (
  pair text not null, flow text not null, cin7_id text not null, erp_id text not null,
  alias integer not null default 0, cin7_base text not null, erp_base text not null, created_at text not null,
  primary key (pair, flow, cin7_id)
) without rowid;
create unique index links_erp on links (pair, flow, erp_id) where alias = 0;

create table intents (
  pair text not null, target text not null, kind text not null, natural_key text not null,
  document_id text not null, token text not null, step text not null default '', sent_at text,
  primary key (pair, target, kind, natural_key)
) without rowid;
create index intents_document on intents (document_id);

create table suspects (
  id integer primary key, pair text not null, document_id text not null, draft text not null, until text not null
);
create index suspects_document on suspects (document_id);

create table leases (
  name text primary key, token text not null, holder text not null, acquired_at text not null, heartbeat_at text not null
) without rowid;

create table passes (
  id text primary key, pair text not null, flow text not null, leg text not null,
  started_at text not null, ended_at text, outcome text, report text
) without rowid;
create index passes_leg on passes (pair, flow, leg, started_at);

create table audit (
  seq integer primary key, at text not null, pass text, pair text, document_id text,
  event text not null, data text not null, previous text not null, hash text not null
);
create index audit_document on audit (document_id, seq);
create table audit_anchors (
  seq integer primary key, hash text not null, at text not null, rows integer not null, signature text not null
);
create trigger audit_no_update before update on audit
  begin select raise(abort, 'the audit trail is append-only'); end;
create trigger audit_no_delete before delete on audit
  when not exists (select 1 from audit_anchors where seq >= old.seq)
  begin select raise(abort, 'the audit trail is append-only'); end;
create trigger audit_anchor_no_update before update on audit_anchors
  begin select raise(abort, 'the audit trail is append-only'); end;
create trigger audit_anchor_no_delete before delete on audit_anchors
  when not exists (select 1 from audit_anchors where seq > old.seq)
  begin select raise(abort, 'the audit trail is append-only'); end;

create table cache (key text primary key, value text not null, expires_at integer not null) without rowid;
create table pacer (key text not null, at integer not null);
create index pacer_key on pacer (key, at);
create table pacer_delays (key text primary key, until integer not null) without rowid;
create table mutexes (name text primary key, token text not null, holder text not null, expires_at integer not null) without rowid;
`,
  `
create table inbox (
  pair text not null, side text not null, flow text not null, role text not null, record text not null,
  id text not null, number text not null, gone integer not null, notices integer not null,
  first_at text not null, last_at text not null, revision integer not null, handled integer not null default 0,
  primary key (pair, side, flow, role, record)
) without rowid;
create index inbox_open on inbox (pair, flow) where handled < revision;
create index inbox_last on inbox (last_at);

create table notices_seen (
  pair text not null, side text not null, notice text not null, at text not null, primary key (pair, side, notice)
) without rowid;
create index notices_seen_at on notices_seen (at);

create table notice_counts (
  pair text not null, side text not null, topic text not null, notices integer not null, last_at text not null,
  primary key (pair, side, topic)
) without rowid;

create table subscriptions (
  pair text not null, side text not null, topic text not null, remote_id text, state text not null,
  live_since text, expires_at text, checked_at text not null, problem text,
  primary key (pair, side, topic)
) without rowid;

create index records_number on records (pair, side, collection, number);
`,
];
