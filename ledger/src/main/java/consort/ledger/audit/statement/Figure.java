package consort.ledger.audit.statement;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One figure of a statement.
 *
 * @param name by which {@code audit explain} and disputes call it; empty for a part of the figure above it
 * @param what it is, for people
 * @param value with its unit
 * @param how it comes about; empty for a part that says all
 * @param entries that it follows from directly
 * @param grounds what else it follows from, each with its entries: {@code audit explain} shows them, a statement does not
 */
public record Figure(String name, String what, String value, String how, List<Long> entries, List<Figure> grounds) {

    public Figure {
        entries = List.copyOf(entries);
        grounds = List.copyOf(grounds);
    }

    static Figure of(String name, String what, String value, String how, List<Long> entries) {
        return new Figure(name, what, value, how, entries, List.of());
    }

    /** Resting on more, as far as that says anything. */
    Figure on(List<Figure> more) {
        return new Figure(name, what, value, how, entries, Stream.concat(grounds.stream(), more.stream())
                .filter(one -> !one.value().isEmpty() || !one.entries().isEmpty()).toList());
    }

    Figure on(Figure... more) {
        return on(List.of(more));
    }

    /** What a figure rests on. */
    static Figure ground(String what, String value, List<Long> entries) {
        return new Figure("", what, value, "", entries, List.of());
    }

    /** Those of its grounds as well, each once. */
    public List<Long> allEntries() {
        return Stream.concat(entries.stream(), grounds.stream().flatMap(one -> one.entries().stream())).distinct().toList();
    }

    /** Entries as {@code entries 7, 12 and 3 more}; empty where there are none. */
    public static String entriesText(List<Long> entries, int most) {
        if (entries.isEmpty()) {
            return "";
        }
        String first = entries.stream().limit(most).map(String::valueOf).collect(Collectors.joining(", "));
        return (entries.size() == 1 ? "entry " : "entries ") + first + (entries.size() > most ? " and " + (entries.size() - most) + " more" : "");
    }

    /** A part of the figure before, whose value is in it already. */
    static Figure part(String what, String value, Long... entries) {
        return new Figure("", what, value, "", List.of(entries), List.of());
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
