package consort.ledger.audit.statement;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One figure of a statement.
 *
 * @param name by which {@code audit explain} and disputes call it; empty for a part of the figure above it
 * @param what it is, for people
 * @param value with its unit
 * @param how it comes about; empty for a part that says all
 * @param entries that it follows from
 */
public record Figure(String name, String what, String value, String how, List<Long> entries) {

    public Figure {
        entries = List.copyOf(entries);
    }

    static Figure of(String name, String what, String value, String how, List<Long> entries) {
        return new Figure(name, what, value, how, entries);
    }

    /** Its entries as {@code entries 7, 12 and 3 more}; empty where there are none. */
    String entriesText(int most) {
        if (entries.isEmpty()) {
            return "";
        }
        String first = entries.stream().limit(most).map(String::valueOf).collect(Collectors.joining(", "));
        return (entries.size() == 1 ? "entry " : "entries ") + first + (entries.size() > most ? " and " + (entries.size() - most) + " more" : "");
    }

    /** A part of the figure before, whose value is in it already. */
    static Figure part(String what, String value, Long... entries) {
        return new Figure("", what, value, "", List.of(entries));
    }

    /**
     * Figures that belong together.
     *
     * @param title for people
     */
    public record Section(String title, List<Figure> figures) {

        public Section {
            figures = List.copyOf(figures);
        }
    }
}
