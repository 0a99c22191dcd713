package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// editionOf returns a name for the look of the site: its templates, its static
// files and its own name.
func editionOf(o Options) string {
	sum := sha256.New()
	sum.Write([]byte(o.Name + "\n"))
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

// unchanged names the page that a generation gives for what was asked, in an
// ETag. If the client has that page, it says so and returns true: then there is
// nothing more to send.
func (s *Site) unchanged(c *gin.Context, generation string, asked ...string) bool {
	sum := sha256.Sum256([]byte(s.edition + "\n" + generation + "\n" + strings.Join(asked, "\n")))
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	c.Header("ETag", "W/"+tag) // weak, since the same page can be sent compressed or not
	c.Header("Cache-Control", pageCache)
	for have := range strings.SplitSeq(c.GetHeader("If-None-Match"), ",") {
		if have = strings.TrimPrefix(strings.TrimSpace(have), "W/"); have == tag || have == "*" {
			c.Status(http.StatusNotModified)
			return true
		}
	}
	return false
}
