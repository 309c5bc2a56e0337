package consort.ledger.audit;

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
}
