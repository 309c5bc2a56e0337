package consort.trainer.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import consort.model.tensor.FloatTensor;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerTask;
import consort.trainer.protocol.program.TaskCanceledException;
import consort.trainer.protocol.program.TaskControl;
import consort.trainer.protocol.program.TrainerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Trains one network, on a GPU if PyTorch finds one. */
final class DjlTrainer implements TrainerProgram {

    private static final double MILLION = 1e6;
    /** Far beyond any that still learns, and its millionths fit the protocol's integers. */
    private static final double MAX_LOSS = 1e9;

    private final Network network;
    private final NDManager manager;
    private final Batch evaluationBatch;
    private Batch trainingBatch;

    DjlTrainer(Network network) {
        this.network = network;
        Engine engine = Engine.getInstance();
        this.manager = engine.newBaseManager(engine.getGpuCount() > 0 ? Device.gpu() : Device.cpu());
        this.evaluationBatch = new Batch(Evaluation.BATCH_SIZE, network.side());
        this.trainingBatch = new Batch(1, network.side());
    }

    @Override
    public String name() {
        return "djl " + network.optionName();
    }

    @Override
    public String version() {
        return Engine.getDjlVersion() + " on " + Engine.getInstance().getEngineName() + " " + Engine.getInstance().getVersion();
    }

    @Override
    public void initialize(TrainerTask.Initialize task) throws IOException {
        Files.write(task.output(), FloatTensor.encode(InitialModel.draw(network, task.seed())));
    }

    @Override
    public TaskOutcome.Trained train(TrainerTask.Train task, TaskControl control) throws IOException, TaskCanceledException {
        Settings settings = Settings.of(task.settings());
        Shard shard = Shard.read(task.data(), network.side());
        try (NDManager taskManager = manager.newSubManager()) {
            Map<String, NDArray> parameters = ModelFile.read(task.model(), network, taskManager);
            long startedNanos = System.nanoTime();
            double lossSum = steps(task, control, settings, shard, parameters, taskManager);
            long busyMillis = millisSince(startedNanos);
            ModelFile.write(task.output(), parameters);
            return new TaskOutcome.Trained(task.steps(), task.steps() * settings.batchSize(),
                    millionths(lossSum / task.steps()), busyMillis);
        }
    }

    private double steps(TrainerTask.Train task, TaskControl control, Settings settings, Shard shard,
            Map<String, NDArray> parameters, NDManager taskManager) throws TaskCanceledException {
        var training = new Training(network, parameters, settings);
        var sampler = new Sampler(shard.samples(), task.seed());
        Batch batch = trainingBatch(settings.batchSize());
        long reportEvery = Math.max(1, task.steps() / 20);
        double lossSum = 0;
        for (long step = 1; step <= task.steps(); step++) {
            batch.clear();
            for (int i = 0; i < settings.batchSize(); i++) {
                batch.add(shard, sampler.next());
            }
            try (NDManager stepManager = taskManager.newSubManager()) {
                lossSum += training.step(batch, stepManager);
            }
            if (step % reportEvery == 0) {
                control.progress(step, task.steps(), millionths(lossSum / step));
            }
            control.requireWanted();
        }
        return lossSum;
    }

    @Override
    public TaskOutcome.Evaluated evaluate(TrainerTask.Evaluate task, TaskControl control) throws IOException {
        Shard shard = Shard.read(task.data(), network.side());
        try (NDManager taskManager = manager.newSubManager()) {
            Map<String, NDArray> parameters = ModelFile.read(task.model(), network, taskManager);
            long startedNanos = System.nanoTime();
            Evaluation found = Evaluation.of(network, parameters, shard, evaluationBatch, taskManager);
            return new TaskOutcome.Evaluated(found.samples(), millionths(found.lossSum() / found.samples()),
                    millionths((double) found.right() / found.samples()), millisSince(startedNanos));
        }
    }

    /** One batch for all tasks of a size: memory outside the heap is given back late. */
    private Batch trainingBatch(int samples) {
        if (trainingBatch.capacity() != samples) {
            trainingBatch = new Batch(samples, network.side());
        }
        return trainingBatch;
    }

    private static long millionths(double value) {
        // NaN fails this too.
        if (!(value <= MAX_LOSS)) {
            throw new ArithmeticException("the loss ran away to " + value + "; perhaps learningRateMicros is too large");
        }
        return Math.round(value * MILLION);
    }

    private static long millisSince(long startedNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }
}
