package guard

import (
	"reflect"
	"time"
)

// entryBytes is about what the cache itself needs for an entry.
const entryBytes = 256

// mapEntryBytes is about what a map needs for an entry besides key and value.
const mapEntryBytes = 16

var timeType = reflect.TypeFor[time.Time]()

// sizeOf returns about how many bytes v takes. What several values share is
// counted with each, so that the estimate is rather too high.
func sizeOf(v any) uint64 {
	r := reflect.ValueOf(v)
	return uint64(r.Type().Size()) + beyond(r)
}

// beyond returns the bytes that v points to.
func beyond(v reflect.Value) (n uint64) {
	switch v.Kind() {
	case reflect.String:
		return rounded(uint64(v.Len()))
	case reflect.Slice:
		n = rounded(uint64(v.Cap()) * uint64(v.Type().Elem().Size()))
		for i := range v.Len() {
			n += beyond(v.Index(i))
		}
	case reflect.Map:
		each := uint64(v.Type().Key().Size()+v.Type().Elem().Size()) + mapEntryBytes
		n = uint64(v.Len()) * each
		for i := v.MapRange(); i.Next(); {
			n += beyond(i.Key()) + beyond(i.Value())
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			n = rounded(uint64(v.Elem().Type().Size())) + beyond(v.Elem())
		}
	case reflect.Struct:
		if v.Type() == timeType { // its zone is one for all
			return 0
		}
		for i := range v.NumField() {
			n += beyond(v.Field(i))
		}
	}
	return n
}

// rounded returns about what is allocated for n bytes.
func rounded(n uint64) uint64 { return (n + 15) &^ 15 }
