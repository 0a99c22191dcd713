package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// maxFindings bounds what Check reports.
const maxFindings = 20

// CheckFile opens an archive of this or an older schema for reading only and
// returns what Check finds wrong with it, or why it cannot be read.
func CheckFile(ctx context.Context, path string) (err error) {
	a, err := OpenOlder(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.Check(ctx); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Check reads the whole archive and returns what is wrong with it, or nil:
// the structure of the file, references between tables, and the digest of
// every capture. It takes as long as reading the file takes. Of an error that is
// not about ctx or the disk IsDamaged is true. Not covered by any digest are times,
// headers and types of captures, and the documents, which are made again.
func (a *Archive) Check(ctx context.Context) error {
	var findings []error
	for _, check := range []func(context.Context) ([]error, error){a.checkFile, a.checkColumns, a.checkReferences, a.checkBodies} {
		found, err := check(ctx)
		findings = append(findings, found...)
		if err != nil && len(findings) == 0 && !IsDamaged(err) {
			return fmt.Errorf("archive: check: %w", err)
		}
		if err != nil {
			findings = append(findings, err)
			break
		}
	}
	if len(findings) > maxFindings {
		findings = append(findings[:maxFindings], errors.New("and more"))
	}
	if len(findings) > 0 {
		return fmt.Errorf("archive: check: %w: %w", errDamaged, errors.Join(findings...))
	}
	return nil
}

func (a *Archive) checkFile(ctx context.Context) ([]error, error) {
	rows, err := a.db.QueryContext(ctx, fmt.Sprintf("PRAGMA integrity_check(%d)", maxFindings))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []error
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return found, err
		}
		if line != "ok" {
			found = append(found, errors.New(line))
		}
	}
	return found, rows.Err()
}

// checkColumns compares the tables with those that the migrations make up to the
// schema of the file.
func (a *Archive) checkColumns(ctx context.Context) (found []error, err error) {
	model, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	model.SetMaxOpenConns(1) // each connection has a memory of its own
	defer func() { err = errors.Join(err, model.Close()) }()
	for _, m := range migrations[:a.schema] {
		if _, err := model.ExecContext(ctx, m); err != nil {
			return nil, err
		}
	}
	want, err := columns(ctx, model)
	if err != nil {
		return nil, err
	}
	have, err := columns(ctx, a.db)
	for _, column := range want {
		if err == nil && !slices.Contains(have, column) {
			found = append(found, fmt.Errorf("the column %s is missing", column))
		}
	}
	return found, err
}

// columns returns a line for each column of each table.
func columns(ctx context.Context, db *sql.DB) (out []string, err error) {
	rows, err := db.QueryContext(ctx, `SELECT t.name || '.' || c.name || ' ' || c.type FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var column string
		if err := rows.Scan(&column); err != nil {
			return nil, err
		}
		out = append(out, column)
	}
	return out, rows.Err()
}

func (a *Archive) checkReferences(ctx context.Context) ([]error, error) {
	const refers = `SELECT DISTINCT "table", parent FROM pragma_foreign_key_check
		UNION ALL SELECT 'pages', 'captures of the same address' FROM pages AS p JOIN captures AS c ON c.id = p.capture WHERE c.url <> p.url
		UNION ALL SELECT 'tombstones', 'captures of the same address' FROM tombstones AS t JOIN captures AS c ON c.id = t.capture WHERE c.url <> t.url
		LIMIT 20`
	rows, err := a.db.QueryContext(ctx, refers)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []error
	for rows.Next() {
		var table, parent string
		if err := rows.Scan(&table, &parent); err != nil {
			return found, err
		}
		found = append(found, fmt.Errorf("rows of %s point to rows of %s that are missing", table, parent))
	}
	return found, rows.Err()
}

func (a *Archive) checkBodies(ctx context.Context) ([]error, error) {
	columns := pageColumns
	if a.schema < oldestReadable {
		columns = olderPageColumns
	}
	rows, err := a.db.QueryContext(ctx, `SELECT `+columns+` FROM captures AS c JOIN captures AS p ON p.id = c.id ORDER BY c.id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []error
	for rows.Next() && len(found) <= maxFindings {
		if _, err := scanPage(rows); err != nil {
			found = append(found, err)
		}
	}
	return found, rows.Err()
}
