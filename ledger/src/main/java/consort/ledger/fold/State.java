package consort.ledger.fold;

import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.money.NormalizedTime;
import consort.ledger.note.NoteSignature;
import consort.ledger.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the entries so far add up to. Changes only in {@link #apply}. Views are read-only and live, the records in them
 * immutable. For one thread.
 */
public final class State {

    final Membership membership;
    final Work work;
    final Settlements settlements;
    final Privacy privacy;
    final Accounts accounts;
    final Devices devices;
    final Witnesses witnesses;
    final List<PeriodView> periods;
    private final List<AuthorityView> authorities;

    private long size;
    private long ledgerTimeMillis;
    private long epoch;
    private Optional<Founding> founding;
    private Optional<LogKeys> logKeys;

    /** What the charter entry fixes; the log's first key, for one. */
    record Founding(String charterDigest, CharterDocument charter, String authority, VerifierKey logKey) {
    }

    /** The state before the first entry, all of it on the heap. */
    public State() {
        this(Pages.HEAP);
    }

    /** The state before the first entry. What grows with every entry will be kept in these pages. */
    public State(Pages pages) {
        membership = new Membership(pages);
        work = new Work(pages);
        settlements = new Settlements();
        privacy = new Privacy(pages);
        accounts = new Accounts();
        devices = new Devices();
        witnesses = new Witnesses();
        periods = new ArrayList<>();
        authorities = new ArrayList<>();
        founding = Optional.empty();
        logKeys = Optional.empty();
    }

    private State(State other) {
        membership = new Membership(other.membership);
        work = new Work(other.work);
        settlements = new Settlements(other.settlements);
        privacy = new Privacy(other.privacy);
        accounts = new Accounts(other.accounts);
        devices = new Devices(other.devices);
        witnesses = new Witnesses(other.witnesses);
        periods = new ArrayList<>(other.periods);
        authorities = new ArrayList<>(other.authorities);
        size = other.size;
        ledgerTimeMillis = other.ledgerTimeMillis;
        epoch = other.epoch;
        founding = other.founding;
        logKeys = other.logKeys;
    }

    /**
     * Takes the next entry, whose signature was verified ({@link EntryVerifier}).
     *
     * @throws RuleViolation when the entry breaks a rule; the state is unchanged
     */
    public void apply(Entry entry, Documents documents) throws RuleViolation {
        Change change = EntryRules.check(this, entry, documents);
        change.make();
        size++;
        ledgerTimeMillis = Math.max(ledgerTimeMillis, EntryRules.ledgerTime(entry).orElse(0));
    }

    /** A state of its own, equal to this one and all on the heap: for fuzzers, which let thousands of inputs begin at one state. */
    public State copy() {
        return new State(this);
    }

    /** A digest over everything that this state holds: equal for equal states. */
    public String stateDigest() {
        StringBuilder text = new StringBuilder();
        text.append(size).append(' ').append(ledgerTimeMillis).append(' ').append(epoch).append(founding);
        membership.describe(text);
        work.describe(text);
        settlements.describe(text);
        privacy.describe(text);
        accounts.describe(text);
        devices.describe(text);
        witnesses.describe(text);
        text.append(periods).append(authorities).append(logKeys);
        return Document.digest(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Entries applied; the index of the next. */
    public long size() {
        return size;
    }

    /** The greatest time of the coordinator's entries. */
    public long ledgerTimeMillis() {
        return ledgerTimeMillis;
    }

    /** The greatest epoch of a coordinator so far; 0 before the first. */
    public long epoch() {
        return epoch;
    }

    /** Whether the charter entry was applied; the methods about it throw {@link IllegalStateException} before. */
    public boolean founded() {
        return founding.isPresent();
    }

    public CharterDocument charter() {
        return founding().charter();
    }

    public String charterDigest() {
        return founding().charterDigest();
    }

    /** Fingerprint of the certificate authority of the charter, which may be retired since. */
    public String authority() {
        return founding().authority();
    }

    /** All certificate authorities there ever were, oldest first. */
    public List<AuthorityView> authorities() {
        return Collections.unmodifiableList(authorities);
    }

    /** Those whose certificates count, at least one; the last one issues. */
    public List<AuthorityView> standingAuthorities() {
        return authorities.stream().filter(AuthorityView::stands).toList();
    }

    /** The one that signs the coordinator's next entry. */
    public VerifierKey logKey() {
        return logKeys().newest();
    }

    /** All that the log has had, and what each may sign. */
    public LogKeys logKeys() {
        return logKeys.orElseThrow(State::unfounded);
    }

    /** The log's name, {@code <domain>/<consortium>}. */
    public String origin() {
        return logKey().name();
    }

    public String domain() {
        return charter().domain();
    }

    /** Members by name, one that still has to accept the charter included. */
    public SortedMap<String, MemberView> members() {
        return Collections.unmodifiableSortedMap(membership.members);
    }

    /** Enrolled workers; not those whose part ended. */
    public SortedMap<WorkerId, WorkerView> workers() {
        return Collections.unmodifiableSortedMap(membership.workers);
    }

    /** What an organization's workers may do, for all of them; active unless the ledger says otherwise. */
    public StandingView standing(String organization) {
        return membership.standing(organization);
    }

    /** What the ledger says about one worker; {@link #allowed} also looks at its organization. */
    public StandingView standing(WorkerId worker) {
        return membership.standing(worker.toString());
    }

    /** What a worker may do: the stricter of its own standing and its organization's. */
    public StandingView allowed(WorkerId worker) {
        return standing(worker).stricter(standing(worker.organization()));
    }

    /** People with a certificate, by who they are. */
    public SortedMap<Subject, PersonView> people() {
        return Collections.unmodifiableSortedMap(membership.people);
    }

    /** Whether whoever used this invite takes part still. */
    public boolean stands(UsedInviteView used) {
        return switch (used.invite()) {
            case InviteView.OrganizationInvite invite -> membership.members.get(invite.organization()).revoked().isEmpty();
            case InviteView.WorkerInvite invite -> Optional.ofNullable(membership.workers.get(invite.worker()))
                    .filter(worker -> worker.index() == used.index()).isPresent();
            case InviteView.PersonInvite invite -> Optional.ofNullable(membership.people.get(invite.subject()))
                    .filter(person -> person.index() == used.index()).isPresent();
        };
    }

    /** Whether there is a part to end: an organization's, a worker's or a person's, if only by an invite. */
    public boolean takesPart(Subject subject) {
        MemberView member = membership.members.get(subject.organization());
        boolean organization = subject.equals(Subject.ofOrganization(subject.organization()));
        return organization && member != null
                ? member.revoked().isEmpty()
                : subject.workerId().filter(membership.workers::containsKey).isPresent()
                        || membership.people.containsKey(subject)
                        || membership.invites.values().stream().anyMatch(invite -> invite.subject().equals(subject));
    }

    /** Everybody whose part ended, oldest first; a name may stand here and take part again. */
    public List<LeaverView> leavers() {
        return Collections.unmodifiableList(membership.leavers);
    }

    /** Unused invites, expired ones included, oldest first. */
    public List<InviteView> invites() {
        return List.copyOf(membership.invites.values());
    }

    /** Whether the line of an unused invite names an authority that was retired since: nobody who has it finds the coordinator. */
    public boolean isOutdated(InviteView invite) {
        return membership.outdatedInvites.contains(invite.inviteHash());
    }

    /** The invite with this hash, if it is unused and not expired at {@code nowMillis}. */
    public Optional<InviteView> admits(String inviteHash, long nowMillis) {
        return Optional.ofNullable(membership.invites.get(inviteHash)).filter(invite -> nowMillis <= invite.expiresMillis());
    }

    /** Used invites by hash. */
    public SortedMap<String, UsedInviteView> usedInvites() {
        return Collections.unmodifiableSortedMap(membership.usedInvites);
    }

    /** The hashes of all invites that ever stood in the ledger: open, used, expired and withdrawn. */
    public Set<String> inviteHashes() {
        return Set.copyOf(membership.inviteHashes);
    }

    /** Whether an invite with this hash ever stood in the ledger, used or not. */
    public boolean knowsInvite(String inviteHash) {
        return membership.inviteHashes.contains(inviteHash);
    }

    /** Whether the ledger holds a finding about this seq of a party's key. */
    public boolean hasFinding(VerifierKey key, long seq) {
        return membership.conflicts(key, seq);
    }

    /** The last seq of a party's key; 0 before its first entry. */
    public long lastSeq(VerifierKey key) {
        return membership.lastSeq(key);
    }

    /** The entry of a party's key with this seq, and the observation of it. */
    public Optional<PartyEntryView> entryAt(VerifierKey key, long seq) {
        return membership.entry(key, seq);
    }

    /** The key that a signature names, among all keys of parties that were ever admitted. */
    public Optional<VerifierKey> keyOf(NoteSignature signature) {
        return membership.keyOf(signature);
    }

    /** All keys of parties that were ever admitted, by name, oldest first; made anew by every call. */
    public Map<String, List<VerifierKey>> keysByName() {
        return membership.keysByName();
    }

    /** Jobs by digest. */
    public SortedMap<String, JobDocument> jobs() {
        return Collections.unmodifiableSortedMap(work.jobs);
    }

    /** The index of the entry with which a job was first submitted; it must be one of {@link #jobs}. */
    public long jobEntry(String digest) {
        return work.jobEntries.get(digest);
    }

    /** The newest estimate of what a job takes; empty for a job of a coordinator that made none. */
    public Optional<EstimateDocument> estimate(String job) {
        return Optional.ofNullable(work.estimates.get(job));
    }

    /** The entry with which each member approved a job, by name; of a revoked one no approval counts. */
    public SortedMap<String, Long> approvals(String job) {
        TreeMap<String, Long> counted = new TreeMap<>(work.approvals.getOrDefault(job, Collections.emptySortedMap()));
        counted.keySet().removeIf(organization -> members().get(organization).revoked().isPresent());
        return Collections.unmodifiableSortedMap(counted);
    }

    /** Jobs that were withdrawn before they had the approvals they waited for, by digest. */
    public SortedMap<String, WithdrawnJobView> withdrawnJobs() {
        return Collections.unmodifiableSortedMap(work.withdrawnJobs);
    }

    /** Jobs that were submitted, not withdrawn, and have not run yet because approvals are asked for them, the oldest first. */
    public List<String> waitingJobs() {
        if (!founded() || charter().approvals() == 0) {
            return List.of();
        }
        Set<String> run = work.runs.values().stream().map(RunView::jobDigest).collect(Collectors.toSet());
        return work.jobEntries.entrySet().stream()
                .filter(job -> !run.contains(job.getKey()) && !work.withdrawnJobs.containsKey(job.getKey()))
                .sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey).toList();
    }

    /** What a run was expected to take when it began; empty when nobody worked it out. */
    public Optional<EstimateDocument> plan(long run) {
        return Optional.ofNullable(work.plans.get(run));
    }

    /** What a run took so far, by organization; those of which nothing was observed are not in it. */
    public SortedMap<String, UseView> uses(long run) {
        return Collections.unmodifiableSortedMap(work.uses.getOrDefault(run, Collections.emptySortedMap()));
    }

    /** Runs by number, ended ones included. */
    public SortedMap<Long, RunView> runs() {
        return Collections.unmodifiableSortedMap(work.runs);
    }

    /** Any lease there ever was. */
    public Optional<LeaseView> lease(long lease) {
        return work.leases.get(lease);
    }

    /** A lease that is neither claimed nor ended. */
    public Optional<LeaseView> openLease(long lease) {
        return work.leases.open(lease);
    }

    /** Updates that claims name, whatever became of them, by digest. */
    public Updates updates() {
        return work.updates;
    }

    /** Leases that are neither claimed nor ended, by number. */
    public List<LeaseView> openLeases() {
        return work.leases.allOpen();
    }

    /** The open lease of a worker; there is at most one. */
    public Optional<LeaseView> openLeaseOf(WorkerId worker) {
        return work.leases.openOf(worker);
    }

    /** The number that the next lease must have. */
    public long nextLease() {
        return work.leases.last() + 1;
    }

    /** The number that the next run must have. */
    public long nextRun() {
        return work.runs.isEmpty() ? 1 : work.runs.lastKey() + 1;
    }

    /** Accepted device time since the last close, by organization. */
    public SortedMap<String, Long> acceptedMillis() {
        return Collections.unmodifiableSortedMap(work.acceptedMillis);
    }

    /** Accepted device time of an organization since the last close, normalized by the scores under which it was done. */
    public long normalizedMillis(String organization) {
        return work.normalized.getOrDefault(organization, NormalizedTime.NONE).millis();
    }

    /** When devices were at work, and what energy counts. */
    public DevicesView devices() {
        return devices;
    }

    /** What members bore for all since the last close, oldest first. */
    public List<ExternalCostView> externalCosts() {
        return Collections.unmodifiableList(work.externalCosts);
    }

    /** What a member bore for all since the last close, in minor units. */
    public long externalMinor(String organization) {
        return work.externalCosts.stream().map(ExternalCostView::cost)
                .filter(cost -> cost.organization().equals(organization)).mapToLong(ExternalCost::amountMinor).sum();
    }

    /** What all members together bore since the last close, in minor units. */
    public long externalMinor() {
        return work.externalCosts.stream().mapToLong(view -> view.cost().amountMinor()).sum();
    }

    /** Closed periods, oldest first. */
    public List<PeriodView> periods() {
        return Collections.unmodifiableList(periods);
    }

    /** What became of the bills of {@link #periods}. */
    public Settlements settlements() {
        return settlements;
    }

    /** What entries commit to without saying it. */
    public PrivacyView privacy() {
        return privacy;
    }

    /** Models that were released, oldest first. */
    public List<ReleaseView> releases() {
        return Collections.unmodifiableList(work.releases);
    }

    /** What outlives a period of its money: bases of closed bills, reversals, journals, corrections. */
    public Accounts accounts() {
        return accounts;
    }

    /** The members' witnesses. */
    public Witnesses witnesses() {
        return witnesses;
    }

    /** Where the open period begins. */
    public long periodFromIndex() {
        return periods.isEmpty() ? 0 : periods.getLast().index() + 1;
    }

    /**
     * What the next entry must be, when it must follow the last one at once: an acceptance, an observation, or the end of a
     * lease whose worker's part ended.
     */
    public Optional<String> awaited() {
        return membership.accepting.map(organization -> "acceptance of " + organization)
                .or(() -> work.pending.map(pending -> "observation of claim " + pending.index()))
                .or(() -> work.orphanedLeases.stream().findFirst().map(lease -> "lease-ended of lease " + lease));
    }

    /** Whether anything is {@link #awaited}; asked before every entry. */
    boolean awaitsOne() {
        return work.pending.isPresent() || membership.accepting.isPresent() || !work.orphanedLeases.isEmpty();
    }

    void found(Founding fixed) {
        founding = Optional.of(fixed);
        logKeys = Optional.of(LogKeys.of(fixed.logKey()));
        authorities.add(new AuthorityView(fixed.authority(), 0, OptionalLong.empty()));
    }

    void addAuthority(AuthorityView authority) {
        authorities.add(authority);
    }

    void retireAuthority(String fingerprint, long index) {
        authorities.replaceAll(held -> held.fingerprint().equals(fingerprint)
                ? new AuthorityView(fingerprint, held.index(), OptionalLong.of(index)) : held);
    }

    void goOver(LogKeys longer) {
        logKeys = Optional.of(longer);
    }

    void startEpoch(long started) {
        epoch = started;
    }

    private Founding founding() {
        return founding.orElseThrow(State::unfounded);
    }

    private static IllegalStateException unfounded() {
        return new IllegalStateException("the ledger has no charter yet");
    }
}
