package consort.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What some work took.
 *
 * @param processorSeconds of all threads of this process, its compiler's and collector's included: other programs make work longer,
 *     and this hardly
 */
public record Stopwatch(double seconds, double processorSeconds) {

    /** Something to be done. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /** Does it once. */
    public static Stopwatch of(Work work) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processorNanos = system.getProcessCpuTime();
        long nanos = System.nanoTime();
        work.run();
        return new Stopwatch((System.nanoTime() - nanos) / 1e9, (system.getProcessCpuTime() - processorNanos) / 1e9);
    }
}
