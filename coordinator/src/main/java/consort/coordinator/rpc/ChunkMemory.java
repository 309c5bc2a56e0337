package consort.coordinator.rpc;

import java.util.HashMap;
import java.util.Map;

/**
 * Decides how long the next chunk of a download may be, so that all chunks that wait for their peers fit a budget. Nobody waits: where
 * much of the budget is taken, chunks become small. Thread-safe.
 */
final class ChunkMemory {

    /** With the frames around it, a chunk fills one buffer of the transport, which are 1 MiB long. */
    static final int MAX_CHUNK_BYTES = (1 << 20) - 64;
    static final int MIN_CHUNK_BYTES = 16 << 10;
    /** No peer takes more, with all its downloads, than this part of what others left. */
    private static final int PART = 4;

    private final long budgetBytes;
    private final Map<String, Long> takenByPeer = new HashMap<>();
    private long takenBytes;

    ChunkMemory(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /**
     * Takes memory for a chunk, to be given back when its peer has it.
     *
     * @param left how many bytes there are to send; at least 1
     */
    synchronized int take(String peer, long left) {
        long own = takenByPeer.getOrDefault(peer, 0L);
        long share = Math.max(0, budgetBytes - takenBytes + own) / PART;
        int bytes = (int) Math.min(left, Math.clamp(share - own, MIN_CHUNK_BYTES, MAX_CHUNK_BYTES));
        takenByPeer.put(peer, own + bytes);
        takenBytes += bytes;
        return bytes;
    }

    synchronized void giveBack(String peer, int bytes) {
        takenBytes -= bytes;
        takenByPeer.computeIfPresent(peer, (same, taken) -> taken == bytes ? null : taken - bytes);
    }
}
