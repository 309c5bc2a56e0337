package consort.simulator.check;

import consort.coordinator.core.Retention;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.JobWithdrawn;
import consort.ledger.entry.Lease;
import consort.ledger.entry.ModelRelease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.Documents;
import consort.simulator.ViolationException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says, by the operator's manual and not by the product's code, which models and updates that entries name have to be stored, and which
 * have to go in the end. Its budget is all or nothing: with nothing, no update outlives its round.
 *
 * <p>The product keeps equal bytes that were accepted in two runs, or two rounds of one, by the last in which they were, though the other might
 * keep them for longer. Here each keeps them for itself: that would be a violation, but no two tasks of a simulation come to equal bytes.
 */
public final class RetentionWatch {

    private final Retention.Policy policy;
    private final Documents documents;
    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private final Map<Long, Lease> leases = new HashMap<>();
    private final Map<Long, UsageClaim> claims = new HashMap<>();
    /** Initial models of jobs that were neither started nor withdrawn, by job. */
    private final Map<String, String> waiting = new HashMap<>();
    private final Set<String> released = new HashSet<>();
    /** All blobs that any entry names. */
    private final Set<String> named = new TreeSet<>();
    private Set<String> needed = Set.of();

    /** A run, with the updates that claims of each of its rounds name. */
    private static final class Run {

        private final TreeMap<Long, String> models = new TreeMap<>();
        private final TreeMap<Long, Set<String>> accepted = new TreeMap<>();
        private final TreeMap<Long, Set<String>> claimed = new TreeMap<>();
        private long opened;
        private boolean open;
        private boolean ended;

        private boolean keepsModel(long round, Retention.Policy policy) {
            return !ended || round == 0 || round == models.lastKey() || round % policy.modelEvery() == 0;
        }

        private boolean keepsUpdates(long round, Retention.Policy policy) {
            long over = open ? opened - 1 : opened;
            return open && round == opened || policy.budgetBytes() == Long.MAX_VALUE && over - round < policy.updateRounds();
        }

        private void name(long round, String update, boolean accepts) {
            claimed.computeIfAbsent(round, first -> new TreeSet<>()).add(update);
            if (accepts) {
                accepted.computeIfAbsent(round, first -> new TreeSet<>()).add(update);
            }
        }
    }

    /** @param documents as they can be read now */
    public RetentionWatch(Retention.Policy policy, Documents documents) {
        if (policy.budgetBytes() != 0 && policy.budgetBytes() != Long.MAX_VALUE) {
            throw new IllegalArgumentException("a budget of " + policy.budgetBytes() + " bytes");
        }
        this.policy = policy;
        this.documents = documents;
    }

    /** Takes the next entry. */
    public void entry(Entry entry) {
        switch (entry.body()) {
            case Job job -> waiting.put(job.job(), named(JobDocument.parse(documents.get(job.job()).orElseThrow()).model()));
            case JobWithdrawn job -> waiting.remove(job.job());
            case RunStarted started -> {
                waiting.remove(started.job());
                Run run = new Run();
                run.models.put(0L, named(started.model()));
                runs.put(started.run(), run);
            }
            case RoundOpened opened -> {
                runs.get(opened.run()).opened = opened.round();
                runs.get(opened.run()).open = true;
            }
            case RoundAbandoned abandoned -> runs.get(abandoned.run()).open = false;
            case RoundClosed closed -> {
                runs.get(closed.run()).open = false;
                runs.get(closed.run()).models.put(closed.round(), named(closed.model()));
            }
            case RunEnded end -> runs.get(end.run()).ended = true;
            case ModelRelease release -> released.add(release.model());
            case Lease lease -> leases.put(lease.lease(), lease);
            case UsageClaim claim -> claims.put(entry.index(), claim);
            case Observation observation -> observed(observation);
            default -> {
                return;
            }
        }
        needed = kept(false);
    }

    private void observed(Observation observation) {
        Lease lease = leases.get(observation.lease());
        claims.get(observation.claim()).update().ifPresent(update -> runs.get(lease.run()).name(lease.round(), named(update),
                observation.verdict() == Observation.Verdict.ACCEPTED));
    }

    private String named(String blob) {
        named.add(blob);
        return blob;
    }

    /** @param all with the updates of claims that were not accepted, whose bytes need never have come */
    private Set<String> kept(boolean all) {
        Set<String> kept = new TreeSet<>(waiting.values());
        kept.addAll(released);
        for (Run run : runs.values()) {
            run.models.forEach((round, model) -> {
                if (run.keepsModel(round, policy)) {
                    kept.add(model);
                }
            });
            (all ? run.claimed : run.accepted).forEach((round, updates) -> {
                if (run.keepsUpdates(round, policy)) {
                    kept.addAll(updates);
                }
            });
        }
        return kept;
    }

    /** Whatever was deleted, by whomever: what runs need, and what the operator wants to keep, is stored. */
    public void requireKept(Disk coordinator) throws IOException {
        for (String blob : needed) {
            if (!coordinator.exists(path(blob))) {
                throw new ViolationException(what(blob) + " is not stored, and had to be kept under " + policy);
            }
        }
    }

    private String what(String blob) {
        for (Map.Entry<Long, Run> run : runs.entrySet()) {
            if (run.getValue().models.containsValue(blob)) {
                return "the model " + blob + " of run " + run.getKey();
            }
        }
        return (waiting.containsValue(blob) ? "the model of a waiting job " : "the update ") + blob;
    }

    /** What nobody is to keep any longer, and is stored nevertheless: the next time that retention looks, it goes. */
    public Set<String> surplus(Disk coordinator) throws IOException {
        Set<String> surplus = new TreeSet<>(named);
        surplus.removeAll(kept(true));
        for (String blob : Set.copyOf(surplus)) {
            if (!coordinator.exists(path(blob))) {
                surplus.remove(blob);
            }
        }
        return surplus;
    }

    private static String path(String blob) {
        return "blobs/" + blob.substring(0, 2) + "/" + blob;
    }
}
