package consort.simulator.node;

import com.google.protobuf.ByteString;
import consort.coordinator.blobs.BlobKeeping;
import consort.coordinator.blobs.DiskBlobStore;
import consort.coordinator.blobs.ModelWork;
import consort.coordinator.core.Effect;
import consort.coordinator.core.Ephemeral;
import consort.coordinator.core.Event;
import consort.coordinator.core.Held;
import consort.coordinator.core.MeasuringPolicy;
import consort.coordinator.core.Now;
import consort.coordinator.core.Reply;
import consort.coordinator.core.Retention;
import consort.coordinator.logkey.LogKeyring;
import consort.coordinator.loop.Engine;
import consort.coordinator.witness.Asking;
import consort.coordinator.witness.PublishedLog;
import consort.coordinator.loop.Proofs;
import consort.ledger.disk.Disk;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Pages;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import consort.model.aggregate.Lanes;
import consort.proto.CoordinatorMessage;
import consort.proto.WitnessAnswer;
import consort.proto.WitnessRequest;
import consort.proto.WorkerMessage;
import consort.simulator.ViolationException;
import consort.simulator.check.AttendanceWatch;
import consort.simulator.check.JournalWatch;
import consort.simulator.check.LedgerWatch;
import consort.simulator.machine.Machine;
import consort.simulator.network.Channel;
import consort.simulator.network.End;
import consort.simulator.network.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/** One life of the coordinator: what the process around the engine does, on events instead of threads. */
final class CoordinatorProcess {

    private static final int MAX_BATCH = 256;
    private static final long TICK_MILLIS = 200;
    private static final long STEP_MILLIS = 4;
    private static final long WORK_MILLIS = 300;
    private static final long STATUS_MILLIS = 10_000;
    private static final int CHUNK_BYTES = 200;
    /** Often, and soon after another one: machines' clocks differ by minutes. */
    private static final MeasuringPolicy MEASURING = new MeasuringPolicy(200, -86_400_000, 60_000);

    private final Machine machine;
    private final DiskBlobStore blobs;
    private final RandomGenerator random;
    private final LedgerWatch watch;
    private final AttendanceWatch attendance;
    private final int inboxCapacity;
    private final Tongue tongue;
    private final Engine engine;
    private final ModelWork work;
    private final BlobKeeping keeping;
    private final Proofs proofs;
    private final Asking asking;
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private final Map<Long, Session> sessions = new HashMap<>();
    private final Map<Long, Consumer<Reply>> waiting = new HashMap<>();
    private long sessionNumbers;
    private long tickets;
    private long statusMillis;

    /** A worker's open stream. */
    private record Session(WorkerId worker, Channel<WorkerMessage, CoordinatorMessage> channel) {
    }

    /** @throws consort.ledger.disk.LockedException when another coordinator has the store open; then nothing was touched */
    CoordinatorProcess(Machine machine, Disk disk, SignerKey logKey, RandomGenerator random,
            LedgerWatch watch, AttendanceWatch attendance, int inboxCapacity, Retention.Policy retention, Tongue tongue) throws IOException {
        this.machine = machine;
        this.random = random;
        this.watch = watch;
        this.attendance = attendance;
        this.inboxCapacity = inboxCapacity;
        this.tongue = tongue;
        this.engine = Engine.open(new Engine.Parts(disk, LogKeyring.of(logKey), random, "simulated", this::modelBytes,
                () -> Ephemeral.Surroundings.NONE, MEASURING, Pages.HEAP), now());
        this.blobs = DiskBlobStore.open(disk, CoordinatorMachine.BLOB_LIMITS);
        this.keeping = BlobKeeping.atStart(blobs, retention);
        this.proofs = new Proofs(TileSource.of(disk));
        this.work = new ModelWork(blobs, Lanes.inCaller());
        this.asking = new Asking(new PublishedLog(disk, engine.log(), () -> engine.published().newest(), Map.of()));
    }

    void begin() throws IOException {
        attendance.started(!engine.opensRecovering(), now().monotonicMillis());
        watch.recovered(engine.log(), engine.state());
        if (!machine.rots()) {
            JournalWatch.requireWhole(machine.disk(), engine.log());
        }
        watch.stored(machine.disk());
        machine.after(TICK_MILLIS, this::tick);
        if (engine.opensRecovering()) {
            machine.after(TICK_MILLIS, this::report);
        }
    }

