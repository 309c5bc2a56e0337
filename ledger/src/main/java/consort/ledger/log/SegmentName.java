package consort.ledger.log;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a segment of the journal: {@code journal/<first index>-<epoch>}.
 *
 * @param first the index of the first entry that is, or would be, in it
 * @param epoch the opening of the store that wrote it; a later opening has a larger one
 */
record SegmentName(long first, long epoch) implements Comparable<SegmentName> {

    static final String FOLDER = "journal";

    /** The other file in that folder, which a store locks. */
    static final String LOCK = "lock";

    private static final String FORMAT_OF_ANY_VERSION = "consort-journal/v";
    static final String FORMAT_1 = FORMAT_OF_ANY_VERSION + "1 ";
    private static final Pattern FORMAT = Pattern.compile("([0-9]{18})-([0-9]{9})");
    private static final Comparator<SegmentName> ORDER =
            Comparator.comparingLong(SegmentName::first).thenComparingLong(SegmentName::epoch);

    static Optional<SegmentName> parse(String name) {
        Matcher parts = FORMAT.matcher(name);
        return parts.matches()
                ? Optional.of(new SegmentName(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    String path() {
        return FOLDER + "/%018d-%09d".formatted(first, epoch);
    }

    /** The line with which the segment's file begins; another format is another version. */
    byte[] header() {
        return (FORMAT_1 + "%018d-%09d\n").formatted(first, epoch).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a file begins like a segment, of whatever version. */
    static boolean isSegment(String beginning) {
        return beginning.startsWith(FORMAT_OF_ANY_VERSION);
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return path();
    }
}
