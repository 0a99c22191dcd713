package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// lookOf returns a name for the look of the site: its own name, the version of
// the program, its templates and its static files.
func lookOf(o Options) string {
	sum := sha256.New()
	sum.Write([]byte(o.Name + "\n" + o.Version + "\n"))
	for _, files := range []fs.FS{templateFiles, staticFiles} {
		err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			body, err := fs.ReadFile(files, path)
			sum.Write([]byte(path + "\n"))
			sum.Write(body)
			return err
		})
		if err != nil {
			panic("embedded files: " + err.Error())
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// pageCache lets browsers and proxies keep a page, and has them ask each time
// whether it still holds: what is taken down must be gone from all of them at
// once.
const pageCache = "no-cache"

// unchanged names the page that an edition of the index gives for what was
// asked, in an ETag. If the client has that page, it says so and returns true:
// then there is nothing more to send.
func (s *Site) unchanged(c *gin.Context, edition string, asked ...string) bool {
	sum := sha256.Sum256([]byte(s.look + "\n" + edition + "\n" + strings.Join(asked, "\n")))
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	c.Header("ETag", "W/"+tag) // weak, since the same page can be sent compressed or not
	c.Header("Cache-Control", pageCache)
	for have := range strings.SplitSeq(strings.Join(c.Request.Header.Values("If-None-Match"), ","), ",") {
		if have = strings.TrimPrefix(strings.TrimSpace(have), "W/"); have == tag || have == "*" {
			c.Status(http.StatusNotModified)
			return true
		}
	}
	return false
}

// unfinished takes the name off a page of which a part could not be made, so
// that nobody keeps it in the place of the whole one.
func unfinished(c *gin.Context) {
	c.Writer.Header().Del("ETag")
	c.Header("Cache-Control", "no-store")
}
