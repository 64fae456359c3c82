"""Speed, start and memory of the kinds: python bench.py"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

from benchmarks.kinds import corpora

START = """
import resource, time
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
import bot.kinds
bot.kinds.classify("warm up?")
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(time.perf_counter() - start, (after - before) / 1024)
"""


def main() -> None:
    started = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, check=True, cwd=corpora.HERE
    )
    seconds, megabytes = map(float, started.stdout.split())
    print(f"start, with the first message   {seconds:.2f} s   adds {megabytes:.0f} MB")
    from bot.kinds import classify, classify_many

    messages = [m["text"] for _, m in corpora.export("slack_chats/racket-2018")]
    messages += [m["text"] for _, m in corpora.export("slack_exports/julia-early")][:10_000]
    reports = [corpora.issue_text(issue) for issue in corpora.issues()]
    for name, texts in (("chat messages", messages), ("GitHub issues", reports)):
        start = time.process_time()
        for _ in classify_many(texts):
            pass
        rate = len(texts) / (time.process_time() - start)
        single = []
        for text in texts[:2000]:
            start = time.perf_counter()
            classify(text)
            single.append((time.perf_counter() - start) * 1000)
        single.sort()
        print(
            f"{name:16} n={len(texts):6}  {rate:7,.0f} a second (CPU)"
            f"  one: median {statistics.median(single):.2f} ms,"
            f" p99 {single[int(len(single) * 0.99)]:.2f} ms, worst {single[-1]:.2f} ms"
        )
    for name, text in (
        ("10 MB of words", "why does it fail " * 600_000),
        ("10 MB of one sign", "`" * 10_000_000),
        ("10 MB of <", "<" * 10_000_000),
        ("10 MB of brackets", "[](" * 3_300_000),
    ):
        start = time.perf_counter()
        classify(text)
        print(f"{name:20} {(time.perf_counter() - start) * 1000:.1f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB (with all texts held)")


if __name__ == "__main__":
    main()
