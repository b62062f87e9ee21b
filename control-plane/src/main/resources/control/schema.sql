-- The control database, version 3. Every statement may run again on what an older version has left.

-- The tables of pekko-persistence-jdbc 1.1.1 for PostgreSQL: only what the plugin uses here, journal, tags and snapshots; no
-- durable state.

CREATE TABLE IF NOT EXISTS event_journal (
  ordering BIGSERIAL,
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  deleted BOOLEAN DEFAULT FALSE NOT NULL,
  writer VARCHAR(255) NOT NULL,
  write_timestamp BIGINT,
  adapter_manifest VARCHAR(255),
  event_ser_id INTEGER NOT NULL,
  event_ser_manifest VARCHAR(255) NOT NULL,
  event_payload BYTEA NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BYTEA,
  PRIMARY KEY (persistence_id, sequence_number)
);

CREATE UNIQUE INDEX IF NOT EXISTS event_journal_ordering_idx ON event_journal (ordering);

CREATE TABLE IF NOT EXISTS event_tag (
  event_id BIGINT,
  tag VARCHAR(256),
  PRIMARY KEY (event_id, tag),
  CONSTRAINT fk_event_journal FOREIGN KEY (event_id) REFERENCES event_journal (ordering) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS snapshot (
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  created BIGINT NOT NULL,
  snapshot_ser_id INTEGER NOT NULL,
  snapshot_ser_manifest VARCHAR(255) NOT NULL,
  snapshot_payload BYTEA NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BYTEA,
  PRIMARY KEY (persistence_id, sequence_number)
);

-- One writing transaction after another, so that the order of "ordering" is the order of commits: a reader that has seen a number
-- has seen every smaller one that will ever be there. (The number is drawn after this trigger; without it, a transaction that
-- stalls would leave a gap that a reader must either wait for or lose.) The lock is the bytes of "journal".
CREATE OR REPLACE FUNCTION prysm_one_writer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(29973306863149420);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER event_journal_one_writer BEFORE INSERT ON event_journal
  FOR EACH STATEMENT EXECUTE FUNCTION prysm_one_writer();

-- How far each projection of the journal is, written in the transaction of its rows.
CREATE TABLE IF NOT EXISTS projection_offset (
  projection VARCHAR(64) PRIMARY KEY,
  ordering BIGINT NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- The audit journal: one row per fact, in the order of the journal. Opaque ids only, and nothing of an end user.
CREATE TABLE IF NOT EXISTS audit_entry (
  ordering BIGINT PRIMARY KEY,
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  type VARCHAR(80) NOT NULL,
  actor_type VARCHAR(16) NOT NULL,
  actor_id VARCHAR(255) NOT NULL,
  account_id VARCHAR(80),
  workspace VARCHAR(40) COLLATE "C",
  target_type VARCHAR(40) NOT NULL,
  target_id VARCHAR(255) NOT NULL,
  ip VARCHAR(45),
  user_agent VARCHAR(512),
  request_id VARCHAR(64) NOT NULL,
  before JSONB,
  after JSONB,
  UNIQUE (persistence_id, sequence_number)
);

CREATE INDEX IF NOT EXISTS audit_entry_workspace ON audit_entry (workspace, ordering);
CREATE INDEX IF NOT EXISTS audit_entry_account ON audit_entry (account_id, ordering);
CREATE INDEX IF NOT EXISTS audit_entry_type ON audit_entry (type, ordering);
CREATE INDEX IF NOT EXISTS audit_entry_actor ON audit_entry (actor_id, ordering);
CREATE INDEX IF NOT EXISTS audit_entry_at ON audit_entry (at);

-- Append-only, also for the role that owns it: the grant is gone, and the trigger refuses whoever has it all the same.
CREATE OR REPLACE FUNCTION prysm_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION prysm_append_only();

REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM PUBLIC, CURRENT_USER;

-- The list of workspaces, as the API shows it: what is sought and sorted by has a column, the rest is in "view".
CREATE TABLE IF NOT EXISTS workspace_row (
  slug VARCHAR(40) COLLATE "C" PRIMARY KEY,
  account_id VARCHAR(80),
  status VARCHAR(20) NOT NULL,
  name TEXT NOT NULL,
  view JSONB NOT NULL,
  ordering BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS workspace_row_status ON workspace_row (status, slug);
CREATE INDEX IF NOT EXISTS workspace_row_account ON workspace_row (account_id, slug);

-- Which accounts a person belongs to, by the opaque id that the workspace "console" gives them.
CREATE TABLE IF NOT EXISTS account_member (
  member_id VARCHAR(64) COLLATE "C",
  account_id VARCHAR(80) COLLATE "C",
  PRIMARY KEY (member_id, account_id)
);
