package consort.simulator.check;

import consort.ledger.entry.Document;
import consort.ledger.entry.JobDocument;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RunStarted;
import consort.model.tensor.Limits;
import consort.model.tensor.MemorySource;
import consort.model.tensor.TensorFile;
import consort.simulator.ViolationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Looks into the models that rounds make: tensors that a job does not name as trainable keep their bytes. */
public final class FrozenTensors {

    private final Models models;
    private final Map<Long, JobDocument> jobs = new HashMap<>();

    /** Where the bytes of a model are. */
    @FunctionalInterface
    public interface Models {
        byte[] read(String digest) throws IOException;
    }

    public FrozenTensors(Models models) {
        this.models = models;
    }

    void started(RunStarted run, JobDocument job) {
        jobs.put(run.run(), job);
    }

    void closed(RoundClosed round) {
        JobDocument job = jobs.get(round.run());
        if (job.trainable().isEmpty()) {
            return;
        }
        try {
            byte[] previous = models.read(round.previous());
            byte[] next = models.read(round.model());
            if (!Document.digest(previous).equals(round.previous()) || !Document.digest(next).equals(round.model())) {
                // Rotten on the disk since: what was summed cannot be seen here.
                return;
            }
            TensorFile before = TensorFile.of(new MemorySource(previous), Limits.DEFAULT);
            TensorFile after = TensorFile.of(new MemorySource(next), Limits.DEFAULT);
            require(after.layout().equals(before.layout()), round, "has other tensors than the one before");
            for (String name : before.layout().names()) {
                require(job.trainable().contains(name) || data(after, name).equals(data(before, name)), round,
                        "changed the frozen tensor " + name);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ByteBuffer data(TensorFile file, String tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.info(tensor).bytes());
        file.read(tensor, 0, bytes);
        return bytes.flip();
    }

    private static void require(boolean holds, RoundClosed round, String otherwise) {
        if (!holds) {
            throw new ViolationException("the model of round " + round.round() + " of run " + round.run() + " " + otherwise);
        }
    }
}
