package consort.worker.session;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.proto.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a task stands on a lease that a log key signed: work is done for what the ledger says, or not at all. */
final class LeaseRules {

    /** Wrong clocks are rarely wrong by more; a period for disputes has days. */
    private static final long MOST_AHEAD_MILLIS = Duration.ofDays(1).toMillis();

    private LeaseRules() {
    }

    /** What is wrong; empty when nothing is. */
    static Optional<String> problem(Task task, Site site, LogKeys logKeys) {
        Entry entry;
        try {
            entry = Entries.parse(task.getLeaseEntry().toByteArray());
        } catch (MalformedEntryException | UnknownEntryTypeException e) {
            return Optional.of("its lease entry cannot be read: " + PeerText.shown(e.getMessage()));
        }
        if (!signed(entry, site, logKeys)) {
            return Optional.of("its lease entry is not signed by " + logKeys.origin());
        }
        return entry.body() instanceof Lease lease && says(lease, task, site)
                ? Optional.empty()
                : Optional.of("its lease entry says something else than the task");
    }

    /**
     * How a lease's time contradicts this machine's clock; empty when it does not. Ledger time decides until when bills are disputed, so
     * one that runs ahead is not worked for. Behind it may well be: a lease outlives the coordinator's absence.
     *
     * @param task without a {@link #problem}
     */
    static Optional<String> ahead(Task task, long wallMillis) {
        long leasedMillis = ((Lease) Entries.parse(task.getLeaseEntry().toByteArray()).body()).timeMillis();
        return leasedMillis - wallMillis <= MOST_AHEAD_MILLIS ? Optional.empty()
                : Optional.of("its lease is of " + Instant.ofEpochMilli(leasedMillis) + " by the ledger's time, and here it is "
                        + Instant.ofEpochMilli(wallMillis) + "; set the clock that is wrong, this machine's or the coordinator's");
    }

    /**
     * Whether a key that is or was the log's signed an entry that a task shows. A task does not say where its entries stand, and a
     * lease or a job of before a change of the key goes on after it. Who holds an old key could make somebody work at most who takes him
     * for the coordinator; that a claim counts, only a receipt says, and that must be by a key which may sign for its index.
     */
    static boolean signed(Entry entry, Site site, LogKeys logKeys) {
        return entry.domain().equals(site.domain()) && logKeys.all().stream().anyMatch(entry::isSignedBy);
    }

    private static boolean says(Lease lease, Task task, Site site) {
        return lease.organization().equals(site.organization())
                && lease.worker().equals(site.worker())
                && lease.lease() == task.getLease()
                && lease.run() == task.getRun()
                && lease.round() == task.getRound()
                && lease.kind().text().equals(task.getKind())
                && lease.trainer().equals(task.getTrainer())
                && lease.data().equals(task.getData())
                && lease.model().equals(task.getModel())
                && lease.steps() == task.getSteps()
                && lease.seed() == task.getSeed()
                && lease.devices() == task.getDevices()
                && lease.durationMillis() == task.getDurationMillis();
    }
}
