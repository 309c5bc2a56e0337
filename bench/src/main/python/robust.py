"""Coordinate median and trimmed mean with numpy over the updates of bench sum, already in memory. Prints the best seconds of each."""
import sys
import time

import numpy as np

trimmed, repeats, offset, *files = sys.argv[1:]
trimmed, repeats, offset = int(trimmed), int(repeats), int(offset)
updates = np.stack([np.fromfile(file, dtype="<f4", offset=offset) for file in files])


def median():
    return np.median(updates, axis=0)


def trimmed_mean():
    last = len(files) - trimmed
    return np.partition(updates, (trimmed, last - 1), axis=0)[trimmed:last].mean(axis=0)


for rule in (median, trimmed_mean):
    best = float("inf")
    for _ in range(repeats):
        begun = time.perf_counter()
        rule()
        best = min(best, time.perf_counter() - begun)
    print(best)
