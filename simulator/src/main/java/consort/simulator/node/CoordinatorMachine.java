package consort.simulator.node;

import com.google.protobuf.ByteString;
import consort.coordinator.blobs.BlobLimits;
import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import consort.coordinator.core.Retention;
import consort.ledger.disk.Disk;
import consort.ledger.disk.LockedException;
import consort.ledger.log.LogDamagedException;
import consort.ledger.note.SignerKey;
import consort.model.tensor.Limits;
import consort.proto.CoordinatorMessage;
import consort.proto.WitnessAnswer;
import consort.proto.WitnessRequest;
import consort.proto.WorkerMessage;
import consort.simulator.ViolationException;
import consort.simulator.check.AttendanceWatch;
import consort.simulator.check.LedgerWatch;
import consort.simulator.machine.Machine;
import consort.simulator.machine.Program;
import consort.simulator.network.Channel;
import consort.simulator.network.End;
import consort.simulator.network.Ending;
import consort.simulator.network.Network;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The coordinator: real core, loop, log, blob store and sums on a machine that can die. */
public final class CoordinatorMachine implements Program, Wire {

    /** What a coordinator of this size bears. */
    public static final BlobLimits BLOB_LIMITS = new BlobLimits(4_096, Limits.DEFAULT.maxHeaderBytes() * 3L + 200_000, 3);

    private final Machine machine;
    private final Network network;
    private final SignerKey logKey;
    private final RandomGenerator random;
    private final LedgerWatch watch;
    private final AttendanceWatch attendance;
    private final int inboxCapacity;
    private final Retention.Policy retention;
    private final UnaryOperator<Disk> view;
    private final Tongue tongue;
    private Optional<CoordinatorProcess> process = Optional.empty();

    /**
     * @param inboxCapacity events of peers that wait for the loop
     * @param retention which models and updates are kept
     * @param view what the program sees of the machine's disk; to change it is what the tests of this simulator do
     * @param tongue what it tells workers; to change it is what these tests do as well
     */
    public CoordinatorMachine(Machine machine, Network network, SignerKey logKey, RandomGenerator random, LedgerWatch watch,
            AttendanceWatch attendance, int inboxCapacity, Retention.Policy retention, UnaryOperator<Disk> view, Tongue tongue) {
        this.machine = machine;
        this.network = network;
        this.logKey = logKey;
        this.random = random;
        this.watch = watch;
        this.attendance = attendance;
        this.inboxCapacity = inboxCapacity;
        this.retention = retention;
        this.view = view;
        this.tongue = tongue;
    }

    /** A model's bytes as they lie on a coordinator's disk. */
    public static byte[] model(Disk disk, String digest) throws IOException {
        return disk.readAll("blobs/" + digest.substring(0, 2) + "/" + digest, (int) BLOB_LIMITS.maxBlobBytes());
    }

    @Override
    public void start() throws IOException {
        try {
            CoordinatorProcess started = process();
            process = Optional.of(started);
            started.begin();
        } catch (LogDamagedException damaged) {
            if (machine.rots()) {
                throw damaged;
            }
            throw new ViolationException("a crash damaged the log: " + damaged.getMessage(), damaged);
        }
    }

    private CoordinatorProcess process() throws IOException {
        return new CoordinatorProcess(machine, view.apply(machine.disk()), logKey, random, watch, attendance, inboxCapacity, retention,
                tongue);
    }

    /** A second process is started on the store of the running one: it must not be let in, nor change anything. */
    public void contend() {
        machine.run(() -> {
            List<String> before = machine.disk().paths();
            try {
                process();
                throw new ViolationException("a second coordinator was let in beside the first");
            } catch (LockedException held) {
                machine.tell("a second coordinator is turned away: " + held.getMessage());
            }
            if (!machine.disk().paths().equals(before)) {
                throw new ViolationException("a second coordinator changed the store of the first: " + before + " became "
                        + machine.disk().paths());
            }
        });
    }

    @Override
    public void died() {
        process = Optional.empty();
    }

    public Machine machine() {
        return machine;
    }

    @Override
    public Channel<WorkerMessage, CoordinatorMessage> session(WorkerMachine worker, End<CoordinatorMessage> end) {
        return network.open(worker.machine(), end, machine,
                channel -> process.orElseThrow().openSession(worker.id(), channel));
    }

    @Override
    public Channel<UploadPart, Long> upload(Machine from, String peer, String digest, long totalBytes, End<Long> end) {
        return network.open(from, end, machine,
                channel -> new UploadReceiver(process.orElseThrow().blobs(), peer, digest, totalBytes, channel));
    }

    @Override
    public Channel<Void, ByteString> fetch(Machine from, String digest, long offset, End<ByteString> end) {
        return network.open(from, end, machine, channel -> process.orElseThrow().serve(digest, offset, channel));
    }

    /** A witness can be asked over the channel. */
    Channel<WitnessAnswer, WitnessRequest> attend(WitnessMachine witness, End<WitnessRequest> end) {
        return network.open(witness.machine(), end, machine,
                channel -> process.orElseThrow().attend(witness.organization(), channel));
    }

    /** Puts a request to the loop; the channel ends when it is answered, or cannot be. */
    public Channel<Void, Reply> ask(Machine from, LongFunction<? extends Event.Request> request, End<Reply> end) {
        return ask(from, request, () -> false, end);
    }

    /**
     * The same, by one who looks first, over the same connection.
     *
     * @param already whether it was done before: then nothing is asked, and the channel just ends
     */
    Channel<Void, Reply> ask(Machine from, LongFunction<? extends Event.Request> request, BooleanSupplier already, End<Reply> end) {
        return network.open(from, end, machine, channel -> {
            if (already.getAsBoolean()) {
                channel.endFromServer(Ending.COMPLETED);
                return new Deaf<>();
            }
            process.orElseThrow().ask(request, reply -> {
                channel.toClient(reply);
                channel.endFromServer(Ending.COMPLETED);
            });
            return new Deaf<>();
        });
    }

    /** An end that is not spoken to. */
    static final class Deaf<T> implements End<T> {

        @Override
        public void received(T message) {
            throw new IllegalStateException("nobody sends here");
        }

        @Override
        public void closed(Ending ending) {
            // Nothing to let go of.
        }
    }
}
