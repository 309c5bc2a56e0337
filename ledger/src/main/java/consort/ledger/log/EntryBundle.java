package consort.ledger.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Entries one after another, each with its length before it as a big-endian uint16 (c2sp.org/tlog-tiles). */
public final class EntryBundle {

    public static final int MAX_ENTRY_BYTES = 0xFFFF;

    /** The size of a full bundle of the largest entries. */
    public static final int MAX_BYTES = TilePath.FULL * (Short.BYTES + MAX_ENTRY_BYTES);

    private EntryBundle() {
    }

    /** @throws IllegalArgumentException when an entry is empty or longer than {@link #MAX_ENTRY_BYTES} */
    public static byte[] encode(List<byte[]> entries) {
        ByteBuffer bundle = ByteBuffer.allocate(Math.toIntExact(
                entries.stream().mapToLong(entry -> Short.BYTES + requireEntry(entry).length).sum()));
        for (byte[] entry : entries) {
            bundle.putShort((short) entry.length).put(entry);
        }
        return bundle.array();
    }

    /** @throws IllegalArgumentException when the bytes are not whole entries */
    public static List<byte[]> decode(byte[] bytes) {
        List<byte[]> entries = wholeEntries(bytes);
        if (prefixBytes(bytes, entries.size()) != bytes.length) {
            throw new IllegalArgumentException("entry " + entries.size() + " of the bundle is cut off or empty");
        }
        return entries;
    }

    /** The entries up to the end, or to one that is cut off or empty. */
    static List<byte[]> wholeEntries(byte[] bytes) {
        ByteBuffer bundle = ByteBuffer.wrap(bytes);
        List<byte[]> entries = new ArrayList<>();
        while (bundle.remaining() > Short.BYTES) {
            int length = Short.toUnsignedInt(bundle.getShort());
            if (length == 0 || length > bundle.remaining()) {
                break;
            }
            byte[] entry = new byte[length];
            bundle.get(entry);
            entries.add(entry);
        }
        return entries;
    }

    /** How many {@link #wholeEntries} there are. */
    static int countWhole(byte[] bytes) {
        ByteBuffer bundle = ByteBuffer.wrap(bytes);
        int count = 0;
        while (bundle.remaining() > Short.BYTES) {
            int length = Short.toUnsignedInt(bundle.getShort());
            if (length == 0 || length > bundle.remaining()) {
                break;
            }
            bundle.position(bundle.position() + length);
            count++;
        }
        return count;
    }

    /** The length of the first {@code count} entries, which must be whole. */
    static int prefixBytes(byte[] bytes, int count) {
        ByteBuffer bundle = ByteBuffer.wrap(bytes);
        for (int i = 0; i < count; i++) {
            int length = Short.toUnsignedInt(bundle.getShort());
            bundle.position(bundle.position() + length);
        }
        return bundle.position();
    }

    static byte[] requireEntry(byte[] entry) {
        if (entry.length == 0 || entry.length > MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException("an entry has 1 to " + MAX_ENTRY_BYTES + " bytes, not " + entry.length);
        }
        return entry;
    }
}
