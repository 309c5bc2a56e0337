package consort.coordinator.core;

import consort.ledger.fold.Footprint;
import java.util.Optional;

/**
 * Whether the process has memory enough for what it must be able to hold.
 *
 * @param peerBytes of the heap, what hostile peers can make it hold, as configured
 * @param heapBytes what it may take
 * @param peerDirectBytes the same of the direct memory, in which messages arrive
 * @param directBytes of it, what it may take
 */
public record Memory(long peerBytes, long heapBytes, long peerDirectBytes, long directBytes) {

    /** Nothing is known. */
    static final Memory AMPLE = new Memory(0, Long.MAX_VALUE, 0, Long.MAX_VALUE);

    /** A part of the heap of so many is for everything else: code's own objects, answers under way, room to collect garbage. */
    private static final int ELSE_PART = 10;

    /** Entries whose state there is room for beside what peers can make the process hold; negative when these alone are too much. */
    public long roomForEntries() {
        return (heapBytes - heapBytes / ELSE_PART - peerBytes - Footprint.heapBytes(0)) / Footprint.MAPPED_ENTRY_BYTES;
    }

    /** What an operator should know and do, in a sentence. */
    public Optional<String> problem(long entries) {
        if (peerDirectBytes > directBytes) {
            return Optional.of("memory is short: hostile peers could make it hold " + mebi(peerDirectBytes) + " MiB of direct memory, and"
                    + " there are " + mebi(directBytes) + " MiB; raise -XX:MaxDirectMemorySize (CONSORT_JAVA_OPTS), or lower"
                    + " server.maxConnections, server.maxCallsPerConnection or server.windowBytes in coordinator.yaml");
        }
        if (entries <= roomForEntries()) {
            return Optional.empty();
        }
        return Optional.of("memory is short: " + entries + " entries take about " + mebi(Footprint.heapBytes(entries))
                + " MiB, hostile peers could make it hold " + mebi(peerBytes) + " MiB more, and there are " + mebi(heapBytes)
                + " MiB; raise -Xmx (CONSORT_JAVA_OPTS), or lower loop.inboxEvents in coordinator.yaml");
    }

    private static long mebi(long bytes) {
        return bytes >> 20;
    }
}
