package consort.simulator.check;

import consort.ledger.entry.Approval;
import consort.ledger.entry.Charter;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Finding;
import consort.ledger.entry.Job;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.JobWithdrawn;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Reversal;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundManifest;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.RunPaused;
import consort.ledger.entry.RunResumed;
import consort.ledger.entry.RunStarted;
import consort.ledger.entry.Standing;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Documents;
import consort.simulator.ViolationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the entries as they come and checks, with rules of its own, what the fold must have seen to. */
public final class EntryWatch {

    /** In a key's name: domain, consortium, organization. */
    private static final int ORGANIZATION_SLASHES = 2;

    private final Documents documents;
    private final FrozenTensors frozen;
    private final Crediting crediting = new Crediting();
    private final BillWatch bills = new BillWatch();
    private final Shortening shortening = new Shortening();
    private final Occupying occupying = new Occupying();
    private final Set<Long> runs = new HashSet<>();
    private final Map<Long, Long> openRounds = new HashMap<>();
    private final TreeMap<Long, RunEnded> ended = new TreeMap<>();
    private final TreeMap<Long, List<String>> models = new TreeMap<>();
    private final Map<String, Long> boundAt = new HashMap<>();
    private final Map<Long, UsageClaim> claims = new HashMap<>();
    private final Map<WorkerId, Set<Long>> claimedSeqs = new HashMap<>();
    private final Set<Long> accepted = new HashSet<>();
    private final Set<Long> acceptedLeases = new HashSet<>();
    private final Set<Long> counted = new HashSet<>();
    private final List<Observation> refusals = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Long> paused = new HashSet<>();
    private final Set<String> withdrawn = new HashSet<>();
    private final Map<WorkerId, Standing.Level> standings = new HashMap<>();
    /** The keys with which organizations signed, oldest first, each from its first entry on. */
    private final Map<String, List<Integer>> organizationKeys = new HashMap<>();
    private long abandonedRounds;
    private Optional<PeriodClose> bill = Optional.empty();
    private long ledgerTimeMillis;

    EntryWatch(Documents documents, FrozenTensors frozen) {
        this.documents = documents;
        this.frozen = frozen;
    }

    /** Takes the next entry. */
    public void entry(Entry entry) {
        if (entry.body() instanceof CoordinatorBody body) {
            require(body.timeMillis() >= ledgerTimeMillis, entry, "ledger time goes back from " + ledgerTimeMillis);
            ledgerTimeMillis = body.timeMillis();
        }
        if (entry.signature().name().chars().filter(one -> one == '/').count() == ORGANIZATION_SLASHES) {
            signedBy(entry.signature().name(), entry);
        }
        bills.entry(entry);
        switch (entry.body()) {
            case Charter charter -> {
                CharterDocument agreed = CharterDocument.parse(document(charter.charter(), entry));
                crediting.founded(agreed);
                occupying.founded(agreed);
            }
            case Job job -> require(!withdrawn.contains(job.job()), entry, "the job was withdrawn");
            case JobWithdrawn job -> require(withdrawn.add(job.job()), entry, "the job is withdrawn twice");
            case Approval approval -> require(!withdrawn.contains(approval.job()), entry, "the job was withdrawn");
            case RunStarted started -> {
                require(!withdrawn.contains(started.job()), entry, "the job was withdrawn");
                require(runs.add(started.run()), entry, "the run is started twice");
                JobDocument job = JobDocument.parse(document(started.job(), entry));
                shortening.started(started, job);
                frozen.started(started, job);
                bind(started.run(), started.model(), entry);
            }
            case RoundOpened opened -> {
                require(runs.contains(opened.run()) && !ended.containsKey(opened.run()), entry, "the run is not running");
                require(!paused.contains(opened.run()), entry, "the run is paused");
                require(openRounds.put(opened.run(), opened.round()) == null, entry, "another round of the run is open");
            }
            case RoundAbandoned abandoned -> {
                require(openRounds.remove(abandoned.run(), abandoned.round()), entry, "the round is not open");
                abandonedRounds++;
            }
            case RoundClosed closed -> {
                require(openRounds.remove(closed.run(), closed.round()), entry, "the round is not open");
                count(closed, entry);
                frozen.closed(closed);
                bind(closed.run(), closed.model(), entry);
            }
            case RunEnded end -> {
                require(!openRounds.containsKey(end.run()), entry, "a round of the run is open");
                require(ended.put(end.run(), end) == null, entry, "the run ends twice");
            }
            case RunPaused pause -> require(paused.add(pause.run()), entry, "the run is paused already");
            case RunResumed resume -> require(paused.remove(resume.run()), entry, "the run is not paused");
            case Standing standing -> standings.put(new WorkerId(standing.organization(), standing.worker().orElseThrow()),
                    standing.standing());
            case Lease lease -> {
                require(standing(lease.workerId()) == Standing.Level.ACTIVE, entry, "the worker may not take tasks");
                crediting.leased(lease);
                occupying.leased(lease);
                shortening.leased(lease);
            }
            case LeaseEnded end -> shortening.ended(end);
            case UsageClaim claim -> {
                require(standing(claim.workerId()) != Standing.Level.EVICTED, entry, "the worker is evicted");
                claims.put(entry.index(), claim);
                require(claimedSeqs.computeIfAbsent(claim.workerId(), first -> new HashSet<>()).add(claim.seq()), entry,
                        "the seq was used before");
            }
            case Observation observation -> {
                crediting.observed(observation);
                shortening.observed(observation);
                occupying.observed(claims.get(observation.claim()), observation);
                observed(observation, entry);
            }
            case Finding finding -> findings.add(finding);
            case Reversal reversal -> crediting.reversed(reversal);
            case PeriodClose close -> {
                crediting.closed(close);
                bill = Optional.of(close);
            }
            default -> { }
        }
    }

