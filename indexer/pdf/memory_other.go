//go:build !unix || solaris || aix

package pdf

import "errors"

func reserve(uint64) ([]byte, error) { return nil, errors.ErrUnsupported }
func take([]byte) error              { return nil }
func unreserve([]byte)               {}
