-- The tenants' database, once per database, by its owner; safe to run again (that is how a new version is installed).
--
-- Who may do what:
--   prysm_node         signs in; a NOINHERIT member of every workspace role, owns nothing, sees nothing before SET ROLE
--   prysm_provisioner  signs in; makes and drops workspaces by the functions below, and nothing else uses it
--   prysm_backup       cannot sign in; owns what is left of deleted workspaces, and prysm_provisioner alone becomes it
--   ws_<slug>          cannot sign in; owns the schema of the same name, so that search_path "$user" finds it
--   prysm_control      has no right to connect here (it lives in the control plane's database)

REVOKE ALL ON DATABASE prysm_tenants FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE prysm_tenants TO prysm_node, prysm_provisioner;
GRANT CREATE ON DATABASE prysm_tenants TO prysm_provisioner;
ALTER ROLE prysm_node IN DATABASE prysm_tenants SET search_path = "$user";
ALTER ROLE prysm_provisioner IN DATABASE prysm_tenants SET search_path = prysm_admin;

CREATE SCHEMA IF NOT EXISTS prysm_admin;
REVOKE ALL ON SCHEMA prysm_admin FROM PUBLIC;
GRANT USAGE ON SCHEMA prysm_admin TO prysm_provisioner;

DO $block$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'prysm_backup') THEN
    CREATE ROLE prysm_backup NOLOGIN;
  END IF;
END
$block$;
GRANT prysm_backup TO prysm_provisioner WITH INHERIT FALSE, SET TRUE, ADMIN FALSE;
CREATE SCHEMA IF NOT EXISTS prysm_backups AUTHORIZATION prysm_backup;
REVOKE ALL ON SCHEMA prysm_backups FROM PUBLIC;

-- One row for each workspace that was deleted. It stays for good: whoever deleted it may ask again.
CREATE TABLE IF NOT EXISTS prysm_backups.deletion (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug text NOT NULL,
  creation_id text NOT NULL,
  started_at timestamptz NOT NULL,
  -- From here on the schema and its role are gone, and the backup is whole.
  finished_at timestamptz,
  purged_at timestamptz,
  restored_at timestamptz,
  -- Of the tables in the backup, as in meta.
  schema_version integer,
  -- The backup's key, which the installation's own key opens; base64url.
  sealed_key text,
  -- Of the encrypted bytes; the digest in hexadecimal.
  byte_count bigint,
  sha256 text,
  -- Of each table, by its name.
  row_counts jsonb,
  UNIQUE (slug, creation_id)
);
CREATE UNIQUE INDEX IF NOT EXISTS deletion_slug ON prysm_backups.deletion (slug) WHERE purged_at IS NULL AND restored_at IS NULL;
-- The backups' bytes, encrypted.
CREATE TABLE IF NOT EXISTS prysm_backups.chunk (
  deletion bigint NOT NULL REFERENCES prysm_backups.deletion,
  number integer NOT NULL,
  -- Not compressed: there is nothing to gain.
  bytes bytea STORAGE EXTERNAL NOT NULL,
  PRIMARY KEY (deletion, number)
);
ALTER TABLE prysm_backups.deletion OWNER TO prysm_backup;
ALTER TABLE prysm_backups.chunk OWNER TO prysm_backup;

-- Makes one workspace's role, schema and tables, or brings them to this version; answers the schema's version.
-- Every statement may be repeated, and the whole is one transaction: a crash leaves all or nothing.
CREATE OR REPLACE FUNCTION prysm_admin.create_workspace(slug text) RETURNS integer LANGUAGE plpgsql AS $function$
DECLARE
  owner text := 'ws_' || slug;
  ended boolean;
  version integer;