    /** One of the members says what it holds of a restored ledger: all that was published. */
    private void report() {
        Subject who = Subject.ofOrganization(engine.state().members().firstKey());
        List<byte[]> notes = engine.log().published().stream().map(SignedCheckpoint::bytes).toList();
        put(new Event.Report(Event.Report.UNASKED, who, Held.read(notes, engine.logKeys())));
    }

    DiskBlobStore blobs() {
        return blobs;
    }

    Engine engine() {
        return engine;
    }

    // ---- what peers send

    End<WorkerMessage> openSession(WorkerId worker, Channel<WorkerMessage, CoordinatorMessage> channel) {
        if (!engine.admitted().holds(Subject.of(worker), OptionalLong.empty())) {
            channel.endFromServer(Ending.refused("the certificate of worker " + worker + " was revoked"));
            return new CoordinatorMachine.Deaf<>();
        }
        long session = ++sessionNumbers;
        sessions.put(session, new Session(worker, channel));
        return new End<>() {
            @Override
            public void received(WorkerMessage message) {
                if (!offer(new Event.Received(worker, session, message))) {
                    channel.endFromServer(Ending.unavailable("the coordinator has too much to do; connect again in a moment"));
                    gone();
                }
            }

            @Override
            public void closed(Ending ending) {
                gone();
            }

            private void gone() {
                if (sessions.remove(session) != null) {
                    put(new Event.Disconnected(worker, session));
                }
            }
        };
    }

    End<WitnessAnswer> attend(String organization, Channel<WitnessAnswer, WitnessRequest> channel) {
        return new WitnessPeer(machine, asking, organization, channel);
    }

    void ask(LongFunction<? extends Event.Request> request, Consumer<Reply> then) {
        long ticket = ++tickets;
        waiting.put(ticket, then);
        if (!offer(request.apply(ticket))) {
            waiting.remove(ticket);
            then.accept(new Reply.Refused(Reply.Code.EXHAUSTED, "the coordinator has too much to do; try again in a moment"));
        }
    }

    /** A model goes out in chunks, if the newest checkpoint binds it. */
    End<Void> serve(String digest, long offset, Channel<Void, ByteString> channel) {
        OptionalLong size = blobs.size(digest);
        if (!engine.published().serves(digest) || size.isEmpty() || offset > size.getAsLong()) {
            channel.endFromServer(Ending.refused("no published model " + digest));
        } else {
            watch.served(digest);
            machine.after(0, () -> sendFrom(digest, offset, size.getAsLong(), channel));
        }
        return new CoordinatorMachine.Deaf<>();
    }

