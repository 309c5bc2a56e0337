package consort.ledger.audit.statement;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
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
        entries = Indices.kept(entries);
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
    public Stream<Long> allEntries() {
        BitSet seen = new BitSet();
        return Stream.concat(entries.stream(), grounds.stream().flatMap(one -> one.entries().stream()))
                .filter(index -> ClaimLines.unseen(seen, index));
    }

    /** Prints entries as {@code entries 7, 12 and 3 more}; nothing where there are none. */
    public static void print(Stream<Long> entries, int most, PrintWriter out) {
        Iterator<Long> rest = entries.iterator();
        if (!rest.hasNext()) {
            return;
        }
        String first = Long.toString(rest.next());
        out.print((rest.hasNext() ? "entries " : "entry ") + first);
        for (int printed = 1; printed < most && rest.hasNext(); printed++) {
            out.print(", " + rest.next());
        }
        long more = 0;
        while (rest.hasNext()) {
            rest.next();
            more++;
        }
        out.print(more == 0 ? "" : " and " + more + " more");
    }

    /** A part of the figure before, whose value is in it already. */
    static Figure part(String what, String value, Long... entries) {
        return part(what, value, List.of(entries));
    }

    static Figure part(String what, String value, List<Long> entries) {
        return new Figure("", what, value, "", entries, List.of());
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

        /** What becomes of one of its figures. */
        @FunctionalInterface
        public interface Mapping<T> {
            /** @param name the figure's, or that of the one that it is a part of */
            T of(Section section, String name, Figure figure);
        }

        /** What becomes of each. */
        public <T> Stream<T> map(Mapping<T> mapping) {
            List<T> mapped = new ArrayList<>();
            String name = "";
            for (Figure figure : figures) {
                name = figure.name().isEmpty() ? name : figure.name();
                mapped.add(mapping.of(this, name, figure));
            }
            return mapped.stream();
        }
    }
}
