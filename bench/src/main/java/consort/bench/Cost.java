package consort.bench;

/** What this process took for work that was done several times, beside its time. */
public final class Cost {

    private long cpuNanos;
    private long allocatedBytes;
    private long bytes;

    /** Adds one time; what other threads did meanwhile counts as well. */
    public void add(Usage before, Usage after, long workedBytes) {
        cpuNanos += after.cpuNanos() - before.cpuNanos();
        allocatedBytes += after.allocatedBytes() - before.allocatedBytes();
        bytes += workedBytes;
    }

    /** Such as "0.61 CPU s/GB, 0.4 MB of garbage/GB". */
    public String text() {
        return "%.2f CPU s/GB, %.1f MB of garbage/GB".formatted((double) cpuNanos / bytes, allocatedBytes * 1e3 / bytes);
    }
}
