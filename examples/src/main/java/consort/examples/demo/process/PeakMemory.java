package consort.examples.demo.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Peak resident memory by role, as the kernel counts it ({@code VmHWM} of {@code /proc/PID/status}; the kernel keeps the
 * peak, so a process need only be looked at before it ends). Where there is no {@code /proc}, nothing is known.
 */
public final class PeakMemory {

    private final Map<String, Long> bytesByRole = new ConcurrentHashMap<>();

    /** Looks at a process that plays a role, and keeps the largest peak that any process in this role had. */
    public void observe(String role, ProcessHandle process) {
        peakOf(process).ifPresent(bytes -> bytesByRole.merge(role, bytes, Math::max));
    }

    /** Looks at the descendants of a process. */
    public void observeDescendants(String role, ProcessHandle process) {
        process.descendants().forEach(descendant -> observe(role, descendant));
    }

    /** The peaks, for the roles that were observed, in the order asked for. */
    public Map<String, Long> peaks(String... roles) {
        Map<String, Long> peaks = new LinkedHashMap<>();
        for (String role : roles) {
            if (bytesByRole.containsKey(role)) {
                peaks.put(role, bytesByRole.get(role));
            }
        }
        return peaks;
    }

    private static OptionalLong peakOf(ProcessHandle process) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
                }
            }
        } catch (IOException e) {
            // It has ended, or this system has no /proc.
        }
        return OptionalLong.empty();
    }
}