    private void sendFrom(String digest, long offset, long size, Channel<Void, ByteString> channel) throws IOException {
        if (offset == size) {
            channel.endFromServer(Ending.COMPLETED);
            return;
        }
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, size - offset)];
        if (blobs.read(digest, offset, ByteBuffer.wrap(chunk)) != chunk.length) {
            throw new ViolationException("blob " + digest + " became shorter");
        }
        channel.toClient(ByteString.copyFrom(chunk));
        machine.after(random.nextLong(STEP_MILLIS), () -> sendFrom(digest, offset + chunk.length, size, channel));
    }

    // ---- the loop

    private boolean offer(Event event) {
        if (inbox.size() >= inboxCapacity) {
            return false;
        }
        put(event);
        return true;
    }

    private void put(Event event) {
        inbox.add(event);
        if (inbox.size() == 1) {
            machine.after(random.nextLong(STEP_MILLIS), this::step);
        }
    }

    private void tick() throws IOException {
        if (inbox.isEmpty()) {
            step();
        }
        asking.tick(now().monotonicMillis());
        watch.published(engine.log());
        machine.after(TICK_MILLIS, this::tick);
    }

    private void step() throws IOException {
        List<Event> batch = new ArrayList<>();
        while (!inbox.isEmpty() && batch.size() < MAX_BATCH) {
            batch.add(inbox.poll());
        }
        askNowAndThen(batch);
        attendance.decides(batch, now().monotonicMillis());
        List<Effect> effects = engine.step(batch, now(), inbox::isEmpty);
        watch.committed(engine.log(), engine.state());
        attendance.decided(engine.state());
        requireBounds();
        watch.stored(machine.disk());
        for (Effect effect : effects) {
            perform(effect);
        }
        if (!inbox.isEmpty() || !engine.settled()) {
            machine.after(0, this::step);
        }
    }

    /** The operator looks at the status, on this machine, so that it takes no time and no chance from anything else. */
    private void askNowAndThen(List<Event> batch) {
        long nowMillis = now().monotonicMillis();
        if (nowMillis - statusMillis >= STATUS_MILLIS) {
            statusMillis = nowMillis;
            long ticket = ++tickets;
            waiting.put(ticket, reply -> attendance.told(engine.state(), ((Reply.Status) reply).json()));
            batch.add(new Event.AskStatus(ticket));
        }
    }

    private void perform(Effect effect) throws IOException {
        switch (effect) {
            case Effect.Send send -> {
                if (send.message().hasReceipt()) {
                    watch.receipt(send.message().getReceipt().getNote().toByteArray());
                }
                if (sessions.containsKey(send.session())) {
                    sessions.get(send.session()).channel().toClient(tongue.says(send.message(), engine.log()));
                }
            }
            case Effect.Prove prove -> machine.after(random.nextLong(WORK_MILLIS), () -> perform(proofs.made(prove)));
            case Effect.CutOff cut -> cutOff(cut);
            case Effect.AuthoritiesChanged changed -> { }
            case Effect.CloseSession close -> end(close.worker(), close.session(), Ending.unavailable(close.reason()));
            case Effect.BarSession bar -> end(bar.worker(), bar.session(), Ending.refused(bar.reason()));
            case Effect.Answer answer -> waiting.remove(answer.ticket()).accept(watch.answered(answer.reply()));
            case Effect.CheckModel check -> later(() -> work.check(check));
            case Effect.CheckUpdate check -> later(() -> work.check(check));
            case Effect.Aggregate aggregate -> later(() -> work.aggregate(aggregate));
            case Effect.FindModel find -> later(() -> work.find(find));
            case Effect.ListBlobs list -> later(keeping::list);
            case Effect.DeleteBlobs delete -> later(() -> keeping.delete(delete));
            case Effect.SendTask task -> throw new IllegalStateException("not resolved: " + task);
            case Effect.SendReceipt receipt -> throw new IllegalStateException("not resolved: " + receipt);
            case Effect.SendProof proof -> throw new IllegalStateException("not resolved: " + proof);
            case Effect.Publish publish -> throw new IllegalStateException("not resolved: " + publish);
        }
    }

    private void end(WorkerId worker, long session, Ending ending) {
        if (sessions.containsKey(session)) {
            sessions.remove(session).channel().endFromServer(ending);
            put(new Event.Disconnected(worker, session));
        }
    }

    private void cutOff(Effect.CutOff cut) {
        List<Long> theirs = sessions.entrySet().stream()
                .filter(open -> cut.subject().covers(Subject.of(open.getValue().worker()))).map(Map.Entry::getKey).toList();
        theirs.forEach(session -> end(sessions.get(session).worker(), session, Ending.refused(cut.reason())));
    }

    private interface Work {
        Event done() throws IOException;
    }

    private void later(Work task) {
        machine.after(random.nextLong(WORK_MILLIS), () -> put(task.done()));
    }

    private Now now() {
        return new Now(machine.clock().wallMillis(), machine.clock().monotonicMillis());
    }

    private long modelBytes(String digest) {
        return blobs.size(digest).orElseThrow(() ->
                new ViolationException("a task is about model " + digest + ", which is not stored"));
    }

    /** Nothing that peers send makes this process hold more than it was configured for. */
    private void requireBounds() {
        if (inbox.size() > inboxCapacity + sessions.size() + MAX_BATCH) {
            throw new ViolationException("the inbox holds " + inbox.size() + " events; its bound is " + inboxCapacity);
        }
        if (blobs.usedBytes() > CoordinatorMachine.BLOB_LIMITS.maxTotalBytes()) {
            throw new ViolationException("the blob store holds " + blobs.usedBytes() + " bytes");
        }
    }
}
