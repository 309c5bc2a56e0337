package consort.ledger.audit.cli;

import consort.ledger.audit.Evidence;
import consort.ledger.audit.statement.EntryLines;
import consort.ledger.audit.statement.Figure;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Entries beneath a figure, one a line with what it says; those of other members' work by index only.
 *
 * @param all whether to print all entries, not only the first ones
 * @param shown of which it was printed already what they say
 */
record EntryListing(EntryLines lines, boolean all, Set<Long> shown) {

    private static final int MOST = 20;

    EntryListing(EntryLines lines, boolean all) {
        this(lines, all, new HashSet<>());
    }

    void entries(List<Long> entries, String indent, PrintWriter out) {
        List<Long> again = entries.stream().filter(shown::contains).toList();
        List<Long> said = entries.stream().filter(index -> !shown.contains(index) && lines.line(index).isPresent()).toList();
        List<Long> others = entries.stream().filter(index -> lines.line(index).isEmpty()).toList();
        if (!again.isEmpty()) {
            out.println(indent + listed(again) + ", shown above");
        }
        said.stream().limit(most()).forEach(index -> {
            out.println(indent + "entry " + index + " " + Evidence.whole(lines.line(index).orElseThrow()));
            shown.add(index);
        });
        if (said.size() > most()) {
            out.println(indent + "and " + (said.size() - most()) + " more entries: --all lists them");
        }
        if (!others.isEmpty()) {
            out.println(indent + listed(others) + ", of another member's work: "
                    + (all ? "what it says is in that member's explanation" : "--all, or that member's explanation, prints what it says"));
        }
    }

    private String listed(List<Long> entries) {
        return Figure.entriesText(entries, most()) + (entries.size() > most() ? " (--all lists them)" : "");
    }

    private int most() {
        return all ? Integer.MAX_VALUE : MOST;
    }
}
