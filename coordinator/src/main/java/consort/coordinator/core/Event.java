package consort.coordinator.core;

import consort.ledger.entry.Resolution;
import consort.ledger.entry.Standing;
import consort.ledger.entry.Subject;
import consort.ledger.entry.VerifiedEntry;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.VerifierKey;
import consort.proto.WorkerMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What happens to the coordinator. Arrays are not copied; nobody changes them once the event is made. */
public sealed interface Event {

    /** Whether all it says is that somebody is at work, which only puts off what falls due. */
    default boolean isSignOfLife() {
        return this instanceof BytesMoved || this instanceof Received received && received.message().hasProgress();
    }

    // ---- a worker's stream; `session` numbers the streams of this process

    /**
     * A message on a worker's stream. The first must be its hello.
     *
     * @param verified the claim in it, where its signature was looked at before: that takes longer than all that the loop does with
     *     it. Empty says nothing; then the core looks
     */
    record Received(WorkerId worker, long session, WorkerMessage message, Optional<VerifiedEntry> verified) implements Event {

        /** One that nobody looked at. */
        public Received(WorkerId worker, long session, WorkerMessage message) {
            this(worker, session, message, Optional.empty());
        }
    }

    /** The stream is gone. */
    record Disconnected(WorkerId worker, long session) implements Event {
    }

    /**
     * A worker takes models or brings updates.
     *
     * @param bytes that moved since this was said before
     */
    record BytesMoved(WorkerId worker, long bytes) implements Event {
    }

    // ---- requests; each is answered exactly once, under its ticket

    /** Any request that waits for an {@link Effect.Answer}. */
    sealed interface Request extends Event {
        long ticket();
    }

    /** What is there to join. {@code inviteHash} comes from the bootstrap certificate. */
    record Describe(long ticket, String inviteHash) implements Request {
    }

    /** An invited organization joins. {@code inviteHash} comes from the bootstrap certificate. */
    record EnrollOrganization(long ticket, String inviteHash, String verifierKey, byte[] acceptance) implements Request {
    }

    /** An invited worker's key is admitted. {@code inviteHash} comes from the bootstrap certificate. */
    record EnrollWorker(long ticket, String inviteHash, byte[] keyEntry) implements Request {
    }

    /** An invited person wants a certificate. {@code inviteHash} comes from the bootstrap certificate. */
    record EnrollPerson(long ticket, String inviteHash) implements Request {
    }

    /** A further entry of a member organization, or of a worker. */
    record AppendEntry(long ticket, Subject signer, byte[] entry) implements Request {

        /** Of an organization. */
        public AppendEntry(long ticket, String organization, byte[] entry) {
            this(ticket, Subject.ofOrganization(organization), entry);
        }
    }

    /**
     * A second certificate authority is to issue.
     *
     * @param certificate DER, checked
     */
    record AddAuthority(long ticket, byte[] certificate) implements Request {
    }

    /**
     * The certificates of an authority are to count no more.
     *
     * @param fingerprint empty: whoever asks knows of none but the newest
     */
    record RetireAuthority(long ticket, String fingerprint) implements Request {
    }

    /** The last seq of an organization's or worker's key: of its present one, if none is named. */
    record AskPosition(long ticket, Subject signer, Optional<VerifierKey> key) implements Request {
    }

    /**
     * Somebody says what it holds of the ledger.
     *
     * @param ticket {@link #UNASKED} when it came with a hello, so that nobody waits for an answer
     * @param held what its notes say; none when it holds nothing
     * @param holding what that is compared with this ledger; the loop finds out, before the core decides
     */
    record Report(long ticket, Subject who, List<Held> held, Optional<Holding> holding) implements Request {

        /** No ticket. */
        public static final long UNASKED = 0;

        /** One that arrives. */
        public Report(long ticket, Subject who, List<Held> held) {
            this(ticket, who, held, Optional.empty());
        }

        public Report compared(Holding found) {
            return new Report(ticket, who, held, Optional.of(found));
        }
    }

    /** How an organization stands. */
    record AskOrganization(long ticket, String organization) implements Request {
    }

    /** The operator ends somebody's part. */
    record Revoke(long ticket, Subject subject, String reason) implements Request {
    }

