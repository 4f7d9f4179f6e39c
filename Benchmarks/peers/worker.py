"""Times a training step whenever a line comes in, and answers with the seconds of one step."""

import statistics
import sys
import time

BATCH, SIZES, RATE = 64, (784, 256, 256, 10), 0.01


def serve(run, settle):
    """Answers every line of the form `count`: `run(count)` makes steps, `settle()` waits for them."""
    run(20)
    settle()
    for line in sys.stdin:
        count = int(line)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            run(count // 5)
            settle()
            times.append((time.perf_counter() - start) / (count // 5))
        print(statistics.median(times), flush=True)
