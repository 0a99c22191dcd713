// Package config gathers the settings of one process from flags, environment,
// file and defaults into one value, and says what is wrong with them.
package config

// Config holds every setting. It is a plain value: build it with Load or
// Defaults, and hand each room only the part it needs.
type Config struct {
	// Data is the directory that holds the archive and the index.
	Data     string
	Serve    Serve
	Index    Index
	Extract  Extract
	Taxonomy Taxonomy
	Reindex  Reindex
	Log      Log
	Memory   Memory
}

// Serve says where the service listens.
type Serve struct {
	// Addr is the public listener, AdminAddr the one for operators, both as
	// host:port. Port 0 takes any free port.
	Addr, AdminAddr string
}

// Index says how generations are kept.
type Index struct {
	// Keep is how many generations stay on disk, the live one among them: 1
	// to 1000.
	Keep int
}

// Extract says how pages are read.
type Extract struct {
	// Profile is a file of selectors for each page shape; empty for the one
	// that is built in.
	Profile string
}

// Taxonomy says where cities and themes come from.
type Taxonomy struct {
	// Dir is a directory of files that replace the built-in ones of the same
	// name; empty for none.
	Dir string
}

// Reindex bounds a run.
type Reindex struct {
	// MaxRejects is how many pages a run may reject before it gives up; 0
	// means that one is too many.
	MaxRejects int
}

// Log says how messages are written.
type Log struct {
	// Format is "text" or "json".
	Format string
}

// Memory bounds the process.
type Memory struct {
	// Limit is the soft limit in bytes that the garbage collector works
	// towards; 0 for none.
	Limit Size
}

// FileName is the file that is read from the working directory where no other
// is named; it need not be there.
const FileName = "uilsearch.toml"

// The values that log.format takes.
const (
	LogText = "text"
	LogJSON = "json"
)

// Defaults returns the settings that hold where nothing else is said.
func Defaults() Config {
	return Config{
		Data:    "data",
		Serve:   Serve{Addr: "127.0.0.1:8080", AdminAddr: "127.0.0.1:8081"},
		Index:   Index{Keep: 3},
		Reindex: Reindex{MaxRejects: 1000},
		Log:     Log{Format: LogText},
	}
}