    /** The operator invites an organization. */
    record Invite(long ticket, String organization, String inviteHash, long expiresMillis, long benefit, long tier)
            implements Request {
    }

    /**
     * The operator submits a job: canonical JSON, its initial model already stored.
     *
     * @param awaitsWorkers even if no worker that was here offers what it takes
     * @param after the last run of this job, which ended: another one is wanted; empty: one run is, and it may have ended
     */
    record SubmitJob(long ticket, String submitter, byte[] job, boolean awaitsWorkers, OptionalLong after) implements Request {

        /** Only if somebody offers what it takes, as far as is known. */
        public SubmitJob(long ticket, String submitter, byte[] job) {
            this(ticket, submitter, job, false);
        }

        /** For one run. */
        public SubmitJob(long ticket, String submitter, byte[] job, boolean awaitsWorkers) {
            this(ticket, submitter, job, awaitsWorkers, OptionalLong.empty());
        }
    }

    /**
     * The operator asks what a job would take, and whether it fits.
     *
     * @param model what the operator says of the initial model, which need not be stored then; empty: it is, and is looked at
     * @param awaitsWorkers even if no worker that was here offers what it takes
     */
    record EstimateJob(long ticket, byte[] job, Optional<ModelFacts> model, boolean awaitsWorkers) implements Request {

        /** Only if somebody offers what it takes, as far as is known. */
        public EstimateJob(long ticket, byte[] job, Optional<ModelFacts> model) {
            this(ticket, job, model, false);
        }
    }

    /**
     * The operator withdraws a job that waits for approvals.
     *
     * @param job its digest, or as much of the beginning as is unmistakable
     */
    record WithdrawJob(long ticket, String job, String reason) implements Request {
    }

    /** The operator stops a run. */
    record StopRun(long ticket, long run, String cause) implements Request {
    }

    /** The operator lets no further round of a run open. */
    record PauseRun(long ticket, long run, String cause) implements Request {
    }

    /** The operator lets a paused run go on. */
    record ResumeRun(long ticket, long run, String cause) implements Request {
    }

    /** The operator drains, evicts or re-admits a worker, or, without one, all of an organization's. */
    record SetStanding(long ticket, String organization, Optional<String> worker, Standing.Level level, String reason)
            implements Request {
    }

    /**
     * The operator enters what a member paid for all; {@code amount} is as people write it.
     *
     * @param invoice what the entry commits to of the invoice
     * @param period in which it is entered; empty: whichever is open
     */
    record AddCost(long ticket, String organization, String amount, String what, Optional<String> invoice, OptionalLong period)
            implements Request {

        /** In the open period. */
        public AddCost(long ticket, String organization, String amount, String what, Optional<String> invoice) {
            this(ticket, organization, amount, what, invoice, OptionalLong.empty());
        }

        /** Without an invoice that the entry commits to. */
        public AddCost(long ticket, String organization, String amount, String what) {
            this(ticket, organization, amount, what, Optional.empty());
        }
    }

    /**
     * The operator releases a model.
     *
     * @param round 0 for the run's initial model; empty: that of the last round that closed
     * @param notes empty without any
     */
    record ReleaseModel(long ticket, long run, OptionalLong round, String name, String version, String license, String notes)
            implements Request {
    }

    /** The operator destroyed what opened a private field of an entry of the coordinator's. */
    record Erase(long ticket, long entry, String field) implements Request {
    }

    /**
     * The operator closes an accounting period.
     *
     * @param period its number; empty: whichever is open
     * @param empty even one in which nothing is billed
     */
    record ClosePeriod(long ticket, OptionalLong period, boolean empty) implements Request {

        /** The open one. */
        public ClosePeriod(long ticket, boolean empty) {
            this(ticket, OptionalLong.empty(), empty);
        }
    }

    /**
     * The operator lets other device time of a claim count than was accepted.
     *
     * @param claim index of its entry
     * @param dispute index of the dispute that it follows from
     */
    record ReverseClaim(long ticket, long claim, long acceptedMillis, String reason, OptionalLong dispute) implements Request {
    }

