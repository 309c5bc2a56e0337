package consort.ledger.log;

import consort.ledger.disk.Disk;
import consort.ledger.log.LogDamagedException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The tail of the log: the entries that are not yet all in full, published bundles.
 *
 * <p>It is a chain of segments. Each opening begins a segment of a new, larger epoch and never
 * writes into an older one, so a writer that was replaced and does not know it shows: the chain no longer fits. Only the
 * last segment can be torn, because a new one is created after the one before it was synced.
 *
 * <p>After a call that threw, the instance refuses everything.
 */
final class TailJournal implements AutoCloseable {

    /** What is looked at before a torn end is cut off: it may be no torn end. */
    @FunctionalInterface
    interface Recovery {
        void check() throws IOException;
    }

    private final Disk disk;
    private final long segmentBytes;
    private final long epoch;
    private final List<JournalSegment> segments;
    private Disk.Appender appender;
    private long synced;
    private boolean failed;

    private TailJournal(Disk disk, long segmentBytes, long epoch, List<JournalSegment> segments, long end)
            throws IOException {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.epoch = epoch;
        this.segments = segments;
        beginSegment(end);
    }

    /**
     * Begins the journal of a log that was published elsewhere.
     *
     * @param first the index of the first of {@code entries}
     */
    static void begin(Disk disk, long first, List<byte[]> entries) throws IOException {
        if (!names(disk).isEmpty()) {
            throw new IOException(SegmentName.FOLDER + " is there already; a log is written into an empty folder only");
        }
        try (TailJournal journal = new TailJournal(disk, Long.MAX_VALUE, 1, new ArrayList<>(), first)) {
            journal.append(entries);
            journal.sync();
        }
    }

    /**
     * Reads the journal, cuts off a torn end and makes the rest durable. The caller holds the log's lock.
     *
     * @param base entries below this index stand in full bundles; the journal may or may not have them
     * @param required whether there must be a journal already
     * @param segmentBytes a segment that has more is followed by a new one when {@link #release} is called
     * @param visitor receives the entries from {@code base} on
     * @param before called when the visitor has seen all of them and nothing is changed yet; may object to what was recovered
     */
    static TailJournal open(Disk disk, long base, boolean required, long segmentBytes, EntryVisitor visitor, Recovery before)
            throws IOException {
        List<SegmentName> names = names(disk);
        if (required && names.isEmpty()) {
            throw new LogDamagedException(Kind.MISSING, SegmentName.FOLDER, "the journal is missing, though the log was "
                    + "published: entries may be lost. Do not start this log; restore the newest copy of its folder.");
        }
        long epoch = names.stream().mapToLong(SegmentName::epoch).max().orElse(0) + 1;
        EntryVisitor fromBase = (index, entry) -> {
            if (index >= base) {
                visitor.entry(index, entry);
            }
        };
        List<JournalSegment> segments = readChain(disk, chainFrom(base, names), fromBase);
        before.check();
        if (!segments.isEmpty()) {
            settle(disk, segments.getLast());
        }
        return new TailJournal(disk, segmentBytes, epoch, segments, segments.isEmpty() ? 0 : segments.getLast().end());
    }

    /** The index of the first entry that can be read here. */
    long first() {
        return segments.getFirst().name().first();
    }

    /** The index after the last entry. */
    long end() {
        return active().end();
    }

