package consort.simulator.node;

import consort.ledger.entry.Meters;
import consort.model.tensor.Layout;
import consort.model.tensor.LayoutException;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySink;
import consort.model.tensor.MemorySource;
import consort.model.tensor.TensorFormatException;
import consort.model.tensor.TensorType;
import consort.model.tensor.TensorWriter;
import consort.model.update.Trainable;
import consort.model.update.UpdateForming;
import consort.trainer.protocol.FailureReason;
import consort.trainer.protocol.reference.ReferenceModel;
import consort.trainer.protocol.reference.ReferenceTrainer;
import consort.worker.agent.EventSink;
import consort.worker.agent.Workbench;
import consort.worker.outbox.Outbox;
import consort.worker.outbox.UpdateTooLargeException;
import consort.worker.outbox.UpdateWriter;
import consort.worker.session.Assignment;
import consort.worker.session.Event;
import consort.worker.session.Outcome;
import consort.worker.session.TaskKind;
import consort.worker.session.UpdateRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Runs the reference trainer's mathematics, after the time it would take. One process's own. */
final class SimulatedWorkbench implements Workbench {

    /** What a step of training counts as busy is three quarters of this. */
    static final long STEP_MILLIS = 400;

    private static final long FORMING_MILLIS = 20;

    /** What one claims who wants too much. */
    private static final long INFLATION = 50;

    /** Of the reference model. */
    private static final String LAST_TENSOR = "weight";

    /** What its device draws. */
    private static final long WATTS = 30;

    private final WorkerMachine worker;
    private final SimulatedTransfers transfers;
    private final Map<Long, Conduct> running = new HashMap<>();
    private final Map<Long, Output> outputs = new HashMap<>();

    /**
     * What a task left behind.
     *
     * @param asUpdate whether it goes out as it is, for want of care
     * @param unfit whether no update made of it may be accepted
     */
    private record Output(byte[] file, boolean asUpdate, boolean unfit) {
    }

    SimulatedWorkbench(WorkerMachine worker, SimulatedTransfers transfers) {
        this.worker = worker;
        this.transfers = transfers;
    }

    @Override
    public void train(Assignment assignment, EventSink events) {
        worker.begins(assignment.lease());
        Conduct conduct = worker.conduct();
        running.put(assignment.lease(), conduct);
        long busyMillis = ReferenceTrainer.busyMillis(Math.max(1, assignment.steps()), STEP_MILLIS);
        long lateMillis = conduct == Conduct.LATE ? assignment.durationMillis() : 0;
        long progressMillis = busyMillis / 2;
        worker.machine().after(progressMillis, () -> events.post(new Event.Progressed(
                assignment.lease(), assignment.steps() / 2, assignment.steps(), OptionalLong.of(0))));
        worker.machine().after(busyMillis + lateMillis + worker.random().nextLong(2_000), () -> {
            if (running.remove(assignment.lease()) != null) {
                events.post(new Event.Trained(assignment.lease(), outcome(assignment, conduct, busyMillis)
                        .metered(new Meters(OptionalLong.of(busyMillis), OptionalLong.empty(), OptionalLong.of(busyMillis * WATTS)))));
            }
        });
    }

    @Override
    public void stop(long lease) {
        running.remove(lease);
        outputs.remove(lease);
    }

    @Override
    public void free(EventSink events) {
        worker.machine().after(FORMING_MILLIS, () -> events.post(new Event.DeviceFreed()));
    }

    @Override
    public void form(Assignment assignment, long maxBytes, Outbox outbox, EventSink events) {
        worker.machine().after(FORMING_MILLIS, () -> {
            Output trained = outputs.remove(assignment.lease());
            try (UpdateWriter writer = outbox.beginUpdate(maxBytes)) {
                form(assignment, trained, writer);
                UpdateRef update = writer.finish();
                if (trained.unfit()) {
                    worker.formedUnfit(update.digest());
                }
                events.post(new Event.Formed(assignment.lease(), update));
            } catch (UpdateTooLargeException tooLarge) {
                events.post(new Event.FormFailed(assignment.lease(), "too-large", tooLarge.getMessage()));
            } catch (LayoutException | TensorFormatException wrong) {
                events.post(new Event.FormFailed(assignment.lease(), FailureReason.WRONG_TENSORS.code(), wrong.getMessage()));
            }
        });
    }

    private void form(Assignment assignment, Output trained, UpdateWriter writer) throws IOException {
        byte[] base = transfers.model(assignment.model());
        if (trained.asUpdate()) {
            writer.write(ByteBuffer.wrap(trained.file()));
        } else {
            UpdateForming.form(new MemorySource(base), new MemorySource(trained.file()), Trainable.of(assignment.trainable()),
                    writer, Limits.DEFAULT);
        }
    }

    private Outcome outcome(Assignment assignment, Conduct conduct, long busyMillis) throws IOException {
        byte[] model = transfers.model(assignment.model());
        if (conduct == Conduct.FAILS) {
            return new Outcome.Failed(busyMillis, 1, FailureReason.CRASHED.code(), "as it was told to");
        }
        if (assignment.kind() == TaskKind.EVALUATE) {
            ReferenceModel.Quality quality = ReferenceModel.evaluate(new MemorySource(model));
            return new Outcome.Done(busyMillis, assignment.steps(), OptionalLong.of(quality.lossMillionths()),
                    OptionalLong.of(quality.accuracyMillionths()));
        }
        byte[] trained = ReferenceModel.trained(model, assignment.seed(), assignment.steps());
        outputs.put(assignment.lease(), new Output(spoiled(trained, conduct, assignment), conduct == Conduct.WRONG_LAYOUT,
                isUnfit(conduct, assignment)));
        long claimedMillis = conduct == Conduct.INFLATED ? busyMillis * INFLATION : busyMillis;
        return new Outcome.Done(claimedMillis, assignment.steps(), OptionalLong.of(1_000_000), OptionalLong.empty());
    }

    /** What spoils the last tensor spoils no update in which that is frozen. */
    private static boolean isUnfit(Conduct conduct, Assignment assignment) {
        boolean hasLast = assignment.trainable().isEmpty() || assignment.trainable().contains(LAST_TENSOR);
        return conduct == Conduct.WRONG_LAYOUT || hasLast && (conduct == Conduct.NOT_FINITE || conduct == Conduct.FAR_AWAY);
    }

    private static byte[] spoiled(byte[] trained, Conduct conduct, Assignment assignment) throws IOException {
        return switch (conduct) {
            case HONEST, LATE, FAILS, INFLATED -> trained;
            case WRONG_TENSORS -> file("unheard-of", 0f);
            case WRONG_LAYOUT -> assignment.trainable().size() == 1 ? trained : file("surplus", 0f);
            case NOT_FINITE -> withLast(trained, Float.NaN);
            case FAR_AWAY -> withLast(trained, 1e6f);
        };
    }

    /** The same file with another last element. */
    private static byte[] withLast(byte[] file, float value) {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putFloat(changed.length - Float.BYTES, value);
        return changed;
    }

    private static byte[] file(String tensor, float value) throws IOException {
        MemorySink sink = new MemorySink();
        TensorWriter writer = new TensorWriter(sink, Layout.of(Map.of(tensor, TensorType.float32(1))));
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writer.write(tensor, bytes.putFloat(0, value));
        writer.finish();
        return sink.bytes();
    }
}