BEGIN
  IF slug !~ '^[a-z]([a-z0-9]|-(?!-)){1,38}[a-z0-9]$' THEN
    RAISE EXCEPTION 'not a workspace slug' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  -- Two creations of the same workspace wait for each other; those of others do not.
  PERFORM pg_advisory_xact_lock(hashtextextended('prysm.workspace.' || slug, 0));
  PERFORM set_config('role', 'prysm_backup', true);
  ended := EXISTS (
    SELECT FROM prysm_backups.deletion d
    WHERE d.slug = create_workspace.slug AND d.purged_at IS NULL AND d.restored_at IS NULL);
  PERFORM set_config('role', 'none', true);
  IF ended THEN
    -- It would open to the node what is being backed up, or take the place of what can still be restored.
    RAISE EXCEPTION 'the workspace is deleted and not purged' USING ERRCODE = 'object_in_use';
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = owner) THEN
    EXECUTE format('CREATE ROLE %I NOLOGIN', owner);
  END IF;
  EXECUTE format('GRANT %I TO prysm_provisioner WITH INHERIT FALSE, SET TRUE', owner);
  EXECUTE format('GRANT %I TO prysm_node WITH INHERIT FALSE, SET TRUE', owner);
  EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', owner, owner);
  PERFORM set_config('role', owner, true);
  PERFORM set_config('search_path', quote_ident(owner), true);

  -- A change to these tables raises the version (here, and in WorkspaceSchemas.VERSION) and adds the way up from the last one.
  -- There is none from 1, which was of many shapes and never left a developer's machine.
  -- One row: which version the tables have, and the last number of the audit journal.
  CREATE TABLE IF NOT EXISTS meta (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    schema_version integer NOT NULL,
    audit_seq bigint NOT NULL
  );
  -- Events. The newest row of an id stays, emptied, when all are deleted: it keeps the sequence number.
  CREATE TABLE IF NOT EXISTS journal (
    persistence_id text NOT NULL,
    sequence_nr bigint NOT NULL,
    writer text NOT NULL,
    written_at timestamptz NOT NULL,
    deleted boolean NOT NULL DEFAULT false,
    ser_id integer NOT NULL,
    manifest text NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (persistence_id, sequence_nr)
  );
  CREATE TABLE IF NOT EXISTS snapshot (
    persistence_id text NOT NULL,
    sequence_nr bigint NOT NULL,
    created_at bigint NOT NULL,
    ser_id integer NOT NULL,
    manifest text NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (persistence_id, sequence_nr)
  );
  -- What happened, for people; numbered without a gap.
  CREATE TABLE IF NOT EXISTS audit (
    seq bigint PRIMARY KEY,
    id text NOT NULL,
    at timestamptz NOT NULL,
    type text NOT NULL,
    outcome text NOT NULL,
    actor_type text NOT NULL,
    actor_id text NOT NULL,
    target_type text,
    target_id text,
    app_id text,
    ip text,
    user_agent text,
    request_id text,
    details jsonb NOT NULL
  );
  -- Who there is, for signing in, listing and searching; the *_key columns hold the compared form.
  CREATE TABLE IF NOT EXISTS directory (
    user_id text PRIMARY KEY,
    username text NOT NULL,
    username_key text NOT NULL UNIQUE,
    email text,
    email_key text,
    phone_number text,
    given_name text,
    family_name text,
    name text,
    state text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    external_id text,
    -- Ids of registered groups.
    groups text[] NOT NULL,
    -- All of the profile, so that lists of whole users wake no entity.
    profile jsonb NOT NULL
  );
  CREATE INDEX IF NOT EXISTS directory_created ON directory (created_at, user_id);
  CREATE INDEX IF NOT EXISTS directory_email ON directory (email_key);
  CREATE INDEX IF NOT EXISTS directory_external ON directory (external_id) WHERE external_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS directory_groups ON directory USING gin (groups);
  -- Who is who at upstream identity providers. The key makes one user of two first sign-ins at once. Short rows, so that it
  -- has no TOAST table.
  CREATE TABLE IF NOT EXISTS identity (
    idp_id varchar(64) NOT NULL,
    subject varchar(300) NOT NULL,
    user_id varchar(64) NOT NULL,
    PRIMARY KEY (idp_id, subject)
  );
  CREATE INDEX IF NOT EXISTS identity_user ON identity (user_id);
  -- Which users owe an app or a person a message, or have a sign-up that ends, and when: so that a node that starts wakes
  -- them. Not part of the directory, since a deleted user may still owe something. Short rows, so that it has no TOAST table.
  CREATE TABLE IF NOT EXISTS outbox (
    user_id varchar(64) PRIMARY KEY,
    due timestamptz NOT NULL
  );

  INSERT INTO meta (schema_version, audit_seq) VALUES (2, 0) ON CONFLICT (only_row) DO NOTHING;
  SELECT schema_version INTO version FROM meta;
  PERFORM set_config('role', 'none', true);
  PERFORM set_config('search_path', 'prysm_admin', true);
  RETURN version;
