package consort.worker.cli;

import consort.ledger.entry.JobDocument;
import consort.ledger.plan.EstimateText;
import consort.worker.copy.SubmittedJob;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A submitted job, and what it will take, in plain words. */
final class JobText {

    private JobText() {
    }

    static List<String> lines(SubmittedJob submitted) {
        JobDocument job = submitted.job();
        List<String> lines = new ArrayList<>();
        lines.add("The job " + job.name() + ", submitted by " + submitted.submitter().replaceAll("[^ -~]", "?") + " (ledger entry "
                + submitted.entry() + "), SHA-256 " + submitted.digest());
        lines.add("");
        lines.add("  Trains    " + tensors(job) + " of model " + job.model() + ",");
        lines.add("            with trainer " + job.trainer() + " on data " + job.data() + ", settings "
                + job.settings().canonicalText());
        lines.add("  Rounds    " + job.rounds() + ", each of " + job.steps() + " steps on " + cohort(job.cohort()) + "; "
                + job.quorum() + (job.quorum() == 1 ? " update suffices" : " updates suffice"));
        lines.add("  Weights   an update counts " + switch (job.weights()) {
            case EQUAL -> "as much as any other";
            case ASSIGNED_STEPS -> "by the steps that its task had";
        } + "; its norm is at most " + BigDecimal.valueOf(job.maxUpdateNormMillionths(), 6).stripTrailingZeros().toPlainString());
        lines.add("  Leases    a task lasts at most " + job.roundSeconds() + " s"
                + (job.fewestSteps() < job.steps() ? "; a worker that is too slow for it gets fewer steps, at least " + job.fewestSteps() : ""));
        job.evaluate().ifPresent(evaluate -> lines.add("  Measured  each round's model, on data " + evaluate.data()
                + ", within " + evaluate.seconds() + " s"));
        lines.add("");
        if (submitted.estimate().isEmpty()) {
            lines.add("The coordinator did not say what it will take.");
        } else {
            lines.add("What the coordinator expects it to take:");
            lines.addAll(EstimateText.of(submitted.estimate().get()));
        }
        return lines;
    }

    private static String tensors(JobDocument job) {
        return job.trainable().isEmpty() ? "all float32 tensors"
                : job.trainable().size() == 1 ? "one tensor" : job.trainable().size() + " tensors";
    }

    private static String cohort(JobDocument.Cohort cohort) {
        return cohort.max() == 1 ? "1 worker"
                : cohort.min() == cohort.max() ? cohort.min() + " workers" : cohort.min() + " to " + cohort.max() + " workers";
    }
}
