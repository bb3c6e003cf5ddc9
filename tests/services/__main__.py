"""Run the services by hand: ``python -m tests.services [PORT]``, from the repository's root."""

import sys
import time

from tests.services.others import entry, work
from tests.services.papers import paper
from tests.services.server import Running

with Running(int(sys.argv[1]) if len(sys.argv) > 1 else 0) as services:
    services.add(paper("1706.03762", comment="15 pages, 5 figures", journal_ref="NIPS 2017"))
    services.add_many(300)
    services.scholarly["1706.03762"] = entry("Attention is All you Need")
    services.works.append(work("Attention Is All You Need", "10.1000/attention"))
    services.pdfs["1706.03762"] = b"%PDF-1.5\n" + b"x" * 100_000
    sys.stdout.write(f"{services.url}\n")
    sys.stdout.flush()
    while True:
        time.sleep(1)
        for one in services.seen:
            sys.stdout.write(f"{one.method} {one.path}\n")
        services.seen.clear()
        sys.stdout.flush()
