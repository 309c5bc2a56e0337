package consort.ledger.fold;

import consort.ledger.entry.RoundManifest.Update;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.WorkerId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A round that is open.
 *
 * @param leases the train lease of each worker of the cohort, as far as granted, and of each that took part in place of another; in the
 *     order of the workers
 * @param openLeases how many of them are neither claimed nor ended
 * @param accepted the accepted updates, by claim
 */
public record RoundView(RoundOpened opened, Map<WorkerId, Long> leases, int openLeases, List<Update> accepted) {

    public RoundView {
        leases = leases instanceof RoundLeases same ? same : granted(opened, leases);
        accepted = Grown.of(accepted);
    }

    static RoundView open(RoundOpened opened) {
        return new RoundView(opened, RoundLeases.none(opened.cohort()), 0, List.of());
    }

    public long round() {
        return opened.round();
    }

    /** Every worker of the cohort got its lease, and each lease was claimed or ended. */
    public boolean settled() {
        return openLeases == 0 && allGranted();
    }

    /** Too few leases are left for the quorum: other workers may take part in place of those that failed to. */
    public boolean fallsShort() {
        return allGranted() && openLeases + accepted.size() < opened.quorum();
    }

    private boolean allGranted() {
        return leases.size() >= opened.cohort().size();
    }

    /** The cohort, and whoever took part in place of one of it. */
    public SortedSet<WorkerId> workers() {
        TreeSet<WorkerId> workers = new TreeSet<>(opened.cohort());
        workers.addAll(leases.keySet());
        return workers;
    }

    public boolean hasQuorum() {
        return accepted.size() >= opened.quorum();
    }

    /** The sum of the accepted updates' weights. */
    public long weight() {
        return accepted.stream().mapToLong(Update::weight).sum();
    }

    RoundView withLease(WorkerId worker, long lease) {
        return new RoundView(opened, roundLeases().with(worker, lease), openLeases + 1, accepted);
    }

    RoundView withLeaseSettled() {
        return new RoundView(opened, leases, openLeases - 1, accepted);
    }

    RoundView withAccepted(Update update) {
        return new RoundView(opened, leases, openLeases, Grown.<Update>of(accepted).with(update));
    }

    boolean isOfCohort(WorkerId worker) {
        return Collections.binarySearch(opened.cohort(), worker) >= 0;
    }

    private RoundLeases roundLeases() {
        return (RoundLeases) leases;
    }

    private static RoundLeases granted(RoundOpened opened, Map<WorkerId, Long> leases) {
        RoundLeases granted = RoundLeases.none(opened.cohort());
        for (Map.Entry<WorkerId, Long> lease : leases.entrySet()) {
            granted = granted.with(lease.getKey(), lease.getValue());
        }
        return granted;
    }
}
