package consort.ledger.audit.statement;

import java.util.ArrayList;
import java.util.List;

/** What of a statement rests on somebody's word alone. */
final class SelfDeclared {

    private SelfDeclared() {
    }

    static List<String> lines(Statement statement) {
        List<String> lines = new ArrayList<>();
        lines.add("  each worker's busy time and steps (bounded by its lease, its work and its benchmark), and its benchmark");
        lines.add("  each member's benefit and tier, which it signed and the operator invited it with");
        if (!statement.origins().costs().isEmpty()) {
            lines.add("  the costs paid for all that are in the pool, whoever's, which the operator entered ("
                    + WorkFigures.plural(statement.origins().costs().size(), "entry", "entries") + ")");
        }
        if (!statement.journals().isEmpty() || !statement.reversals().isEmpty() || !statement.causes().isEmpty()) {
            lines.add("  agreed adjustments and reversals, which the operator entered for the reasons it gives");
        }
        if (statement.metering().isPresent() && statement.energy().told()) {
            lines.add("  energy, which the workers' meters told");
        }
        return lines;
    }
}
