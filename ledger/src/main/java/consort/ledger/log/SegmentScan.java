package consort.ledger.log;

import consort.ledger.disk.Disk;
import consort.ledger.log.LogDamagedException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a segment from its beginning to its end, or to where it is torn.
 *
 * <p>A frame that is not whole ends the segment if it can have been in flight when the machine died. It cannot if a later
 * frame says that it was written when the broken one was durable already: then bytes that were acknowledged are gone. Damage
 * to the very last frame cannot be told from a torn end here; once published, a checkpoint tells.
 */
final class SegmentScan {

    private static final int WINDOW = 1 << 20;

    private final Disk disk;
    private final SegmentName name;
    private final EntryVisitor visitor;
    private final long size;

    private SegmentScan(Disk disk, SegmentName name, EntryVisitor visitor) throws IOException {
        this.disk = disk;
        this.name = name;
        this.visitor = visitor;
        this.size = disk.size(name.path());
    }

    /**
     * Gives all entries of the whole frames to {@code visitor}.
     *
     * @return the segment up to its last whole frame; shorter than the file when that is torn
     * @throws LogDamagedException when something is broken that was durable
     */
    static JournalSegment read(Disk disk, SegmentName name, EntryVisitor visitor) throws IOException {
        return new SegmentScan(disk, name, visitor).run();
    }

    private JournalSegment run() throws IOException {
        byte[] header = name.header();
        byte[] found = read(0, header.length).array();
        if (!Arrays.equals(found, header)) {
            String beginning = new String(found, StandardCharsets.ISO_8859_1);
            String version = beginning.substring(0, Math.max(0, beginning.indexOf(' ')));
            if (SegmentName.isSegment(version) && !beginning.startsWith(SegmentName.FORMAT_1)) {
                throw new LogDamagedException(Kind.OTHER_VERSION, name.path(), "offset 0: is of the format " + version
                        + ", and this program knows " + SegmentName.FORMAT_1.strip());
            }
            throw new LogDamagedException(Kind.MALFORMED, name.path(), "offset 0: not the header of this segment");
        }
        JournalSegment segment = new JournalSegment(disk, name, header.length);
        boolean whole = true;
        while (whole && segment.bytes() < size) {
            whole = addFrame(segment);
        }
        if (segment.bytes() < size) {
            requireTorn(segment.bytes());
        }
        return segment;
    }

    /** Adds the next frame; false when there is none that is whole. */
    private boolean addFrame(JournalSegment segment) throws IOException {
        long offset = segment.bytes();
        Optional<JournalFrame> frame =
                JournalFrame.read(read(offset, JournalFrame.HEADER_BYTES), name.epoch(), offset);
        if (frame.isEmpty()) {
            return false;
        }
        ByteBuffer payload = read(offset + JournalFrame.HEADER_BYTES, frame.get().payloadBytes());
        if (!frame.get().matches(payload)) {
            return false;
        }
        if (frame.get().first() != segment.end()) {
            throw new LogDamagedException(Kind.DIFFERENT, name.path(), "offset " + offset + ": begins with entry "
                    + frame.get().first() + " where entry " + segment.end() + " must follow");
        }
        List<byte[]> entries = decode(payload, offset);
        for (int i = 0; i < entries.size(); i++) {
            visitor.entry(segment.end() + i, entries.get(i));
        }
        segment.addFrame(payload);
        return true;
    }

    private List<byte[]> decode(ByteBuffer payload, long offset) throws LogDamagedException {
        try {
            return EntryBundle.decode(payload.array());
        } catch (IllegalArgumentException malformed) {
            throw new LogDamagedException(Kind.MALFORMED, name.path(), "offset " + offset + ": " + malformed.getMessage());
        }
    }

    /** Looks for a later frame that says the broken one was durable. */
    private void requireTorn(long broken) throws IOException {
        for (long start = broken + 1; start < size; start += WINDOW) {
            ByteBuffer window = read(start, WINDOW + JournalFrame.HEADER_BYTES - 1);
            for (int at = 0; at < Math.min(WINDOW, window.limit() - JournalFrame.HEADER_BYTES + 1); at++) {
                if (window.getInt(at) == JournalFrame.MAGIC && provesDurable(window, at, start + at, broken)) {
                    throw new LogDamagedException(Kind.DIFFERENT, name.path(), "offset " + broken
                            + ": a broken frame that was durable, for another was written after it at offset "
                            + (start + at) + ". Do not restart the log; restore this file from a copy.");
                }
            }
        }
    }

    private boolean provesDurable(ByteBuffer window, int at, long offset, long broken) {
        return JournalFrame.read(window.slice(at, window.limit() - at), name.epoch(), offset)
                .filter(frame -> frame.synced() > broken)
                .isPresent();
    }

    /** Up to {@code count} bytes from {@code offset}, fewer at the end of the file. */
    private ByteBuffer read(long offset, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, Math.max(0, size - offset)));
        disk.read(name.path(), offset, bytes);
        return bytes.flip();
    }
}