    /** An organization's key that another one followed signs never again. */
    private void signedBy(String organization, Entry entry) {
        List<Integer> used = organizationKeys.computeIfAbsent(organization, first -> new ArrayList<>());
        int key = entry.signature().keyId();
        if (used.isEmpty() || used.getLast() != key) {
            require(!used.contains(key), entry, "signed with a key that was replaced");
            used.add(key);
        }
    }

    private Standing.Level standing(WorkerId worker) {
        return standings.getOrDefault(worker, Standing.Level.ACTIVE);
    }

    private void observed(Observation observation, Entry entry) {
        if (observation.verdict() == Observation.Verdict.REFUSED) {
            refusals.add(observation);
            return;
        }
        require(claims.containsKey(observation.claim()) && accepted.add(observation.claim()), entry,
                "no claim, or observed before");
        require(acceptedLeases.add(observation.lease()), entry, "a second claim of one lease is accepted");
    }

    private void count(RoundClosed closed, Entry entry) {
        for (RoundManifest.Update update : RoundManifest.parse(document(closed.manifest(), entry)).updates()) {
            require(accepted.contains(update.claim()), entry, "claim " + update.claim() + " was not accepted");
            require(counted.add(update.claim()), entry, "claim " + update.claim() + " is counted twice");
        }
    }

    private byte[] document(String digest, Entry entry) {
        byte[] bytes = documents.get(digest).orElseThrow(() ->
                new ViolationException("entry " + entry.index() + " names the absent document " + digest));
        require(Document.digest(bytes).equals(digest), entry, "its document has another digest");
        return bytes;
    }

    private void bind(long run, String model, Entry entry) {
        models.computeIfAbsent(run, first -> new ArrayList<>()).add(model);
        boundAt.putIfAbsent(model, entry.index());
    }

    private static void require(boolean holds, Entry entry, String otherwise) {
        if (!holds) {
            throw new ViolationException("entry " + entry.index() + " (" + entry.body() + "): " + otherwise);
        }
    }

    /** Index of the first entry that binds a model. */
    public Optional<Long> boundAt(String model) {
        return Optional.ofNullable(boundAt.get(model));
    }

    public int runs() {
        return runs.size();
    }

    /** Whether a job was withdrawn. */
    public boolean withdrawn(String job) {
        return withdrawn.contains(job);
    }

    /** How the runs ended. */
    public TreeMap<Long, RunEnded> ended() {
        return ended;
    }

    /** The models of each run, oldest first. */
    public TreeMap<Long, List<String>> models() {
        return models;
    }

    /** The seqs of a worker's claims that stand in the ledger. */
    public Set<Long> claimedSeqs(WorkerId worker) {
        return claimedSeqs.getOrDefault(worker, Set.of());
    }

    /** A worker's claims that stand in the ledger. */
    public List<UsageClaim> claims(WorkerId worker) {
        return claims.values().stream().filter(claim -> claim.workerId().equals(worker)).toList();
    }

    /** Of the accepted claims that of the first round and worker: whatever the order in which they came. */
    public Optional<Long> firstAccepted() {
        return accepted.stream().min(Comparator.comparing(claim -> crediting.lease(claims.get(claim).lease()),
                Comparator.comparing(Lease::run).thenComparing(Lease::round).thenComparing(Lease::kind)
                        .thenComparing(lease -> lease.workerId().toString())));
    }

    /** The updates of all accepted claims. */
    public Set<String> acceptedUpdates() {
        return accepted.stream().flatMap(claim -> claims.get(claim).update().stream()).collect(Collectors.toSet());
    }

    public List<Observation> refusals() {
        return refusals;
    }

    public List<Finding> findings() {
        return findings;
    }

    public long abandonedRounds() {
        return abandonedRounds;
    }

    /** The newest close of a period. */
    public Optional<PeriodClose> bill() {
        return bill;
    }

    /** What became of it. */
    public BillWatch bills() {
        return bills;
    }
}
