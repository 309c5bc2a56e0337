package consort.ledger.audit;

/** What an audit found. */
public sealed interface AuditVerdict {

    /** The exit code of {@code audit verify}. */
    int exitCode();

    /** Everything fits, and it is the ledger that {@link Trust} names. */
    record Verified(LedgerFacts facts) implements AuditVerdict {
        @Override
        public int exitCode() {
            return 0;
        }
    }

    /** Everything fits together, and nothing that the auditor holds says whose ledger it is. */
    record ConsistentNotAuthenticated(LedgerFacts facts) implements AuditVerdict {
        @Override
        public int exitCode() {
            return 61;
        }
    }

    /** Something does not fit. */
    record Tampered(Evidence evidence) implements AuditVerdict {
        @Override
        public int exitCode() {
            return 60;
        }
    }

    /**
     * The tree fits, and so do all entries before one of a type that this program does not know. Nothing from there on can be
     * judged.
     *
     * @param entry its index
     */
    record Limited(long entry, String type, LedgerFacts facts) implements AuditVerdict {
        @Override
        public int exitCode() {
            return 62;
        }
    }

    /**
     * Everything fits so far, and receipts, the log keys that are trusted, or a checkpoint in the folder that was cosigned, tell of entries
     * past the end: the copy is older than they, or the ledger was cut, or whoever has a log key that was replaced made it.
     *
     * @param entries how many such entries are told of
     * @param first the first of them
     * @param by what tells of them
     */
    record Older(long first, int entries, String by, LedgerFacts facts) implements AuditVerdict {

        static final String HELD = "your receipts or trust.json name";
        static final String COSIGNED = "the cosigned checkpoint in its own file witnessed covers";

        @Override
        public int exitCode() {
            return 64;
        }
    }

    /** Everything fits, it is the ledger that {@link Trust} names, and not as many witnesses as were demanded saw all of it. */
    record Unwitnessed(LedgerFacts facts) implements AuditVerdict {
        @Override
        public int exitCode() {
            return 65;
        }
    }

    /** There is no ledger here. */
    record NotALedger(String reason) implements AuditVerdict {
        @Override
        public int exitCode() {
            return 63;
        }
    }
}
