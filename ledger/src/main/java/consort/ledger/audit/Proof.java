package consort.ledger.audit;

import java.util.ArrayList;
import java.util.List;

/** What an audit was held against, what it shows and what it does not, in the words of every report. */
public final class Proof {

    private static final String COMPARE = ": compare with another member's copy (consort audit compare)";

    private Proof() {
    }

    /** What a report rests on, and {@link #lines}. */
    public static List<String> basis(LedgerFacts facts) {
        List<String> lines = new ArrayList<>();
        lines.add("Checked against");
        lines.add("  " + facts.size() + (facts.size() == 1 ? " entry" : " entries") + " of the ledger, tree root " + facts.root());
        lines.add("  log key " + facts.logKey());
        if (facts.trusted()) {
            lines.add("  which is the one you trust" + (facts.logKeys() > 1 ? ", or which that one leads to" : ""));
            lines.add("  charter " + facts.charter() + ", which you trust as well, and so the authority");
        } else {
            lines.add("  charter " + facts.charter());
            lines.add("  WHICH NOTHING YOU HOLD CONFIRMS: give --trust FILE, as kept since joining");
        }
        lines.add("  cosignatures of witnesses: " + facts.witnesses().text());
        lines.add("  receipts: " + kept(facts));
        lines.add("");
        lines.addAll(lines(facts));
        return lines;
    }

    /** What signatures prove, and what not. */
    public static List<String> lines(LedgerFacts facts) {
        return List.of(
                "What the signatures prove",
                "  Each party said what stands under its name, nothing was changed since, and every figure follows from it.",
                "What they do not prove",
                "  That a device did the work: claimed time is bounded by lease and coordinator's clock, not recomputed.",
                "  That every member is shown " + sameLedger(facts.witnesses()) + ".");
    }

    private static String kept(LedgerFacts facts) {
        if (facts.receipts() == 0 && facts.proofs() == 0) {
            return "none were given (--receipts DIR, as a worker keeps them)";
        }
        return facts.receipts() + (facts.proofs() == 0 ? "" : ", and " + facts.proofs() + " proofs") + ", all true";
    }

    private static String sameLedger(WitnessCoverage witnesses) {
        if (witnesses.quorum() == 0) {
            return "this same ledger, " + (witnesses.by().isEmpty() ? "which has no witnesses" : "for whose witnesses the charter does not ask") + COMPARE;
        }
        if (witnesses.unwitnessedSince().isPresent()) {
            return "the same from entry " + witnesses.unwitnessedSince().getAsLong() + " on, which too few witnesses cosigned" + COMPARE;
        }
        int liars = witnesses.bearableLiars();
        if (liars < 0) {
            return "this same ledger: another could have as many of the " + witnesses.witnesses() + " witnesses, " + witnesses.quorum();
        }
        return "this same ledger, if " + (liars == 0 ? "any" : "more than " + liars) + " of the " + witnesses.witnesses()
                + " witnesses lied with the operator";
    }
}
