"""Writes a web archive: write.py FILE VERSION [gz]."""
import gzip
import io
import sys
import zlib

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

name, version, compress = sys.argv[1], sys.argv[2], len(sys.argv) > 3
body = ("<!DOCTYPE html><title>길</title><p>" + "Learning cities. " * 500).encode()


def chunked(b):
    out = b""
    for i in range(0, len(b), 1000):
        part = b[i:i + 1000]
        out += b"%x\r\n%s\r\n" % (len(part), part)
    return out + b"0\r\n\r\n"


with open(name, "wb") as f:
    w = WARCWriter(f, gzip=compress, warc_version="WARC/" + version)
    date = "2026-11-22T12:00:00.123456Z" if version == "1.1" else "2026-11-22T12:00:00Z"

    def write(kind, uri, payload, headers=None, line="200 OK", protocol="HTTP/1.1"):
        http = StatusAndHeaders(line, headers, protocol=protocol) if headers is not None else None
        r = w.create_warc_record(uri, kind, payload=io.BytesIO(payload), http_headers=http, warc_headers_dict={"WARC-Date": date})
        w.write_record(r)

    w.write_record(w.create_warcinfo_record("info.warc", {"software": "warcio"}))
    html = ("Content-Type", "text/html; charset=utf-8")
    write("response", "https://uil.example/plain", body, [html, ("X-Long", "a\r\n b")])
    write("response", "https://uil.example/chunked", chunked(body), [html, ("Transfer-Encoding", "chunked")])
    write("response", "https://uil.example/gzip", gzip.compress(body), [html, ("Content-Encoding", "gzip")])
    write("response", "https://uil.example/deflate", zlib.compress(body), [html, ("Content-Encoding", "deflate")])
    write("response", "https://uil.example/both", chunked(gzip.compress(body)), [html, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])
    write("request", "https://uil.example/plain", b"", [("Host", "uil.example")], "/ HTTP/1.1", "GET")
    write("response", "https://uil.example/gone", b"no", [html], "410 Gone")
    write("resource", "file:///a.txt", body)
    w.write_record(w.create_revisit_record("https://uil.example/again", "sha1:" + "A" * 32, "https://uil.example/plain", date))
