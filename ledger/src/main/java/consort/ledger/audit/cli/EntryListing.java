package consort.ledger.audit.cli;

import consort.ledger.audit.Evidence;
import consort.ledger.audit.statement.EntryLines;
import consort.ledger.audit.statement.Figure;
import java.io.PrintWriter;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** Entries beneath a figure, one a line with what it says; those of other members' work, and of other periods', by index only. */
final class EntryListing {

    /** What is said of work that the wanted period's was cut for. */
    static final String OTHER_PERIOD = ", own work of another period: what it says is in that period's explanation (--period)";

    private static final int MOST = 20;

    private final EntryLines lines;
    private final boolean all;
    private final PrintWriter out;
    /** Of which it was printed already what they say. */
    private final BitSet shown = new BitSet();
    private boolean cut;

    /** @param all whether to print all entries, not only the first ones */
    EntryListing(EntryLines lines, boolean all, PrintWriter out) {
        this.lines = lines;
        this.all = all;
        this.out = out;
    }

    void entries(List<Long> entries, String indent) {
        listed(entries, this::isShown, indent, ", shown above");
        LongPredicate said = index -> !isShown(index) && lines.holds(index);
        long count = which(entries, said).count();
        which(entries, said).limit(most()).forEach(index -> said(index, indent));
        if (count > most()) {
            out.println(indent + "and " + (count - most()) + " more entries: --all lists them");
        }
        listed(entries, index -> !lines.holds(index) && lines.isOwnWork(index), indent, OTHER_PERIOD);
        listed(entries, index -> !lines.holds(index) && !lines.isOwnWork(index), indent, ", of another member's work: "
                + (all ? "what it says is in that member's explanation" : "--all, or that member's explanation, prints what it says"));
    }

    /** Whether a line was printed that does not say all. */
    boolean cut() {
        return cut;
    }

    private void said(long index, String indent) {
        String line = lines.line(index).orElseThrow();
        out.println(indent + "entry " + index + " " + Evidence.whole(line));
        cut |= line.endsWith("…");
        shown.set(Math.toIntExact(index));
    }

    private void listed(List<Long> entries, LongPredicate which, String indent, String what) {
        if (which(entries, which).findFirst().isPresent()) {
            out.print(indent);
            Figure.print(which(entries, which), most(), out);
            out.println((which(entries, which).skip(most()).findFirst().isPresent() ? " (--all lists them)" : "") + what);
        }
    }

    private static Stream<Long> which(List<Long> entries, LongPredicate which) {
        return entries.stream().filter(which::test);
    }

    private boolean isShown(long index) {
        return shown.get(Math.toIntExact(index));
    }

    private int most() {
        return all ? Integer.MAX_VALUE : MOST;
    }
}
