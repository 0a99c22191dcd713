package archive

import (
	"context"
	"errors"
	"fmt"
)

// maxFindings bounds what Check reports.
const maxFindings = 20

// CheckFile opens an archive for reading only and returns what Check finds wrong
// with it, or why it cannot be read.
func CheckFile(ctx context.Context, path string) (err error) {
	a, err := OpenReadOnly(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Check(ctx)
}

// Check reads the whole archive and returns what is wrong with it, or nil:
// the structure of the file, references between tables, and the digest of
// every capture. It takes as long as reading the file takes.
func (a *Archive) Check(ctx context.Context) error {
	var findings []error
	for _, check := range []func(context.Context) ([]error, error){a.checkFile, a.checkReferences, a.checkBodies} {
		found, err := check(ctx)
		findings = append(findings, found...)
		if err != nil {
			findings = append(findings, err)
			break
		}
	}
	if len(findings) > maxFindings {
		findings = append(findings[:maxFindings], fmt.Errorf("and more"))
	}
	if err := errors.Join(findings...); err != nil {
		return fmt.Errorf("archive: check: %w", err)
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

func (a *Archive) checkReferences(ctx context.Context) ([]error, error) {
	rows, err := a.db.QueryContext(ctx, "SELECT DISTINCT \"table\", parent FROM pragma_foreign_key_check")
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
	rows, err := a.db.QueryContext(ctx, `SELECT `+pageColumns+` FROM captures AS c JOIN captures AS p ON p.id = c.id ORDER BY c.id`)
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
