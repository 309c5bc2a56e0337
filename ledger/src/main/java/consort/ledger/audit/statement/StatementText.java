package consort.ledger.audit.statement;

import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.audit.statement.Figure.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A statement as a treasurer reads it. */
public final class StatementText {

    private static final String ROW = "  %-57s %20s";
    private static final int MOST_ENTRIES = 8;

    private StatementText() {
    }

    /** Lines without newlines, with the first entries of each list. */
    public static List<String> of(Statement statement, LedgerFacts facts) {
        return of(statement, facts, MOST_ENTRIES);
    }

    /** @param most how many entries of a list to name; the others are counted */
    public static List<String> of(Statement statement, LedgerFacts facts, int most) {
        List<String> lines = new ArrayList<>(head(statement, facts));
        for (Section section : Figures.of(statement)) {
            lines.add("");
            lines.add(section.title());
            section.figures().forEach(figure -> lines.addAll(rows(figure, most)));
            if (section.figures().stream().anyMatch(figure -> isCutShort(figure, most))) {
                lines.add("    (all entries: --all; what each says: " + explain(statement) + " --figure " + WorkFigures.REDUCTIONS + ")");
            }
        }
        lines.add("");
        lines.add("From any figure to its entries: " + explain(statement));
        lines.add("");
        lines.add("Self-declared, and checked only as far as said");
        lines.addAll(SelfDeclared.lines(statement));
        lines.add("");
        lines.addAll(Proof.basis(facts));
        return List.copyOf(lines);
    }

    /** What was taken off names its entries here too; {@code audit explain} names those of all figures. */
    private static List<String> rows(Figure figure, int most) {
        String row = ROW.formatted(figure.what(), figure.value()).stripTrailing();
        return figure.name().equals(WorkFigures.REDUCTIONS) ? List.of(row, "    " + Figure.entriesText(figure.entries(), most)) : List.of(row);
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
        List<String> head = new ArrayList<>(List.of("Statement of " + statement.organization() + ", period " + statement.period()
                        + (statement.open() ? " (open: what a close would say now)" : statement.last() ? " (its last: later bills only correct)" : ""),
                "Ledger " + facts.origin() + ", " + entries(statement) + ", amounts in " + statement.currency()));
        statement.aftermath().ifPresent(said -> head.add("Closed " + Instant.ofEpochMilli(said.closedMillis()) + " by entry " + statement.toIndex()
                + ", open to dispute until " + Instant.ofEpochMilli(said.disputableUntilMillis())));
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
