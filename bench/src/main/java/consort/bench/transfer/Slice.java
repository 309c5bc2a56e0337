package consort.bench.transfer;

import consort.bench.Usage;

/**
 * What moving some bytes took, on both sides.
 *
 * @param far the coordinator's side
 */
record Slice(double gigabytes, double seconds, Side near, Side far) {

    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;

    /** One process's part. */
    record Side(double cpuSeconds, double garbageMegabytes) {

        static Side between(Usage before, Usage after) {
            return new Side((after.cpuNanos() - before.cpuNanos()) / GIGA, (after.allocatedBytes() - before.allocatedBytes()) / MEGA);
        }
    }

    double nearCpu() {
        return near.cpuSeconds() / gigabytes;
    }

    double farCpu() {
        return far.cpuSeconds() / gigabytes;
    }

    double cpu() {
        return nearCpu() + farCpu();
    }

    double nearGarbage() {
        return near.garbageMegabytes() / gigabytes;
    }

    double farGarbage() {
        return far.garbageMegabytes() / gigabytes;
    }

    double rate() {
        return gigabytes / seconds;
    }
}
