"""Times a training step whenever a line comes in, and answers with the seconds of one step."""

import statistics
import sys
import time

BATCH, SIZES, RATE = 64, (784, 256, 256, 10), 0.01


def serve(run, settle):
    """Answers every line, a number of seconds, by the median time of a step within them.

    `run(count)` makes steps, `settle()` waits until they are done.
    """
    run(20)
    settle()
    for line in sys.stdin:
        end = time.perf_counter() + float(line)
        times = []
        while not times or time.perf_counter() < end:
            start = time.perf_counter()
            run(20)
            settle()
            times.append((time.perf_counter() - start) / 20)
        print(statistics.median(times), flush=True)
