package consort.ledger.audit;

import java.util.ArrayList;
import java.util.List;

/** What an audit shows and what it does not, in the words of every report. */
public final class Proof {

    public static final List<String> LINES = List.of(
            "What the signatures prove",
            "  Each party said what stands under its name, nothing was changed since, and every figure follows from it.",
            "What they do not prove",
            "  That a device did the work: claimed time is bounded by lease and coordinator's clock, not recomputed.",
            "  That every member is shown this same ledger: compare checkpoints with another member.");

    private Proof() {
    }

    /** What a report rests on, and {@link #LINES}. */
    public static List<String> basis(LedgerFacts facts) {
        List<String> lines = new ArrayList<>();
        lines.add("Checked against");
        lines.add("  " + facts.size() + (facts.size() == 1 ? " entry" : " entries") + " of the ledger, tree root " + facts.root());
        lines.add("  log key " + facts.logKey());
        lines.add(facts.trusted() ? "  which is the one you trust" + (facts.logKeys() > 1 ? ", or which that one leads to" : "")
                + ", and so are charter and authority"
                : "  WHICH NOTHING YOU HOLD CONFIRMS: give --trust FILE, as kept since joining");
        lines.add("");
        lines.addAll(LINES);
        return lines;
    }
}
