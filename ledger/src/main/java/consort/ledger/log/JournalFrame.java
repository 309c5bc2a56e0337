package consort.ledger.log;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The header of a frame: what one append wrote into a segment. On disk, big-endian: magic (4 bytes), then the components in
 * order, then the CRC32C of all that (4). The payload follows, encoded like an entry bundle.
 *
 * @param epoch the epoch of the segment
 * @param offset where in the segment the frame begins
 * @param first the index of its first entry
 * @param synced how much of the segment was durable when the frame was written; tells a torn end from damage
 * @param payloadBytes at most {@link #MAX_PAYLOAD}
 * @param payloadCrc the CRC32C of the payload
 */
record JournalFrame(long epoch, long offset, long first, long synced, int payloadBytes, int payloadCrc) {

    static final int HEADER_BYTES = 4 + 4 * Long.BYTES + 3 * Integer.BYTES;

    /** Larger batches are cut into several frames. */
    static final int MAX_PAYLOAD = 4 << 20;

    /** Holds bytes that no text has, so that no entry can look like a frame. */
    static final int MAGIC = 0x00C0FFFE;

    static JournalFrame of(long epoch, long offset, long first, long synced, byte[] payload) {
        return new JournalFrame(epoch, offset, first, synced, payload.length, crc(ByteBuffer.wrap(payload)));
    }

    /** Appends the header. */
    void writeTo(ByteBuffer out) {
        int start = out.position();
        out.putInt(MAGIC).putLong(epoch).putLong(offset).putLong(first).putLong(synced);
        out.putInt(payloadBytes).putInt(payloadCrc);
        out.putInt(crc(out.slice(start, out.position() - start)));
    }

    /** Reads the header at the buffer's position and moves past it; empty when there is none that belongs there. */
    static Optional<JournalFrame> read(ByteBuffer in, long epoch, long offset) {
        if (in.remaining() < HEADER_BYTES) {
            return Optional.empty();
        }
        int expectedCrc = crc(in.slice(in.position(), HEADER_BYTES - Integer.BYTES));
        int magic = in.getInt();
        JournalFrame frame = new JournalFrame(
                in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getInt(), in.getInt());
        boolean whole = in.getInt() == expectedCrc && magic == MAGIC;
        boolean belongs = frame.epoch == epoch && frame.offset == offset
                && frame.payloadBytes > 0 && frame.payloadBytes <= MAX_PAYLOAD;
        return whole && belongs ? Optional.of(frame) : Optional.empty();
    }

    /** Whether these are the payload's bytes. */
    boolean matches(ByteBuffer payload) {
        return payload.remaining() == payloadBytes && crc(payload.duplicate()) == payloadCrc;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
