package consort.worker.agent;

import consort.ledger.disk.FileProblem;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.SignerKey;
import consort.proto.WorkerMessage;
import consort.worker.confidential.Confiding;
import consort.worker.enroll.TamperingException;
import consort.worker.outbox.Outbox;
import consort.worker.policy.Use;
import consort.worker.session.ClaimDraft;
import consort.worker.session.Effect;
import consort.worker.session.Event;
import consort.worker.session.Fatal;
import consort.worker.session.Notice;
import consort.worker.session.Now;
import consort.worker.session.PendingClaim;
import consort.worker.session.Session;
import consort.worker.session.SessionState;
import consort.worker.session.Site;
import consort.worker.session.Step;
import consort.worker.session.Timing;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Steps a session and carries out its effects. For one thread: the one that calls {@link #start} and {@link #handle}.
 * Ports post to the sink it was given, from which the same thread is to bring the events back to {@link #handle}.
 */
public final class Agent {

    /** The exit code when the site's own disk fails. */
    public static final int EXIT_DISK = 29;

    /** What an agent reaches the world through. */
    public record Ports(Streams streams, Transfers transfers, Workbench workbench, TrustKeeper trust,
            Supplier<Now> clock, Consumer<Notice> notices, Confiding confiding) {
    }

    private final Session session;
    private final Outbox outbox;
    private final ClaimSigner signer;
    private final Ports ports;
    private final RandomGenerator random;
    private final EventSink events;
    /** Events the effects of this very step lead to. */
    private final ArrayDeque<Event> own = new ArrayDeque<>();
    private SessionState state;
    private Optional<Effect.Exit> exit = Optional.empty();

    /**
     * @param key the worker's own, with which claims are signed
     * @param random for pauses only
     * @param events where the ports post
     */
    public Agent(Site site, Timing timing, Outbox outbox, SignerKey key, Ports ports, RandomGenerator random,
            EventSink events) {
        this.session = new Session(site, timing);
        this.outbox = outbox;
        this.signer = new ClaimSigner(site, key);
        this.ports = ports;
        this.random = random;
        this.events = events;
    }

    /** Takes up what an earlier process left, and connects. Once. */
    public void start() {
        apply(session.start(outbox.recovered(), ports.clock().get(), random));
        drain();
    }

    /** Carries out what one event leads to. After {@link #exit} nothing happens any more. */
    public void handle(Event event) {
        own.add(event);
        drain();
    }

    /** How the agent ended; empty while it lives. */
    public Optional<Effect.Exit> exit() {
        return exit;
    }

    /** The session's state, to look at. */
    public SessionState state() {
        return state;
    }

    private void drain() {
        while (!own.isEmpty() && exit.isEmpty()) {
            apply(session.step(state, own.poll(), ports.clock().get(), random));
        }
    }

    private void apply(Step step) {
        state = step.state();
        try {
            for (Effect effect : step.effects()) {
                carryOut(effect);
            }
        } catch (IOException e) {
            fail(EXIT_DISK, "the worker's folder cannot be written: " + FileProblem.text(e)
                    + "; look at its permissions and the space on its disk. Nothing that was signed is lost:"
                    + " start again when it is mended");
        } catch (TamperingException lie) {
            fail(Fatal.TAMPERING.exitCode(), lie.getMessage());
        }
    }

    private void fail(int exitCode, String message) {
        ports.notices().accept(new Notice(Notice.Kind.END, message));
        end(new Effect.Exit(exitCode, message));
    }

    private void carryOut(Effect effect) throws IOException {
        switch (effect) {
            case Effect.Connect(long connection, long delayMillis) -> ports.streams().open(connection, delayMillis, events);
            case Effect.Send send -> ports.streams().send(send.connection(), completed(send.message()));
            case Effect.Disconnect(long connection, String reason) -> ports.streams().close(connection, reason);
            case Effect.Fetch fetch ->
                    ports.transfers().fetch(fetch.digest(), fetch.sizeBytes(), fetch.delayMillis(), events);
            case Effect.Train train -> ports.workbench().train(train.assignment(), events);
            case Effect.StopTrainer(long lease) -> ports.workbench().stop(lease);
            case Effect.FreeDevice _ -> ports.workbench().free(events);
            case Effect.FormUpdate form -> ports.workbench().form(form.assignment(), form.maxBytes(), outbox, events);
            case Effect.SignClaim sign -> {
                ClaimDraft draft = sign.draft();
                PendingClaim claim = signer.sign(draft, ports.confiding().commit(draft.seq(), draft.data()));
                outbox.keepClaim(claim);
                own.add(new Event.ClaimSynced(claim));
            }
            case Effect.Upload upload -> ports.transfers().upload(
                    upload.update(), outbox.update(upload.update()), upload.delayMillis(), events);
            case Effect.KeepReceipt keep -> {
                outbox.keepReceipt(keep.claim(), keep.note(), keep.verdict());
                own.add(new Event.ReceiptKept(keep.claim().seq()));
            }
            case Effect.KeepProofs keep -> outbox.keepProofs(keep.checkpoint(), keep.proven());
            case Effect.FindUnproven(LogKeys logKeys) -> own.add(new Event.UnprovenFound(outbox.unproven(logKeys)));
            case Effect.SetAside aside -> outbox.setAside(aside.claim(), aside.reason());
            case Effect.KeepUse(Use use) -> outbox.keepUse(use);
            case Effect.KeepEvidence evidence -> outbox.keepEvidence(evidence.name(), evidence.bytes());
            case Effect.KeepLogKeys keep -> ports.trust().keep(keep.entries(), keep.certificates());
            case Effect.Tell(Notice notice) -> ports.notices().accept(notice);
            case Effect.Exit ending -> end(ending);
        }
    }

    /** A hello says what this worker holds of the ledger, which is the outbox's to know. */
    private WorkerMessage completed(WorkerMessage message) {
        return message.hasHello() ? message.toBuilder()
                .setHello(message.getHello().toBuilder().setHeld(outbox.newestReceipt())).build() : message;
    }

    private void end(Effect.Exit ending) {
        exit = Optional.of(ending);
        ports.streams().close(state.link().connection(), ending.message());
    }
}
