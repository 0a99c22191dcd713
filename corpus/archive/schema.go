package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// migrations bring the schema from version i to i+1. Released ones are never
// edited; a change is a new entry. PRAGMA user_version counts those applied.
var migrations = []string{
	`
-- Every capture that differed from the one before it. The newest of a URL has
-- the highest id. The body is gzip of the bytes as they came; digest is
-- that of the bytes. captured is in microseconds since 1970, UTC.
CREATE TABLE captures (
	id         INTEGER PRIMARY KEY,
	url        TEXT    NOT NULL,
	digest     TEXT    NOT NULL,
	media_type TEXT    NOT NULL,
	charset    TEXT    NOT NULL,
	body       BLOB    NOT NULL,
	captured   INTEGER NOT NULL,
	run        TEXT    NOT NULL
) STRICT;
CREATE INDEX captures_url ON captures (url, id);

-- The addresses that are live, each with its newest capture. seen is when it
-- was last found there, changed or not.
CREATE TABLE pages (
	url     TEXT    PRIMARY KEY,
	capture INTEGER NOT NULL REFERENCES captures (id),
	seen    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The addresses that were live and are gone. An address is in pages or here,
-- never in both.
CREATE TABLE tombstones (
	url     TEXT    PRIMARY KEY,
	capture INTEGER NOT NULL REFERENCES captures (id),
	seen    INTEGER NOT NULL,
	gone    INTEGER NOT NULL,
	reason  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest document read out of each page. key stands for everything it
-- was made from; a document under another key is out of date. document is gzip
-- of JSON.
CREATE TABLE documents (
	url      TEXT PRIMARY KEY,
	key      TEXT NOT NULL,
	document BLOB NOT NULL
) STRICT;

-- What became of each address in each run.
CREATE TABLE outcomes (
	run    TEXT    NOT NULL,
	url    TEXT    NOT NULL,
	result TEXT    NOT NULL,
	reason TEXT    NOT NULL,
	time   INTEGER NOT NULL,
	PRIMARY KEY (run, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX outcomes_url ON outcomes (url, time);
`,
	`
-- What the address of a live page is relative to: a folder, as an absolute path,
-- or a name such as that of the bundled sample. Empty for pages of the web and
-- where it was not recorded.
ALTER TABLE pages ADD COLUMN root TEXT NOT NULL DEFAULT '';
`,
	`
-- What the server said with a capture: headers as a JSON object by canonical
-- name, or empty, and the status, or 0 where there was no server.
ALTER TABLE captures ADD COLUMN header TEXT NOT NULL DEFAULT '';
ALTER TABLE captures ADD COLUMN status INTEGER NOT NULL DEFAULT 0;

-- Addresses that redirect to another. time is when that was last seen.
CREATE TABLE aliases (
	url    TEXT    PRIMARY KEY,
	target TEXT    NOT NULL,
	run    TEXT    NOT NULL,
	time   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_target ON aliases (target, url);

-- The crawls by name, each with its newest run. finished is 0 while the run is
-- under way.
CREATE TABLE crawls (
	name     TEXT    PRIMARY KEY,
	run      TEXT    NOT NULL,
	started  INTEGER NOT NULL,
	finished INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The addresses that the newest run of a crawl is to visit. known is 1 for those
-- that were live before the run; hops counts the redirects that led there.
CREATE TABLE frontier (
	id    INTEGER PRIMARY KEY,
	crawl TEXT    NOT NULL,
	url   TEXT    NOT NULL,
	host  TEXT    NOT NULL,
	kind  TEXT    NOT NULL,
	depth INTEGER NOT NULL,
	hops  INTEGER NOT NULL,
	known INTEGER NOT NULL,
	done  INTEGER NOT NULL DEFAULT 0,
	UNIQUE (crawl, url)
) STRICT;
CREATE INDEX frontier_next ON frontier (crawl, done, host, known DESC, depth, id);

-- What the server last said of each address. etag and modified belong to the
-- newest capture. gone counts the runs in a row that found the page gone.
CREATE TABLE visits (
	url      TEXT    PRIMARY KEY,
	etag     TEXT    NOT NULL,
	modified TEXT    NOT NULL,
	status   INTEGER NOT NULL,
	depth    INTEGER NOT NULL,
	gone     INTEGER NOT NULL,
	reason   TEXT    NOT NULL,
	run      TEXT    NOT NULL,
	time     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
	`
-- Where a capture is removed, SQLite looks whether anything refers to it: without
-- these it would read all pages for each.
CREATE INDEX pages_capture ON pages (capture);
CREATE INDEX tombstones_capture ON tombstones (capture);
`,
}

// oldestReadable is the oldest schema that has every table and column that is
// read. A migration that adds one raises it.
const oldestReadable = 3

// migrate applies the migrations that the file lacks, each in a transaction of
// its own. Two processes may do so at once: the second finds the work done.
func (a *Archive) migrate(ctx context.Context) error {
	if _, err := schemaVersion(ctx, a.db); err != nil {
		return err
	}
	// A lasting property of the file, which is why it is not set before the
	// file is known to be ours.
	if _, err := a.db.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	for {
		version, err := schemaVersion(ctx, a.db)
		if err != nil || version == len(migrations) {
			return err
		}
		if err := a.migrateOnce(ctx); err != nil {
			return fmt.Errorf("schema: %w", err)
		}
	}
}

func (a *Archive) migrateOnce(ctx context.Context) error {
	tx, err := a.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	version, err := schemaVersion(ctx, tx)
	if err != nil || version == len(migrations) {
		return err
	}
	if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version+1)); err != nil {
		return err
	}
	return tx.Commit()
}

// checkSchema returns the schema of a file that can be read as it is: it is not
// older than that named.
func (a *Archive) checkSchema(ctx context.Context, oldest int) (int, error) {
	version, err := schemaVersion(ctx, a.db)
	switch {
	case err != nil:
	case version == 0:
		err = fmt.Errorf("the file is empty, and so %w", errDamaged)
	case version < oldest:
		err = fmt.Errorf("schema %d is older than %d; run ingest or reindex once to bring it up to date", version, oldest)
	}
	return version, err
}

// schemaVersion returns how many migrations a file has seen. It refuses a file
// that a newer program wrote, and one that is not an archive.
func schemaVersion(ctx context.Context, db executor) (int, error) {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	if version > len(migrations) {
		return 0, fmt.Errorf("%w: its schema is %d, and this program knows up to %d; use that version, or a newer one", ErrNewer, version, len(migrations))
	}
	if version > 0 {
		return version, nil
	}
	var table string
	err := db.QueryRowContext(ctx, "SELECT name FROM sqlite_schema LIMIT 1").Scan(&table)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, nil
	case err != nil:
		return 0, err
	}
	return 0, fmt.Errorf("a database of another program: it has a table %q", table)
}
