package consort.ledger.audit;

import consort.ledger.entry.MalformedEntryException;
import consort.ledger.fold.RuleViolation;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.TilePath;
import java.util.OptionalLong;

/**
 * What does not fit, and where.
 *
 * @param file path in the audited folder, or of a receipt
 * @param entry index of the entry concerned, where there is one
 * @param field of the entry's body, or what part of the file
 * @param rule a {@link consort.ledger.fold.Rule}'s text, or one of those of {@code docs/audit.md}
 */
public record Evidence(String file, OptionalLong entry, String field, String rule, String expected, String found) {

    private static final int MAX_SHOWN = 400;

    /** What the audited party wrote is made fit for a line of a terminal. */
    public Evidence {
        file = shown(file);
        expected = shown(expected);
        found = shown(found);
    }

    /** One line. */
    public String text() {
        return file + (entry.isPresent() ? ", entry " + entry.getAsLong() : "") + ", field " + field + ", rule " + rule
                + ": expected " + expected + ", found " + found;
    }

    /** The same of a file whose key an entry gives. */
    Evidence goingBackTo(Naming.Source source) {
        return new Evidence(file, OptionalLong.of(source.entry()), field, rule, source.file().verifierKey(), found);
    }

    static Evidence of(RuleViolation violation, long size) {
        return new Evidence(bundle(violation.index(), size), OptionalLong.of(violation.index()), violation.field(),
                violation.rule().text(), violation.expected(), violation.found());
    }

    static Evidence of(MalformedEntryException malformed, long index, long size) {
        return new Evidence(bundle(index, size), OptionalLong.of(index), malformed.part(), "entry-format",
                "a well-formed entry", malformed.getMessage());
    }

    static Evidence of(LogDamagedException damage) {
        String found = damage.what();
        return switch (damage.kind()) {
            case MISSING -> new Evidence(damage.file(), damage.entry(), "file", "file-present", "the file", found);
            case MALFORMED, OTHER_VERSION -> new Evidence(damage.file(), damage.entry(), "bytes", "file-format",
                    "a well-formed file", found);
            case UNSIGNED -> new Evidence(damage.file(), damage.entry(), "signature", "checkpoint-signature",
                    "a checkpoint signed by the log's key", found);
            case DIFFERENT, ROLLED_BACK -> new Evidence(damage.file(), damage.entry(), "bytes", "tree",
                    "bytes that lead to the signed root", found);
        };
    }

    /** The path of the bundle that holds an entry. */
    public static String bundle(long index, long size) {
        long number = index / TilePath.FULL;
        int width = (int) Math.min(TilePath.FULL, size - number * TilePath.FULL);
        return new TilePath(TilePath.ENTRIES, number, Math.max(1, width)).path();
    }

    /** What the audited party wrote, on one line of bounded length; what would disturb a terminal by its escape. */
    public static String shown(String text) {
        String line = text.codePoints().limit(MAX_SHOWN + 1L).collect(StringBuilder::new, Evidence::show, StringBuilder::append).toString();
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }

    /** What the audited party wrote, on one line however long. */
    public static String whole(String text) {
        return text.codePoints().collect(StringBuilder::new, Evidence::show, StringBuilder::append).toString();
    }

    /** What moves the cursor, or cannot be seen, by its escape. */
    private static void show(StringBuilder line, int point) {
        switch (point) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                boolean seen = switch (Character.getType(point)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
                line.append(seen ? Character.toString(point) : "\\u{%x}".formatted(point));
            }
        }
    }
}
