package config

import "testing"

func TestCrawlChecks(t *testing.T) {
	for _, c := range []struct {
		key  string
		good []string
		bad  []string
	}{
		{"crawl.sites", []string{"", "https://uil.example/", "http://127.0.0.1:80/a?b=c,https://uil.example"}, []string{"uil.example", "ftp://uil.example/", "https://a:b@uil.example/"}},
		{"crawl.hosts_allowed", []string{"uil.example", "*.uil.example", "127.0.0.1:80,[::1]:80"}, []string{"https://uil.example", "uil.example/a", "a.*.example", "*."}},
		{"crawl.allow_paths", []string{"/en/", "*/news$"}, []string{"en/", "/a b"}},
		{"crawl.deny_paths", []string{"/search?"}, []string{"search"}},
		{"crawl.depth", []string{"0", "1000"}, []string{"-1", "1001"}},
		{"crawl.pause", []string{"0s", "10m"}, []string{"-1s", "11m"}},
		{"crawl.hosts", []string{"1", "64"}, []string{"0", "65"}},
		{"crawl.max_pages", []string{"0", "100000000"}, []string{"-1"}},
		{"crawl.contact", []string{"", "web@uil.example", "https://uil.example/bot"}, []string{"me", "a@b c", "(a@b)", "a@b\nX: y", "ö@uil.example"}},
		{"crawl.allow_networks", []string{"127.0.0.0/8,::1"}, []string{"all", "127.0.0.0/99"}},
	} {
		for _, value := range c.good {
			if _, err := Load("", nil, map[string]string{c.key: value}); err != nil {
				t.Errorf("%s = %q: %v", c.key, value, err)
			}
		}
		for _, value := range c.bad {
			if _, err := Load("", nil, map[string]string{c.key: value}); err == nil {
				t.Errorf("%s = %q: no error", c.key, value)
			}
		}
	}
}