    byte[] entry(long index) throws IOException {
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (index >= segments.get(i).name().first()) {
                return segments.get(i).entry(index);
            }
        }
        throw new IllegalArgumentException("entry " + index + " is before the journal, which begins at " + first());
    }

    /** Writes entries, to be made durable by {@link #sync}. */
    void append(List<byte[]> entries) throws IOException {
        begin();
        List<byte[]> frame = new ArrayList<>();
        long frameBytes = 0;
        for (byte[] entry : entries) {
            if (frameBytes + Short.BYTES + entry.length > JournalFrame.MAX_PAYLOAD) {
                writeFrame(frame);
                frame.clear();
                frameBytes = 0;
            }
            frame.add(entry);
            frameBytes += Short.BYTES + entry.length;
        }
        if (!frame.isEmpty()) {
            writeFrame(frame);
        }
        failed = false;
    }

    void sync() throws IOException {
        begin();
        appender.sync();
        synced = appender.position();
        failed = false;
    }

    /** Lets go of entries below {@code base}, which stand in full bundles now. All that was appended must be synced. */
    void release(long base) throws IOException {
        begin();
        if (active().bytes() > segmentBytes) {
            appender.close();
            beginSegment(end());
        }
        for (JournalSegment segment : List.copyOf(segments)) {
            if (segment != active() && (segment.isEmpty() || segment.end() <= base)) {
                disk.delete(segment.name().path());
                segments.remove(segment);
            }
        }
        failed = false;
    }

    @Override
    public void close() throws IOException {
        failed = true;
        appender.close();
    }

    private JournalSegment active() {
        return segments.getLast();
    }

    private void beginSegment(long first) throws IOException {
        SegmentName name = new SegmentName(first, epoch);
        disk.create(name.path(), name.header());
        segments.add(new JournalSegment(disk, name, name.header().length));
        appender = disk.append(name.path());
        synced = appender.position();
    }

    private void writeFrame(List<byte[]> entries) throws IOException {
        byte[] payload = EntryBundle.encode(entries);
        ByteBuffer bytes = ByteBuffer.allocate(JournalFrame.HEADER_BYTES + payload.length);
        JournalFrame.of(epoch, active().bytes(), end(), synced, payload).writeTo(bytes);
        appender.write(bytes.put(payload).flip());
        active().addFrame(ByteBuffer.wrap(payload));
    }

    /** Counts a call as failed until it is through. */
    private void begin() throws IOException {
        if (failed) {
            throw new IOException("the journal is closed or an earlier write failed; what is on the disk is unknown. Restart.");
        }
        failed = true;
    }

    private static List<SegmentName> names(Disk disk) throws IOException {
        List<SegmentName> names = new ArrayList<>();
        for (String name : disk.list(SegmentName.FOLDER)) {
            if (!name.equals(SegmentName.LOCK)) {
                names.add(SegmentName.parse(name).orElseThrow(() -> new LogDamagedException(Kind.MALFORMED,
                        SegmentName.FOLDER + "/" + name, "not a segment of the journal; nothing else may stand here")));
            }
        }
        names.sort(null);
        return names;
    }

    /** The segments that are needed: the last that begins at or below {@code base}, and those after it. */
    private static List<SegmentName> chainFrom(long base, List<SegmentName> names) throws LogDamagedException {
        int start = -1;
        while (start + 1 < names.size() && names.get(start + 1).first() <= base) {
            start++;
        }
        if (start < 0 && !names.isEmpty()) {
            throw new LogDamagedException(Kind.MISSING, SegmentName.FOLDER, base,
                    "not in the journal, which begins at entry " + names.getFirst().first());
        }
        return names.isEmpty() ? names : names.subList(start, names.size());
    }

    private static List<JournalSegment> readChain(Disk disk, List<SegmentName> names, EntryVisitor visitor)
            throws IOException {
        List<JournalSegment> segments = new ArrayList<>();
        for (SegmentName name : names) {
            if (!segments.isEmpty()) {
                requireContinued(disk, segments.getLast(), name);
            }
            segments.add(SegmentScan.read(disk, name, visitor));
        }
        return segments;
    }

    private static void requireContinued(Disk disk, JournalSegment segment, SegmentName next) throws IOException {
        if (disk.size(segment.name().path()) != segment.bytes()) {
            throw new LogDamagedException(Kind.DIFFERENT, segment.name().path(), "offset " + segment.bytes()
                    + ": a broken frame, though a later segment exists. Do not restart the log; restore this file from a copy.");
        }
        if (segment.end() != next.first()) {
            throw new LogDamagedException(Kind.DIFFERENT, next.path(), "the segment before it ends at entry " + segment.end()
                    + ": entries are missing, or two processes wrote this journal");
        }
    }

    /** Cuts off the torn end. What is left may so far stand in memory only, and is about to be built upon. */
    private static void settle(Disk disk, JournalSegment last) throws IOException {
        if (disk.size(last.name().path()) > last.bytes()) {
            disk.truncate(last.name().path(), last.bytes());
        }
        try (Disk.Appender appender = disk.append(last.name().path())) {
            appender.sync();
        }
    }
}
