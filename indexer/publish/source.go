package publish

import (
	"errors"
	"io/fs"
)

// sourceName is the file that holds which source was found to give nothing new.
const sourceName = "same-source.json"

// sameSource says that a source gives just the documents of a generation,
// although that was built from another one: a page may change without its text
// changing. Without this note every later run would build in vain.
type sameSource struct {
	Generation string `json:"generation"`
	Source     string `json:"source_hash"`
}

// skip reports whether a build could give nothing but the live generation.
func (o Options) skip(b base) bool {
	if !b.live || !b.readable || o.Source == "" || !sameInputs(b.manifest, o.inputs(o.Identity)) {
		return false
	}
	return o.Source == b.manifest.Source || o.sameSource() == sameSource{b.manifest.Generation, o.Source}
}

// sameSource returns the note, empty where there is none.
func (o Options) sameSource() (s sameSource) {
	err := loadJSON(o.Store.Data(), sourceName, &s)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		o.Log.Warn("which source gives nothing new is not known", "error", err)
	}
	return s
}

// noteSource notes that the source has given nothing new.
func (o Options) noteSource(name string) {
	if o.Source == "" || o.DryRun {
		return
	}
	if err := saveJSON(o.Store.Data(), sourceName, sameSource{name, o.Source}); err != nil {
		o.Log.Warn("that the source gives nothing new was not noted", "error", err)
	}
}