    /**
     * The operator enters what members agreed to owe each other.
     *
     * @param amounts as people write them; negative for who owes
     * @param period with whose bill it is paid; empty: whichever is open
     */
    record AddJournal(long ticket, List<JournalAmount> amounts, String reason, OptionalLong dispute, OptionalLong period)
            implements Request {

        /** With the bill of the open period. */
        public AddJournal(long ticket, List<JournalAmount> amounts, String reason, OptionalLong dispute) {
            this(ticket, amounts, reason, dispute, OptionalLong.empty());
        }

        public AddJournal {
            amounts = List.copyOf(amounts);
        }
    }

    /** What one organization gets. */
    record JournalAmount(String organization, String amount) {
    }

    /**
     * The operator resolves a dispute.
     *
     * @param dispute index of its entry
     */
    record ResolveDispute(long ticket, long dispute, Resolution.Outcome outcome, String reason) implements Request {
    }

    /** The operator instructs the payments of a closed period. */
    record SettlePeriod(long ticket, long period) implements Request {
    }

    /** The status document. */
    record AskStatus(long ticket) implements Request {
    }

    /**
     * Models bound by the ledger, by run and round.
     *
     * @param afterRun those that come after this run's model of {@code afterRound}; both 0: from the first
     * @param limit at most so many
     */
    record AskModels(long ticket, long afterRun, long afterRound, int limit) implements Request {
    }

    // ---- results of work off the loop

    /** Answers {@link Effect.CheckModel}. */
    record ModelChecked(long ticket, byte[] job, Purpose purpose, ModelVerdict verdict) implements Event {
    }

    /** Answers {@link Effect.CheckUpdate}. */
    record UpdateChecked(WorkerId worker, long seq, UpdateVerdict verdict) implements Event {
    }

    /** Answers {@link Effect.Aggregate}. */
    record Aggregated(long run, long round, AggregationResult result) implements Event {
    }

    /** Answers {@link Effect.FindModel}. */
    record ModelLookedFor(long run, String model, boolean stored) implements Event {
    }

    /**
     * Answers {@link Effect.ListBlobs}: what is stored, in bytes by digest, and what is to be kept of it.
     *
     * @param found what an earlier process left in the store; the same for as long as this one runs
     */
    record BlobsListed(Retention.Policy policy, Map<String, Long> present, Set<String> found) implements Event {
    }

    /** Answers {@link Effect.DeleteBlobs}. */
    record BlobsDeleted(long blobs, long bytes) implements Event {
    }

    // ---- time

    /** The first event of a process: the ledger was folded, everything ephemeral is empty. */
    record Started() implements Event {
    }

    /** Time went on. */
    record Tick() implements Event {
    }

    /**
     * What a job was sent for.
     *
     * @param submitter empty when it is only to be estimated
     * @param awaitsWorkers whether it fits even if no worker that was here offers what it takes
     * @param after the run of it that another one is to follow
     */
    record Purpose(Optional<String> submitter, boolean awaitsWorkers, OptionalLong after) {
    }

    /** What was found about a job's initial model. */
    sealed interface ModelVerdict {

        record Fit(ModelFacts facts) implements ModelVerdict {
        }

        record Unfit(String message) implements ModelVerdict {
        }
    }

    /**
     * The sizes that follow from a model's tensors and those of them that train.
     *
     * @param modelBytes the canonical file of all tensors, which each round makes anew
     * @param updateBytes the canonical file of the trainable ones
     * @param memoryBytes the data of all tensors, and once more that of the trainable ones for their gradients
     */
    record ModelFacts(long modelBytes, long updateBytes, long memoryBytes) {
    }

    /** What was found about an update. */
    sealed interface UpdateVerdict {

        /** @param normMillionths its L2 norm in millionths, rounded */
        record Fit(long normMillionths) implements UpdateVerdict {
        }

        /** @param reason one of the observation reasons */
        record Unfit(String reason, String detail) implements UpdateVerdict {
        }

        /** It is not stored (any more), or the model that it belongs to is not. */
        record Missing() implements UpdateVerdict {
        }
    }

    /** What became of an aggregation. */
    sealed interface AggregationResult {

        /** @param model digest of the new model, already durable in the blob store */
        record Done(String model, long bytes) implements AggregationResult {
        }

        record Failed(String reason) implements AggregationResult {
        }
    }
}
