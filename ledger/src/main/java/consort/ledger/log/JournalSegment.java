package consort.ledger.log;

import consort.ledger.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One file of the journal and where its entries stand in it. */
final class JournalSegment {

    private static final int LENGTH_BITS = 16;

    private final Disk disk;
    private final SegmentName name;
    /** For each entry its offset, shifted left by {@link #LENGTH_BITS}, and its length. */
    private long[] places = new long[256];
    private int count;
    private long bytes;

    JournalSegment(Disk disk, SegmentName name, long bytes) {
        this.disk = disk;
        this.name = name;
        this.bytes = bytes;
    }

    SegmentName name() {
        return name;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The index after its last entry. */
    long end() {
        return name.first() + count;
    }

    /** The length of its whole frames. */
    long bytes() {
        return bytes;
    }

    /** Adds the entries of a frame whose payload begins at the end of this segment plus a header. */
    void addFrame(ByteBuffer payload) {
        ByteBuffer rest = payload.duplicate();
        long start = bytes + JournalFrame.HEADER_BYTES - rest.position();
        while (rest.hasRemaining()) {
            int length = Short.toUnsignedInt(rest.getShort());
            addPlace(start + rest.position() << LENGTH_BITS | length);
            rest.position(rest.position() + length);
        }
        bytes += JournalFrame.HEADER_BYTES + payload.remaining();
    }

    byte[] entry(long index) throws IOException {
        long place = places[Math.toIntExact(index - name.first())];
        ByteBuffer entry = ByteBuffer.allocate((int) (place & (1 << LENGTH_BITS) - 1));
        if (disk.read(name.path(), place >>> LENGTH_BITS, entry) != entry.capacity()) {
            throw new LogDamagedException(LogDamagedException.Kind.DIFFERENT, name.path(), index,
                    "the file became shorter while it was in use");
        }
        return entry.array();
    }

    private void addPlace(long place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = place;
    }
}
