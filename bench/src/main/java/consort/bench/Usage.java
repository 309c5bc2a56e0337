package consort.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used since its start.
 *
 * @param cpuNanos of all threads, those of the compiler and the collector too
 * @param allocatedBytes of all threads: what is garbage sooner or later
 * @param heapPeakBytes between collections, garbage included
 * @param directBytes that the network's buffers take now, which do not shrink
 * @param residentPeakBytes 0 where the system does not say
 */
public record Usage(long cpuNanos, long allocatedBytes, long heapPeakBytes, long directBytes, long residentPeakBytes) {

    /** Of this process. */
    public static Usage now() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage).mapToLong(peak -> peak.getUsed()).sum();
        return new Usage(system.getProcessCpuTime(), threads.getTotalThreadAllocatedBytes(), heap,
                PlatformDependent.usedDirectMemory(), peakResident());
    }

    /** What this process's heap holds after a collection. */
    public static long liveHeapBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long peakResident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
        } catch (IOException noLinux) {
            return 0;
        }
    }

    /** For {@link #parse}. */
    public String text() {
        return cpuNanos + " " + allocatedBytes + " " + heapPeakBytes + " " + directBytes + " " + residentPeakBytes;
    }

    /** What {@link #text} said. */
    public static Usage parse(String text) {
        List<Long> numbers = List.of(text.split(" ")).stream().map(Long::valueOf).toList();
        return new Usage(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
    }
}
