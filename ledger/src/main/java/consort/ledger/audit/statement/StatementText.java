package consort.ledger.audit.statement;

import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.audit.statement.Figure.Section;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A statement as a treasurer reads it. */
public final class StatementText {

    private static final String ROW = "  %-57s %20s";
    private static final int MOST_ENTRIES = 8;

    /** Of a period that is not closed. */
    static final String OPEN = "The period is not closed: nothing is owed yet, and there is nothing to dispute or accept. All figures are what a close would say now.";

    private StatementText() {
    }

    /** Prints it with the first entries of each list. */
    public static void print(Statement statement, LedgerFacts facts, PrintWriter out) {
        print(statement, facts, MOST_ENTRIES, out);
    }

    /** @param most how many entries of a list to name; the others are counted */
    public static void print(Statement statement, LedgerFacts facts, int most, PrintWriter out) {
        head(statement, facts).forEach(out::println);
        List<Section> sections = Figures.of(statement);
        for (Section section : sections) {
            out.println();
            out.println(section.title());
            section.figures().forEach(figure -> row(figure, most, out));
            if (section.figures().stream().anyMatch(figure -> isCutShort(figure, most))) {
                out.println("    (all entries: --all; what each says: " + explain(statement) + " --figure " + WorkFigures.REDUCTIONS + ")");
            }
        }
        out.println();
        parentheses(sections).ifPresent(out::println);
        out.println("From any figure to its entries: " + explain(statement));
        out.println();
        out.println("Self-declared, and checked only as far as said");
        SelfDeclared.lines(statement).forEach(out::println);
        out.println();
        Proof.basis(facts).forEach(out::println);
    }

    /** What they mean, where there are any. */
    static Optional<String> parentheses(List<Section> sections) {
        return sections.stream().flatMap(section -> section.figures().stream()).map(Figure::value)
                .anyMatch(value -> value.startsWith("(") && !value.equals(Figures.NONE))
                ? Optional.of("In parentheses: what is in another figure already, or bounds one") : Optional.empty();
    }

    /** What was taken off names its entries here too; {@code audit explain} names those of all figures. */
    private static void row(Figure figure, int most, PrintWriter out) {
        out.println(ROW.formatted(figure.what(), figure.value()).stripTrailing());
        if (figure.name().equals(WorkFigures.REDUCTIONS)) {
            out.print("    ");
            Figure.print(figure.entries().stream(), most, out);
            out.println();
        }
    }

    private static boolean isCutShort(Figure figure, int most) {
        return figure.name().equals(WorkFigures.REDUCTIONS) && figure.entries().size() > most;
    }

    /** The command that leads from its figures to entries. */
    static String explain(Statement statement) {
        return "consort audit explain --organization " + statement.organization() + " --period " + statement.period();
    }

    /** What it is a statement of. */
    static List<String> head(Statement statement, LedgerFacts facts) {
        List<String> head = new ArrayList<>(List.of((statement.open() ? "No bill yet: " : "Statement of ") + statement.organization() + ", period "
                        + statement.period() + (statement.open() ? ", which is open" : statement.last() ? " (its last: later bills only correct)" : ""),
                "Ledger " + facts.origin() + ", " + entries(statement) + ", amounts in " + statement.currency()));
        if (statement.open()) {
            head.add(OPEN);
        }
        statement.aftermath().ifPresent(said -> head.add("Closed " + Instant.ofEpochMilli(said.closedMillis()) + " by entry " + statement.toIndex()
                + (said.overdue() ? ", was open to dispute until " : ", open to dispute until ") + Instant.ofEpochMilli(said.disputableUntilMillis())));
        return head;
    }

    private static String entries(Statement statement) {
        long last = statement.open() ? statement.toIndex() - 1 : statement.toIndex();
        if (last < statement.fromIndex()) {
            return "no entries since the last close";
        }
        return last == statement.fromIndex() ? "entry " + last : "entries " + statement.fromIndex() + " to " + last;
    }
}
