import type { Generated } from 'kysely';

/** The tables of the state file. JSON columns hold text; instants are ISO text in UTC with milliseconds. */
export interface Tables {
  records: RecordTable;
  record_keys: RecordKeyTable;
  marks: MarkTable;
  documents: DocumentTable;
  links: LinkTable;
  intents: IntentTable;
  suspects: SuspectTable;
  leases: LeaseTable;
  passes: PassTable;
  audit: AuditTable;
  audit_anchors: AnchorTable;
  cache: CacheTable;
  pacer: PacerTable;
  pacer_delays: PacerDelayTable;
  mutexes: MutexTable;
  inbox: InboxTable;
  notices_seen: SeenNoticeTable;
  notice_counts: NoticeCountTable;
  subscriptions: SubscriptionTable;
}

/** What a walk saw of a source record; `snapshot` is the whole record where it is worth keeping. */
export interface RecordTable {
  pair: string;
  side: string;
  collection: string;
  id: string;
  number: string;
  version: string;
  /** The version that was last worked off; differs from `version` while there is something to do. */
  handled: string | null;
  stamp: string | null;
  early: string | null;
  snapshot: string | null;
  snapshot_version: string | null;
  walk: string | null;
  gone: number;
}

/** What a master record can be matched by. */
export interface RecordKeyTable {
  pair: string;
  side: string;
  collection: string;
  id: string;
  type: string;
  value: string;
}

export interface MarkTable {
  pair: string;
  side: string;
  collection: string;
  mark: string;
}

export interface DocumentTable {
  id: string;
  key: string;
  pair: string;
  flow: string;
  leg: string;
  kind: string;
  source_system: string;
  source_id: string;
  task: string;
  number: string;
  natural_key: string | null;
  state: string;
  posted: string;
  target_system: string;
  target_id: string | null;
  target_number: string | null;
  target_version: string | null;
  /** What the source wants of it: `ready`, `waiting`, `voided`. */
  wanted: string;
  source_version: string | null;
  /** Fingerprint of the source's business fields now, and of those that were sent. */
  source_print: string | null;
  sent_print: string | null;
  /** Fingerprint of the draft that was sent. */
  draft_print: string | null;
  /** The domain document, while it may have to be delivered. */
  content: string | null;
  /** The domain document as it was sent, to tell later what changed. */
  sent: string | null;
  /** The draft that was sent or is about to be. */
  draft: string | null;
  /** Outcomes of the steps that are done. */
  done: string;
  problems: string;
  /** The final number is still to be read. */
  unsettled: number;
  accepted: string | null;
  created_at: string;
  updated_at: string;
}

/** Identity of a master record on both sides, and each side's fields as it last answered. */
export interface LinkTable {
  pair: string;
  flow: string;
  cin7_id: string;
  erp_id: string;
  /** An alias shares another's ERP record: its documents go there, its fields do not. */
  alias: number;
  cin7_base: string;
  erp_base: string;
  created_at: string;
}

export interface IntentTable {
  pair: string;
  target: string;
  kind: string;
  natural_key: string;
  document_id: string;
  token: string;
  /** `''` while only claimed; else the step whose answer is owed. */
  step: string;
  sent_at: string | null;
}

/** A create that got no clear answer: a slow server may still carry it out. */
export interface SuspectTable {
  id: Generated<number>;
  pair: string;
  document_id: string;
  draft: string;
  until: string;
}

export interface LeaseTable {
  name: string;
  token: string;
  holder: string;
  acquired_at: string;
  heartbeat_at: string;
}

export interface PassTable {
  id: string;
  pair: string;
  flow: string;
  leg: string;
  started_at: string;
  ended_at: string | null;
  outcome: string | null;
  report: string | null;
}

export interface AuditTable {
  seq: number;
  at: string;
  pass: string | null;
  pair: string | null;
  document_id: string | null;
  event: string;
  data: string;
  previous: string;
  hash: string;
}

export interface AnchorTable {
  seq: number;
  hash: string;
  at: string;
  rows: number;
  signature: string;
}

export interface CacheTable {
  key: string;
  value: string;
  expires_at: number;
}

export interface PacerTable {
  key: string;
  at: number;
}

export interface PacerDelayTable {
  key: string;
  until: number;
}

export interface MutexTable {
  name: string;
  token: string;
  holder: string;
  expires_at: number;
}

/** What notices told to read again; one row for each record, however many notices there were. */
export interface InboxTable {
  pair: string;
  side: string;
  flow: string;
  /** `source`: a record that the flow reads. `target`: a document that it wrote. */
  role: string;
  /** What notices are merged by: `#` and the number, else the id; blank: the whole flow. */
  record: string;
  id: string;
  number: string;
  gone: number;
  notices: number;
  first_at: string;
  last_at: string;
  /** Rises with every notice; `handled` is the revision that was worked off. */
  revision: number;
  handled: Generated<number>;
}

/** Notices that the sender numbers, so that one that comes again is known. */
export interface SeenNoticeTable {
  pair: string;
  side: string;
  notice: string;
  at: string;
}

export interface NoticeCountTable {
  pair: string;
  side: string;
  topic: string;
  notices: number;
  last_at: string;
}

/** A subscription as it was when it was last looked at. */
export interface SubscriptionTable {
  pair: string;
  side: string;
  topic: string;
  remote_id: string | null;
  state: string;
  /** Since when it has been there without a break. */
  live_since: string | null;
  expires_at: string | null;
  checked_at: string;
  problem: string | null;
}
