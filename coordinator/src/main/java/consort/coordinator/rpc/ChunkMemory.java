package consort.coordinator.rpc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides how long the next chunk of a download may be, so that all chunks that wait for their peers fit a budget. Nobody waits: where
 * much of the budget is taken, chunks become small. Thread-safe.
 */
final class ChunkMemory {

    /** With the frames around it, a chunk fills one buffer of the transport, which are 1 MiB long. */
    static final int MAX_CHUNK_BYTES = (1 << 20) - 64;
    static final int MIN_CHUNK_BYTES = 16 << 10;
    /** No download takes more than this part of what is free. */
    private static final int PART = 4;

    private final long budgetBytes;
    private final AtomicLong takenBytes = new AtomicLong();

    ChunkMemory(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /**
     * Takes memory for a chunk, to be given back when its peer has it.
     *
     * @param left how many bytes there are to send; at least 1
     */
    int take(long left) {
        long free = Math.max(0, budgetBytes - takenBytes.get());
        int bytes = (int) Math.min(left, Math.clamp(free / PART, MIN_CHUNK_BYTES, MAX_CHUNK_BYTES));
        takenBytes.addAndGet(bytes);
        return bytes;
    }

    void giveBack(int bytes) {
        takenBytes.addAndGet(-bytes);
    }
}