END
$function$;

-- Removes a workspace with everything in it; true if there was one.
CREATE OR REPLACE FUNCTION prysm_admin.drop_workspace(slug text) RETURNS boolean LANGUAGE plpgsql AS $function$
DECLARE
  owner text := 'ws_' || slug;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('prysm.workspace.' || slug, 0));
  IF slug !~ '^[a-z]([a-z0-9]|-(?!-)){1,38}[a-z0-9]$' OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname = owner) THEN
    RETURN false;
  END IF;
  PERFORM set_config('role', owner, true);
  EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', owner);
  PERFORM set_config('role', 'none', true);
  EXECUTE format('DROP ROLE %I', owner);
  RETURN true;
END
$function$;

-- Begins the end of a workspace: from the commit on no transaction of a node enters it. May be repeated.
CREATE OR REPLACE FUNCTION prysm_admin.begin_deletion(slug text, creation_id text, started_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $function$
DECLARE
  owner text := 'ws_' || slug;
  begun boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('prysm.workspace.' || slug, 0));
  PERFORM set_config('role', 'prysm_backup', true);
  -- A workspace that was restored may be deleted again.
  INSERT INTO prysm_backups.deletion AS d (slug, creation_id, started_at)
  VALUES (begin_deletion.slug, begin_deletion.creation_id, begin_deletion.started_at)
  ON CONFLICT ON CONSTRAINT deletion_slug_creation_id_key DO UPDATE
  SET started_at = excluded.started_at, finished_at = NULL, restored_at = NULL
  WHERE d.restored_at IS NOT NULL;
  begun := EXISTS (
    SELECT FROM prysm_backups.deletion d
    WHERE d.slug = begin_deletion.slug AND d.creation_id = begin_deletion.creation_id AND d.finished_at IS NULL);
  PERFORM set_config('role', 'none', true);
  -- After the end of one creation the slug may be another's.
  IF begun AND EXISTS (SELECT FROM pg_roles WHERE rolname = owner) THEN
    EXECUTE format('REVOKE %I FROM prysm_node', owner);
  END IF;
END
$function$;

-- Every workspace there is, with the version of its tables; 0 for one that was left half made.
CREATE OR REPLACE FUNCTION prysm_admin.schema_versions() RETURNS TABLE (slug text, version integer) LANGUAGE plpgsql AS $function$
DECLARE
  owner text;
BEGIN
  FOR owner IN SELECT rolname FROM pg_roles WHERE rolname LIKE 'ws\_%' ORDER BY rolname LOOP
    slug := substr(owner, 4);
    version := 0;
    PERFORM set_config('role', owner, true);
    IF to_regclass(format('%I.meta', owner)) IS NOT NULL THEN
      EXECUTE format('SELECT coalesce(max(schema_version), 0) FROM %I.meta', owner) INTO version;
    END IF;
    PERFORM set_config('role', 'none', true);
    RETURN NEXT;
  END LOOP;
END
$function$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA prysm_admin FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA prysm_admin TO prysm_provisioner;
