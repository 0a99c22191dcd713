package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

//go:embed static/*
var staticFiles embed.FS

// static holds the embedded files by a name that has a hash of their content
// in it, so that browsers may keep them for ever.
type static struct {
	bodies map[string][]byte
	names  map[string]string
}

func readStatic() static {
	s := static{bodies: map[string][]byte{}, names: map[string]string{}}
	entries, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		panic(fmt.Sprintf("embedded files: %v", err))
	}
	for _, e := range entries {
		body, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			panic(fmt.Sprintf("embedded files: %v", err))
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(e.Name())
		hashed := strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		s.bodies[hashed], s.names[e.Name()] = body, hashed
	}
	return s
}

// url returns the address of an embedded file.
func (s static) url(name string) string {
	hashed, ok := s.names[name]
	if !ok {
		panic("no embedded file " + name) // a template names it
	}
	return "/static/" + hashed
}

func (s static) serve(c *gin.Context) {
	name := c.Param("file")
	body, ok := s.bodies[name]
	if !ok {
		c.Header("Cache-Control", "no-store")
		c.String(http.StatusNotFound, "There is no such file.\n")
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Data(http.StatusOK, mime.TypeByExtension(path.Ext(name)), body)
}
