package consort.coordinator.loop;

import consort.certs.InviteStanding;
import consort.coordinator.core.Core;
import consort.coordinator.core.Decision;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
import consort.coordinator.core.MeasuringPolicy;
import consort.coordinator.core.Now;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.logkey.LogSigner;
import consort.ledger.disk.Disk;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.LogKeys;
import consort.ledger.fold.Pages;
import consort.ledger.fold.State;
import consort.ledger.log.LogStore;
import consort.ledger.note.SignerKey;
import consort.ledger.pages.LostPageException;
import consort.ledger.witness.Cosigners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop without its thread: takes a batch of events, lets the core decide each, commits all entries with one sync, and
 * returns the effects that may now happen. Whoever calls {@link #step} is the loop: one thread, or a simulator.
 *
 * <p>Order of a step: each decision's entries are signed and applied to the state in memory; then documents are written,
 * the entries appended and synced; then, when it is due, the checkpoint is signed and published; and only then are
 * effects and replies handed out. Dying anywhere in between loses nothing that anybody was told.
 *
 * <p>A checkpoint is due when something new is to be served, a second after the last one, or when the loop is idle: at once after what
 * people do, and after the entries of a round when nothing else comes until the next look around, or a fifth of a second after the last
 * one. So receipts and tasks seldom wait for the syncs of one that nobody asked for.
 *
 * <p>When a step throws, the state in memory may be ahead of the disk: the engine refuses everything from then on, and only
 * opening anew can tell what is durable.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long PUBLISH_MILLIS = 1000;
    /** So that not all of a large round waits for the checkpoint with which it closes. */
    private static final long IDLE_PUBLISH_MILLIS = 200;
    private static final int MAX_TICKS = 100_000;
    /** Signs of life come often, and a tick looks at whole cohorts: where nothing else happens, this much time must have passed. */
    private static final long SETTLE_MILLIS = 100;

    /**
     * What an engine works with.
     *
     * @param ledger the ledger's folder
     * @param logKeys sign entries, receipts and checkpoints
     * @param random decides who is chosen among more workers than a round takes
     * @param software name and version, for the ledger
     * @param modelSizeBytes the size of a stored model, for the tasks sent out
     * @param surroundings what the adapters know, for the status document and for estimates
     * @param measuring when workers are asked for benchmarks again
     * @param memory where the state keeps what grows with every entry
     */
    public record Parts(Disk ledger, LogKeyring logKeys, RandomGenerator random, String software,
            ToLongFunction<String> modelSizeBytes, Supplier<Ephemeral.Surroundings> surroundings, MeasuringPolicy measuring, Pages memory) {

        /** Nobody is asked for a benchmark again; the state stands on the heap. */
        public Parts(Disk ledger, LogKeyring logKeys, RandomGenerator random, String software,
                ToLongFunction<String> modelSizeBytes, Supplier<Ephemeral.Surroundings> surroundings) {
            this(ledger, logKeys, random, software, modelSizeBytes, surroundings, MeasuringPolicy.NEVER, Pages.HEAP);
        }
    }

    private final Parts parts;
    private final LogStore log;
    private final LedgerFolder folder;
    private final State state;
    private final Ephemeral ephemeral = new Ephemeral();
    private final LogKeys logKeys;
    private final LogSigner signer;
    private final KeyExports exports;
    private final Commit commit;
    private final Resolver resolver;
    private final Holdings holdings;
    private final long recoveredEntries;
    private boolean opensRecovering;
    private long publishedMillis;
    private long settledMillis;
    private boolean settled = true;
    /** Whether this step ends with a checkpoint, since something that it decided is to be served. */
    private boolean publishes;
    /** What the start already decided, a sum taken up again above all; released with the first step. */
    private List<Effect> unreleased = List.of();
    private boolean failed;
    private volatile Published published = Published.NOTHING;
    private volatile Invites invites = Invites.NONE;
    private volatile Admitted admitted = Admitted.NOBODY;
    private volatile LedgerAuthorities authorities = LedgerAuthorities.NONE;

    private Engine(Parts parts, LogStore log) throws IOException {
        this.parts = parts;
        this.ephemeral.ask(parts.measuring());
        this.log = log;
        this.folder = new LedgerFolder(parts.ledger());
        this.exports = new KeyExports(folder);
        this.state = LedgerReplay.of(log, folder, parts.memory(), exports::note);
        this.recoveredEntries = state.size();
        this.logKeys = state.logKeys();
        this.signer = parts.logKeys().signer(logKeys);
        this.commit = new Commit(state, log, folder, exports, signer.current());
        this.holdings = new Holdings(log, logKeys);
        this.resolver = new Resolver(state, log, signer, parts.modelSizeBytes());
    }

    /**
     * Opens a founded ledger: folds it, appends that a coordinator started, and grants open leases again. One that was
     * restored waits for members' reports first: until they came, nothing is appended, signed or granted.
     *
     * @throws consort.ledger.disk.LockedException when another coordinator has it open
     * @throws consort.ledger.log.LogDamagedException when the folder is damaged, or an entry breaks a rule
     * @throws consort.coordinator.logkey.LogKeyException when the log's key is not that of the ledger
     */
    public static Engine open(Parts parts, Now now) throws IOException {
        LogStore log = LogStore.open(parts.ledger(), parts.logKeys().verifiers());
        try {
            Engine engine = new Engine(parts, log);
            // The process before may have died between a checkpoint and the files that follow from its entries; a restored one has none.
            engine.export();
            engine.start(now);
            return engine;
        } catch (UncheckedIOException noRoom) {
            log.close();
            throw noRoom.getCause();
        } catch (InternalError fault) {
            log.close();
            throw LostPageException.of(fault).orElseThrow(() -> fault);
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private void start(Now now) throws IOException {
        Optional<RestoredMark> mark = RestoredMark.read(parts.ledger());
        if (mark.isPresent() && !mark.get().isOver(log.size())) {
            opensRecovering = true;
            ephemeral.recover(log.size(), mark.get().reports(), parts.software());
            unreleased = step(List.of(), now, () -> true);
            return;
        }
        if (mark.isPresent()) {
            RestoredMark.delete(parts.ledger());
        }
        long time = Math.max(now.wallMillis(), state.ledgerTimeMillis());
        commit.take(new Decision(List.of(new Decision.Proposed.Draft(
                new CoordinatorStarted(time, state.epoch() + 1, parts.software()))), List.of(), List.of()));
        unreleased = step(List.of(new Event.Started()), now, () -> true);
    }

    /**
     * Decides and commits a batch.
     *
     * @param events in order; none is fine, a tick follows. Ticks also follow each event but a sign of life
     * @param idle whether no further event waits: a good moment for a checkpoint. Asked last, since under load others came meanwhile,
     *     and their receipts should not wait for a checkpoint's syncs
     * @return effects to perform, in order; none of {@link Effect.SendTask}, {@link Effect.SendReceipt}, {@link Effect.SendProof}
     *     and {@link Effect.Publish}, which are resolved here
     * @throws IOException when the disk failed; the process must end
     */
    public List<Effect> step(List<Event> events, Now now, BooleanSupplier idle) throws IOException {
        if (failed) {
            throw new IOException("the loop stopped at an earlier failure; start the coordinator again");
        }
        failed = true;
        publishes = false;
        List<Effect> effects = new ArrayList<>();
        boolean recovering = ephemeral.recovering();
        for (Event event : holdings.compared(events, ephemeral.recovering())) {
            if (looksAround(event)) {
                ephemeral.observe(new Ephemeral.Observed(log.publishedSize(),
                        log.publishedSize() == log.size() ? 0 : now.monotonicMillis() - publishedMillis,
                        parts.surroundings().get()));
            }
            Decision decision = Core.decide(state, ephemeral, event, now, parts.random());
            take(decision, effects);
            if (!event.isSignOfLife()) {
                settle(now, effects);
            } else if (!decision.entries().isEmpty()) {
                throw new IllegalStateException("a sign of life decided " + decision.entries() + "; this is a defect of the coordinator");
            }
        }
        if (events.isEmpty()) {
            ephemeral.lookOver();
        }
        if (events.isEmpty() || !settled || now.monotonicMillis() - settledMillis >= SETTLE_MILLIS) {
            settle(now, effects);
        }
        commit.flush();
        if (recovering && !ephemeral.recovering()) {
            RestoredMark.delete(parts.ledger());
            LOG.info("enough members said what they hold of the restored ledger; going on");
        }
        boolean changesWhoIsAdmitted = commit.changedWhoIsAdmitted();
        publishWhenDue(now, changesWhoIsAdmitted || events.isEmpty(), idle);
        if (changesWhoIsAdmitted) {
            invites = Invites.of(state);
            admitted = Admitted.of(state);
        }
        if (!authorities.authorities().equals(state.authorities())) {
            authorities = LedgerAuthorities.of(state, log, folder);
        }
        List<Effect> released = new ArrayList<>(unreleased);
        released.addAll(resolver.resolve(effects, authorities));
        unreleased = List.of();
        failed = false;
        return released;
    }

    private static boolean looksAround(Event event) {
        return event instanceof Event.AskStatus || event instanceof Event.EstimateJob || event instanceof Event.ModelChecked
                || event instanceof Event.SettlePeriod || event instanceof Event.ReleaseModel;
    }

    /**
     * Lets the phases move until none has a step left to make, or until a checkpoint must be published first: that takes as long as
     * a large cohort's leases, for which the next step is early enough.
     */
    private void settle(Now now, List<Effect> effects) throws IOException {
        settledMillis = now.monotonicMillis();
        settled = false;
        for (int ticks = 0; !publishes; ticks++) {
            if (ticks == MAX_TICKS) {
                throw new IllegalStateException("the phases did not come to rest; this is a defect of the coordinator");
            }
            Decision decision = Core.decide(state, ephemeral, new Event.Tick(), now, parts.random());
            if (decision.isEmpty()) {
                settled = true;
                return;
            }
            take(decision, effects);
        }
    }

    private void take(Decision decision, List<Effect> effects) throws IOException {
        List<Effect> taken = commit.take(decision);
        publishes |= taken.stream().anyMatch(Effect.Publish.class::isInstance);
        effects.addAll(taken);
    }

    /** Whether the phases have come to rest; else the next step should follow at once. To be asked by the thread that steps. */
    public boolean settled() {
        return settled;
    }

    /** @param soon whether to publish if the loop is idle: not between the entries of a round */
    private void publishWhenDue(Now now, boolean soon, BooleanSupplier idle) throws IOException {
        if (ephemeral.recovering()) {
            return;
        }
        long since = now.monotonicMillis() - publishedMillis;
        boolean late = published == Published.NOTHING || since >= PUBLISH_MILLIS;
        if (isPublished()) {
            publishedMillis = now.monotonicMillis();
        } else if (publishes || late || (soon || since >= IDLE_PUBLISH_MILLIS) && idle.getAsBoolean()) {
            publish();
            publishedMillis = now.monotonicMillis();
            published = Published.of(state, log.published().orElseThrow());
        }
    }

    private boolean isPublished() {
        return log.publishedSize() == log.size() && published.checkpointSize() == log.size();
    }

    private void publish() throws IOException {
        log.publish(signer.keys().toArray(SignerKey[]::new));
        export();
    }

    private void export() throws IOException {
        exports.show(log.publishedSize());
        exports.show(Cosigners.at(state, log.publishedSize()).policy(state.logKey()));
    }

    /** Whether it waited for members' reports when it was opened. */
    public boolean opensRecovering() {
        return opensRecovering;
    }

    /** What may be served; for any thread. */
    public Published published() {
        return published;
    }

    /** What is known at a time of an invite with this hash; for any thread. */
    public InviteStanding standing(String inviteHash, long wallMillis) {
        return invites.standing(inviteHash, wallMillis);
    }

    /** Whom the ledger admits; for any thread. */
    public Admitted admitted() {
        return admitted;
    }

    /** Which certificate authorities count; for any thread. */
    public LedgerAuthorities authorities() {
        return authorities;
    }

    /** The log's keys, which do not change while it is open; for any thread. */
    public LogKeys logKeys() {
        return logKeys;
    }

    /** Whether an invite was used; for any thread. */
    public boolean used(String inviteHash) {
        return invites.used().contains(inviteHash);
    }

    /** Entries that were there when the engine was opened. */
    public long recoveredEntries() {
        return recoveredEntries;
    }

    /** The state, to be looked at between steps by the thread that steps. */
    public State state() {
        return state;
    }

    /** The log, to be looked at between steps by the thread that steps. */
    public LogStore log() {
        return log;
    }

    /** What is not durable, to be looked at between steps by the thread that steps. */
    public Ephemeral ephemeral() {
        return ephemeral;
    }

    /** Publishes what is not yet published, unless the engine failed, and closes the log. */
    @Override
    public void close() throws IOException {
        try {
            if (!failed && !ephemeral.recovering()) {
                publish();
            }
        } finally {
            failed = true;
            log.close();
        }
    }
}
