package consort.ledger.audit.cli;

import consort.ledger.audit.AuditVerdict;

/** What people are told of a verdict. */
public final class Verdicts {

    private Verdicts() {
    }

    /** The lines of {@code audit verify}. */
    public static String text(AuditVerdict verdict) {
        return String.join("\n", VerdictText.of(verdict));
    }
}
