package consort.ledger.audit;

/** Is told how far an audit has come, by the thread that runs it. */
@FunctionalInterface
public interface AuditProgress {

    AuditProgress NONE = (step, done, size) -> { };

    /** What is counted. */
    enum Step {

        ENTRIES("entries read", 1),
        FILES("files read", 1),
        SIGNATURES("signatures verified", 1),
        TREES("trees held against a copy", 1),
        HASHED("MB of models and updates hashed", 1_000_000),
        SUMMED("MB of the model summed", 1_000_000);

        private final String text;
        private final long unit;

        Step(String text, long unit) {
            this.text = text;
            this.unit = unit;
        }

        /** What was done to what, for people: of so many {@link #unit}s. */
        public String text() {
            return text;
        }

        /** How many of what is counted make one of what people are told: bytes are counted, megabytes told. */
        public long unit() {
            return unit;
        }
    }

    /** @param done so far, of {@code size} */
    void come(Step step, long done, long size);
}
