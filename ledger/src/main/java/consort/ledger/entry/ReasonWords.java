package consort.ledger.entry;

import java.util.Map;
import java.util.Optional;

/**
 * What reason codes of refused results and failed tasks mean, in words. Of a failed task nothing but a code leaves its site, as
 * more could name paths or data; so whoever reads a ledger has these words, and the worker's log has the rest.
 */
public final class ReasonWords {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry(Reasons.LATE, "it came after the lease had ended"),
            Map.entry(Reasons.DUPLICATE, "the lease was claimed before"),
            Map.entry(Reasons.MISSING_UPDATE, "it names no update, or the update never came"),
            Map.entry(Reasons.NOT_FINITE, "NaN or infinity in the result"),
            Map.entry(Reasons.WRONG_LAYOUT, "names, shapes or types of the tensors are not the model's"),
            Map.entry(Reasons.NORM_TOO_LARGE, "the norm is above the job's maxUpdateNorm"),
            Map.entry(Reasons.OUT_OF_RANGE, "a value is beyond what is allowed"),
            Map.entry(Reasons.MALFORMED, "it cannot be read"),
            Map.entry(Reasons.WRONG_MODEL, "it was made from another model than the lease's"),
            Map.entry(Reasons.TOO_LARGE, "more bytes than the job or the site allows"),
            Map.entry(Reasons.BEYOND_WORK, "more time than the assigned work takes"),
            Map.entry(Reasons.OVERLAP, "the devices were accepted at other work in that time"),
            Map.entry(Reasons.BEYOND_SPEED, "faster than the benchmark and a quarter"),
            Map.entry(Reasons.BEYOND_POWER, "more energy than the rated power and a tenth"),
            Map.entry("trainer-not-started", "the trainer could not be started"),
            Map.entry("trainer-crashed", "the trainer ended before it answered"),
            Map.entry("trainer-timeout", "the trainer did not answer in time"),
            Map.entry("trainer-flooded", "the trainer wrote more than it may"),
            Map.entry("trainer-protocol", "the trainer's answer was none of the protocol"),
            Map.entry("trainer-failed", "the trainer said that it cannot do the task"),
            Map.entry("wrong-tensors", "the trainer's output does not have the model's tensors"),
            Map.entry("canceled", "the task was ended at the site"),
            Map.entry("site-storage", "the site's disk failed, or is full"));

    private ReasonWords() {
    }

    /** Empty for a code that this version does not know. */
    public static Optional<String> of(String code) {
        return Optional.ofNullable(WORDS.get(code));
    }
}
