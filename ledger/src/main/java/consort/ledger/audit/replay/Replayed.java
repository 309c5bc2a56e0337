package consort.ledger.audit.replay;

import java.util.List;

/** What came of computing a round's model again. */
public sealed interface Replayed {

    /**
     * The ledger's digest came out.
     *
     * @param bytes length of the model
     */
    record Same(long bytes) implements Replayed {
    }

    /**
     * Another digest came out, so the ledger's model is not the sum of these updates.
     *
     * @param model the digest
     */
    record Other(String model) implements Replayed {
    }

    /** The updates cannot be summed by the rule that the ledger names, so no model is their sum. */
    record Unfit(String why) implements Replayed {
    }

    /**
     * Something that is needed is not there.
     *
     * @param previous whether the model before is missing
     * @param updates digests of the missing updates
     */
    record Lacking(boolean previous, List<String> updates) implements Replayed {

        public Lacking {
            updates = List.copyOf(updates);
        }
    }

    /** This program does not have the rule. */
    record UnknownRule(String rule) implements Replayed {
    }
}
