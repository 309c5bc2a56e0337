package consort.worker.metering;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import oshi.nativefree.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Processor times by OSHI, without native code. The tree is the JDK's to find: OSHI looks at every process of the machine for it. */
final class OshiProcessTimes implements ProcessTimes {

    private final OperatingSystem system = new SystemInfo().getOperatingSystem();

    @Override
    public Map<Long, Long> cpuMillis(long root) {
        Map<Long, Long> times = new HashMap<>();
        ProcessHandle.of(root).stream().flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants())).forEach(handle -> {
            OSProcess process = system.getProcess((int) handle.pid());
            if (process != null) {
                times.put(handle.pid(), process.getUserTime() + process.getKernelTime());
            }
        });
        return times;
    }
}
