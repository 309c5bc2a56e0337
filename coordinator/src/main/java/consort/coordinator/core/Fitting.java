package consort.coordinator.core;

import consort.coordinator.core.Candidates.Candidate;
import consort.coordinator.core.Ephemeral.Storage;
import consort.coordinator.core.Event.ModelFacts;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.EstimateDocument.Basis;
import consort.ledger.entry.JobDocument;
import consort.ledger.fold.InviteView;
import consort.ledger.money.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Why a job cannot be done with what there is. What may still come, such as a worker that is away, is no reason. */
final class Fitting {

    private Fitting() {
    }

    /**
     * Each with what to do about it; empty when nothing speaks against the job.
     *
     * @param awaitsWorkers whether it is no problem that nobody offers what the job takes
     */
    static List<String> problems(Turn turn, JobDocument job, ModelFacts model, boolean awaitsWorkers) {
        Storage storage = turn.ephemeral().observed().surroundings().storage();
        List<String> problems = new ArrayList<>();
        if (model.updateBytes() > job.maxUpdateBytes()) {
            problems.add("each update would have " + model.updateBytes() + " bytes, and the job's maxUpdateBytes is "
                    + job.maxUpdateBytes() + "; raise it");
        }
        if (model.modelBytes() > storage.maxBlobBytes()) {
            problems.add("its model has " + model.modelBytes() + " bytes, and blobs.maxBlobBytes is " + storage.maxBlobBytes()
                    + "; raise it in coordinator.yaml");
        }
        disk(turn, job, model, storage).ifPresent(problems::add);
        workers(turn, job).ifPresent(problems::add);
        if (!awaitsWorkers) {
            Offers.of(turn, job).problem().ifPresent(problems::add);
        }
        lease(turn, job).ifPresent(problems::add);
        return problems;
    }

    /**
     * Who would bear more than the charter's maximum by measured speeds: then others would bear it, or those who lend would not be paid.
     * A bound proves nothing: tasks end before their leases.
     */
    static Optional<String> excess(CharterDocument charter, EstimateDocument estimate) {
        OptionalLong most = charter.maximumLiabilityMinor();
        return estimate.members().stream()
                .filter(line -> most.isPresent() && line.shareMinor().basis() == Basis.MEASURED
                        && line.shareMinor().value() > most.getAsLong())
                .findFirst()
                .map(line -> line.organization() + " would bear about "
                        + Amounts.format(line.shareMinor().value(), charter.currency()) + " " + charter.currency() + " of it by measured speeds, and the charter's maximum for a period is "
                        + Amounts.format(most.getAsLong(), charter.currency()) + "; give it fewer rounds or steps");
    }

    private static Optional<String> disk(Turn turn, JobDocument job, ModelFacts model, Storage storage) {
        long others = DiskNeeds.leastBytes(turn.state(), storage);
        long needed = DiskNeeds.leastBytes(job, model, storage);
        long left = DiskNeeds.leftBytes(turn.state(), storage);
        return Capped.plus(others, needed) <= left ? Optional.empty()
                : Optional.of("its models and updates take at least " + needed + " bytes of disk"
                        + (others == 0 ? "" : " beside the " + others + " of the runs under way") + ", and there is room for " + left + "; make room, raise blobs.maxTotalBytes, or give it fewer rounds");
    }

    /** An organization that is invited may bring any number of workers. */
    private static Optional<String> workers(Turn turn, JobDocument job) {
        List<InviteView> open = turn.state().invites().stream()
                .filter(invite -> turn.timeMillis() <= invite.expiresMillis() && !turn.state().isOutdated(invite)).toList();
        if (open.stream().anyMatch(InviteView.OrganizationInvite.class::isInstance)) {
            return Optional.empty();
        }
        int enrolled = turn.state().workers().size();
        long invited = open.stream().filter(InviteView.WorkerInvite.class::isInstance).count();
        return enrolled + invited >= job.cohort().min() ? Optional.empty()
                : Optional.of("a round takes at least " + job.cohort().min() + " workers (cohort.min), and there are " + enrolled
                        + " enrolled and " + invited + " invited; have more join first");
    }

    private static Optional<String> lease(Turn turn, JobDocument job) {
        List<Candidate> trainers = Candidates.of(turn, job).trainers();
        List<Candidate> slow = trainers.stream()
                .filter(one -> one.measuredMillis().filter(millis -> millis > job.roundSeconds() * 1000L).isPresent()).toList();
        return slow.isEmpty() || trainers.size() - slow.size() >= job.quorum() ? Optional.empty()
                : Optional.of("a lease lasts " + job.roundSeconds() + " s (roundSeconds), and by their benchmarks a task takes "
                        + Named.list(slow.stream().map(one -> one.id() + " " + seconds(one)).toList())
                        + "; raise roundSeconds, or lower steps");
    }

    private static String seconds(Candidate slow) {
        return slow.measuredMillis().orElseThrow() / 1000 + " s";
    }
}
