package consort.worker.session;

import consort.ledger.entry.LogKeys;
import consort.proto.HandBack;
import consort.proto.Task;
import consort.proto.WorkerMessage;
import consort.worker.policy.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One step under way: the state as it becomes, and the effects so far. Only this package uses it. */
public final class Turn {

    private final Site site;
    private final Timing timing;
    private final Now now;
    private final RandomGenerator random;
    private final List<Effect> effects = new ArrayList<>();
    private SessionState state;

    Turn(Site site, Timing timing, SessionState state, Now now, RandomGenerator random) {
        this.site = site;
        this.timing = timing;
        this.state = state;
        this.now = now;
        this.random = random;
    }

    Step done() {
        return new Step(state, effects);
    }

    Site site() {
        return site;
    }

    Timing timing() {
        return timing;
    }

    Now now() {
        return now;
    }

    SessionState state() {
        return state;
    }

    boolean online() {
        return state.online();
    }

    long lastSeq() {
        return state.lastSeq();
    }

    void become(Work work) {
        state = state.with(work);
    }

    void become(Link link) {
        state = state.with(link);
    }

    void become(Proving proving) {
        state = state.with(proving);
    }

    void settledSeq(long seq) {
        state = state.withLastSeq(seq);
    }

    /** Goes on after what the ledger held at the welcome, should that be more than is known here. */
    void takeHeldSeq() {
        if (state.link() instanceof Link.Online online && online.heldSeq() > lastSeq()) {
            tell(Notice.Kind.PROBLEM, "the ledger holds claims of this worker up to " + online.heldSeq()
                    + ", receipts are kept here up to " + lastSeq() + "; going on after " + online.heldSeq());
            settledSeq(online.heldSeq());
        }
    }

    void settledLease(long lease) {
        state = state.withLastLease(lease);
    }

    /** Remembers a task for when the one in hand is settled, or forgets it. */
    void putOff(Optional<Task> task) {
        state = state.withNext(task);
    }

    /** Whose leases and receipts count. */
    LogKeys logKeys() {
        return state.logKeys();
    }

    void knows(LogKeys logKeys) {
        state = state.with(logKeys);
    }

    void lends(Lending lending) {
        state = state.with(lending);
    }

    /** Counts a settled claim. */
    void spent(Use use) {
        lends(state.lending().withSpent(state.lending().spent().plus(use)));
    }

    /** Counts what no receipt will stand for, so that it is not forgotten with the process either. */
    void lentUnclaimed(Use use) {
        if (use.deviceMillis() > 0) {
            spent(use);
            emit(new Effect.KeepUse(use));
        }
    }

    void stopping(String cause) {
        state = state.withStopCause(cause);
    }

    boolean closed() {
        return state.link() instanceof Link.Closed;
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    void tell(Notice.Kind kind, String text) {
        emit(new Effect.Tell(new Notice(kind, text)));
    }

    /** Sends when online; otherwise nothing, since every stage says what is needed when it is welcomed again. */
    void send(WorkerMessage message) {
        if (online()) {
            emit(new Effect.Send(state.link().connection(), message));
        }
    }

    /** A pause before a transfer is tried again. */
    long retryMillis(int failures) {
        return Backoff.millis(timing.retryBaseMillis(), timing.retryCapMillis(), failures, random);
    }

    /**
     * Opens the next connection after a pause.
     *
     * @return the pause, in milliseconds
     */
    long reconnect(int attempt, String trouble) {
        long connection = state.link().connection() + 1;
        long delayMillis = Backoff.millis(timing.reconnectBaseMillis(), timing.reconnectCapMillis(), attempt, random);
        become(new Link.Connecting(connection, attempt, trouble));
        emit(new Effect.Connect(connection, delayMillis));
        return delayMillis;
    }

    /** Gives the task up, at once when online, else with the next welcome. */
    void handBack(long lease, String reason) {
        handBack(lease, reason, false);
    }

    /** @param notAgain whether no other task of its run is wanted either */
    void handBack(long lease, String reason, boolean notAgain) {
        if (!online()) {
            become(new HandingBack(lease, reason));
            return;
        }
        send(WorkerMessage.newBuilder().setHandBack(HandBack.newBuilder().setLease(lease).setReason(reason)
                .setNotAgain(notAgain)).build());
        tell(Notice.Kind.TASK, "lease " + lease + " handed back: " + reason);
        settledLease(lease);
        become(new Idle());
    }

    /** Forgets a task whose lease the coordinator ended. */
    void drop(long lease, String reason) {
        tell(Notice.Kind.TASK, "lease " + lease + " ended by the coordinator: " + PeerText.shown(reason));
        settledLease(lease);
        become(new Idle());
    }

    void fail(Fatal fatal, String message) {
        exit(fatal.exitCode(), message);
    }

    void exit(int exitCode, String message) {
        become(new Link.Closed(state.link().connection()));
        tell(Notice.Kind.END, message);
        emit(new Effect.Exit(exitCode, message));
    }

    /** Ends for a benchmark, which is done outside of any session. */
    void measure(String trainer) {
        become(new Link.Closed(state.link().connection()));
        emit(new Effect.Exit(0, "the benchmark of trainer " + trainer + " is done again", true, Optional.of(trainer)));
    }

    /** Ends for an entry of this worker's own, which is made outside of any session. */
    void gap() {
        become(new Link.Closed(state.link().connection()));
        emit(new Effect.Exit(0, "an entry of this worker's own is made", true, Optional.empty()));
    }

    String name(Assignment assignment) {
        return "lease " + assignment.lease() + " (run " + assignment.run() + ", round " + assignment.round() + ", "
                + assignment.kind().word() + ")";
    }
}
