package consort.worker.session;

import consort.ledger.entry.Meters;
import java.util.Optional;
import java.util.OptionalLong;

/** How the trainer ended a task, as the agent metered it. */
public sealed interface Outcome {

    /** Time the trainer was busy with the task, in milliseconds. */
    long busyMillis();

    /** Steps it did. */
    long steps();

    /** What counters showed meanwhile; empty where nobody looked. */
    Optional<Meters> meters();

    /** The same, with what counters showed. */
    Outcome metered(Meters read);

    /** The trainer did the task. Its tensors, for a train task, stand with whoever runs the trainer. */
    record Done(long busyMillis, long steps, OptionalLong lossMillionths, OptionalLong accuracyMillionths, Optional<Meters> meters)
            implements Outcome {

        /** Nobody looked at counters. */
        public Done(long busyMillis, long steps, OptionalLong lossMillionths, OptionalLong accuracyMillionths) {
            this(busyMillis, steps, lossMillionths, accuracyMillionths, Optional.empty());
        }

        @Override
        public Done metered(Meters read) {
            return new Done(busyMillis, steps, lossMillionths, accuracyMillionths, Optional.of(read));
        }
    }

    /**
     * The trainer did not do the task.
     *
     * @param reason a reason code, {@code [a-z][a-z0-9-]*}
     * @param detail for the person at the site, which it never leaves; may be empty
     */
    record Failed(long busyMillis, long steps, String reason, String detail, Optional<Meters> meters) implements Outcome {

        /** Nobody looked at counters. */
        public Failed(long busyMillis, long steps, String reason, String detail) {
            this(busyMillis, steps, reason, detail, Optional.empty());
        }

        @Override
        public Failed metered(Meters read) {
            return new Failed(busyMillis, steps, reason, detail, Optional.of(read));
        }
    }
}
