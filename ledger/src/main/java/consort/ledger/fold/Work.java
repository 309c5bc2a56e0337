package consort.ledger.fold;

import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.UsageClaim;
import consort.ledger.money.NormalizedTime;
import consort.ledger.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The part of the state about jobs, runs, leases and the device time of the open period. */
final class Work {

    /** Jobs by digest. */
    final TreeMap<String, JobDocument> jobs = new TreeMap<>();
    /** Where each was first submitted. */
    final TreeMap<String, Long> jobEntries = new TreeMap<>();
    /** The newest estimate of each job that has one. */
    final TreeMap<String, EstimateDocument> estimates = new TreeMap<>();
    /** Entries by which organizations approved a job, by the job's digest; those of organizations revoked since among them. */
    final TreeMap<String, SortedMap<String, Long>> approvals = new TreeMap<>();
    /** Jobs that were withdrawn while they waited for approvals, by digest. */
    final TreeMap<String, WithdrawnJobView> withdrawnJobs = new TreeMap<>();
    final TreeMap<Long, RunView> runs = new TreeMap<>();
    /** What each run was expected to take when it began, if that was worked out. */
    final TreeMap<Long, EstimateDocument> plans = new TreeMap<>();
    /** What each run took of each organization. */
    final TreeMap<Long, SortedMap<String, UseView>> uses = new TreeMap<>();
    /** All leases there ever were: a claim may come late, or twice. */
    final Leases leases;
    /** Open leases of workers whose part ended: the next entries must end them. */
    final TreeSet<Long> orphanedLeases = new TreeSet<>();
    /** Accepted device time of the open period, by organization. */
    final TreeMap<String, Long> acceptedMillis = new TreeMap<>();
    /** The same, normalized. */
    final TreeMap<String, NormalizedTime> normalized = new TreeMap<>();
    /** Updates by digest, with the last claim that names each. */
    final Updates updates;
    /** Of the open period. */
    final List<ExternalCostView> externalCosts = new ArrayList<>();
    /** Models that were released, oldest first. */
    final List<ReleaseView> releases = new ArrayList<>();
    /** The claim whose observation must be the next entry. */
    Optional<PendingClaim> pending = Optional.empty();

    /** A claim not yet observed. */
    record PendingClaim(long index, UsageClaim claim, VerifierKey key) {
    }

    Work(Pages pages) {
        leases = new Leases(pages);
        updates = new Updates(pages);
    }

    Work(Work other) {
        leases = new Leases(other.leases);
        updates = new Updates(other.updates);
        jobs.putAll(other.jobs);
        jobEntries.putAll(other.jobEntries);
        estimates.putAll(other.estimates);
        other.approvals.forEach((job, approved) -> approvals.put(job, new TreeMap<>(approved)));
        withdrawnJobs.putAll(other.withdrawnJobs);
        runs.putAll(other.runs);
        plans.putAll(other.plans);
        other.uses.forEach((run, used) -> uses.put(run, new TreeMap<>(used)));
        orphanedLeases.addAll(other.orphanedLeases);
        acceptedMillis.putAll(other.acceptedMillis);
        normalized.putAll(other.normalized);
        externalCosts.addAll(other.externalCosts);
        releases.addAll(other.releases);
        pending = other.pending;
    }

    /** How many of an organization's entries are approvals. */
    long approvalsBy(String organization) {
        return approvals.values().stream().filter(approved -> approved.containsKey(organization)).count();
    }

    /** Deterministic for equal states. */
    void describe(StringBuilder out) {
        out.append(jobEntries).append(estimates).append(approvals).append(withdrawnJobs).append(plans).append(uses)
                .append(runs);
        leases.describe(out);
        updates.describe(out);
        out.append(orphanedLeases).append(acceptedMillis).append(normalized)
                .append(externalCosts).append(releases).append(pending);
    }
}
