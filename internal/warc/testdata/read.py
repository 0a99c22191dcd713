"""Prints a line of JSON for each record of the web archive named as argument."""
import hashlib
import json
import sys

from warcio.archiveiterator import ArchiveIterator

with open(sys.argv[1], "rb") as f:
    for r in ArchiveIterator(f, check_digests="raise", verify_http=True):
        h = r.rec_headers
        print(json.dumps({
            "type": r.rec_type,
            "uri": h.get_header("WARC-Target-URI") or "",
            "date": h.get_header("WARC-Date"),
            "status": r.http_headers.get_statuscode() if r.rec_type == "response" else "",
            "content_type": (r.http_headers or h).get_header("Content-Type") or "",
            "sha256": hashlib.sha256(r.content_stream().read()).hexdigest(),
        }))
