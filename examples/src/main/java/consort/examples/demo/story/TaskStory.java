package consort.examples.demo.story;

import consort.ledger.entry.Lease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.UsageClaim;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One lease and what became of it so far.
 *
 * @param claim       what the worker claimed
 * @param observation what the coordinator made of it
 * @param ended       why the lease ended without a claim
 */
public record TaskStory(Lease lease, Optional<UsageClaim> claim, Optional<Observation> observation,
        Optional<String> ended) {

    static TaskStory of(Lease lease) {
        return new TaskStory(lease, Optional.empty(), Optional.empty(), Optional.empty());
    }

    TaskStory claimed(UsageClaim by) {
        return new TaskStory(lease, Optional.of(by), observation, ended);
    }

    TaskStory observed(Observation as) {
        return new TaskStory(lease, claim, Optional.of(as), ended);
    }

    TaskStory endedBy(String reason) {
        return new TaskStory(lease, claim, observation, Optional.of(reason));
    }

    /** Whether the worker is still at it. */
    public boolean runs() {
        return observation.isEmpty() && ended.isEmpty();
    }

    /** Whether its result counts. */
    public boolean accepted() {
        return observation.isPresent() && observation.get().verdict() == Observation.Verdict.ACCEPTED;
    }

    /** The loss the worker reported. */
    public OptionalLong loss() {
        return claim.map(UsageClaim::lossMillionths).orElse(OptionalLong.empty());
    }

    /** The accuracy the worker measured. */
    public OptionalLong accuracy() {
        return claim.map(UsageClaim::accuracyMillionths).orElse(OptionalLong.empty());
    }

    /** In a few words. */
    public String state() {
        if (ended.isPresent()) {
            return "ended: " + ended.get();
        }
        if (observation.isEmpty()) {
            return "training";
        }
        if (accepted()) {
            return "done";
        }
        return "refused: " + observation.get().reason().orElse("");
    }
}
