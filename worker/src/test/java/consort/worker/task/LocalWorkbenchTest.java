package consort.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Metering;
import consort.ledger.entry.Witnessing;
import consort.model.tensor.ByteSource;
import consort.model.tensor.FloatTensor;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import consort.trainer.protocol.TrainerTask;
import consort.trainer.protocol.reference.ReferenceTrainer;
import consort.worker.cache.ModelCache;
import consort.worker.cache.PartialFile;
import consort.worker.metering.SiteMeters;
import consort.worker.outbox.Outbox;
import consort.worker.session.Assignment;
import consort.worker.session.Event;
import consort.worker.session.Outcome;
import consort.worker.session.TaskKind;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks on real trainer processes. */
@Timeout(600)
class LocalWorkbenchTest {

    private static final int MODEL_BYTES = 40_000;

    @TempDir
    private Path folder;

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(1000);
    private ModelCache cache;
    private Outbox outbox;
    private LocalWorkbench bench;
    private String model;

    @BeforeEach
    void start() throws Exception {
        cache = new ModelCache(folder.resolve("cache"), 1 << 20);
        outbox = Outbox.open(new FileDisk(folder.resolve("disk")));
        Files.createDirectories(folder.resolve("data"));
        Trainers trainers = new Trainers(Map.of(
                "reference", command("reference", ReferenceTrainer.command(MODEL_BYTES, 5)),
                "slow", command("slow", ReferenceTrainer.command(MODEL_BYTES, 20_000)),
                "crashing", command("crashing", List.of("/bin/sh", "-c", "exit 3")),
                "absent", command("absent", List.of(folder.resolve("no-such-program").toString()))));
        bench = new LocalWorkbench(trainers, cache, Map.of("set", folder.resolve("data")), folder.resolve("work"), Optional.empty());
        model = initialModel();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void trainsAndFormsAnUpdateThatIsTheDifference() throws Exception {
        Assignment assignment = assignment(1, "reference", TaskKind.TRAIN, 300_000);

        bench.train(assignment, events::add);
        Outcome outcome = trained().outcome();
        assertThat(outcome).isEqualTo(new Outcome.Done(ReferenceTrainer.busyMillis(10, 5), 10,
                ((Outcome.Done) outcome).lossMillionths(), OptionalLong.empty()));
        bench.form(assignment, 1 << 20, outbox, events::add);
        Event.Formed formed = (Event.Formed) next();

        ByteSource update = outbox.update(formed.update());
        Map<String, FloatTensor> difference = FloatTensor.decode(update);
        assertThat(difference).isNotEmpty();
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @Test
    void metersTheTrainerWhereTheCharterWantsItAndATrainerThatNeverStartedIsAbsent() throws Exception {
        bench.close();
        CharterDocument charter = new CharterDocument("pool", "pool.example", "EUR", 184, "a rate", new Share(70, 20, 10),
                Settlement.TRANSFERS, new Outcomes(1000, 1000, 500, 0, 0), 0, Witnessing.NONE, 14, List.of());
        assertThat(SiteMeters.agreed(charter, folder, 1)).isEmpty();
        bench = new LocalWorkbench(new Trainers(Map.of("reference", command("reference", ReferenceTrainer.command(MODEL_BYTES, 5)),
                "absent", command("absent", List.of(folder.resolve("no-such-program").toString())))), cache,
                Map.of("set", folder.resolve("data")), folder.resolve("work"),
                SiteMeters.agreed(charter.metered(Metering.PLAIN), folder, 1).map(SiteMeters::meter));

        bench.train(assignment(1, "reference", TaskKind.TRAIN, 300_000), events::add);
        assertThat(trained().outcome().meters().orElseThrow().cpuMillis()).isPresent();
        bench.train(assignment(2, "absent", TaskKind.TRAIN, 300_000), events::add);
        assertThat(trained().outcome().meters().orElseThrow().cpuMillis()).isEmpty();
    }

    @Test
    void evaluatesWithoutAnUpdate() throws Exception {
        bench.train(assignment(1, "reference", TaskKind.EVALUATE, 300_000), events::add);

        assertThat(trained().outcome()).isInstanceOfSatisfying(Outcome.Done.class,
                done -> assertThat(done.accuracyMillionths()).isPresent());
    }

    @Test
    void reportsAnUpdateThatIsLargerThanAllowed() throws Exception {
        Assignment assignment = assignment(1, "reference", TaskKind.TRAIN, 300_000);
        bench.train(assignment, events::add);
        trained();

        bench.form(assignment, 100, outbox, events::add);

        assertThat(next()).isInstanceOfSatisfying(Event.FormFailed.class,
                failed -> assertThat(failed.reason()).isEqualTo("too-large"));
        assertThat(folder.resolve("disk/updates")).isEmptyDirectory();
    }

    @Test
    void aTrainerThatFailsCostsATaskAndNotTheWorker() throws Exception {
        assertFails("crashing", "trainer-crashed", 300_000);
        assertFails("absent", "trainer-not-started", 300_000);
        assertFails("slow", "trainer-timeout", 3_000);

        bench.train(assignment(9, "reference", TaskKind.TRAIN, 300_000), events::add);
        assertThat(trained().outcome()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void takesTheNextTaskWhileAStoppedOneIsEnding() throws Exception {
        bench.train(assignment(1, "slow", TaskKind.TRAIN, 300_000), events::add);
        bench.stop(1);
        bench.train(assignment(2, "reference", TaskKind.TRAIN, 300_000), events::add);

        assertThat(trained().lease()).isEqualTo(2);
    }

    private void assertFails(String trainer, String reason, long durationMillis) throws Exception {
        bench.train(assignment(1, trainer, TaskKind.TRAIN, durationMillis), events::add);
        assertThat(trained().outcome()).isInstanceOfSatisfying(Outcome.Failed.class,
                failed -> assertThat(failed.reason()).isEqualTo(reason));
    }

    private Event.Trained trained() throws InterruptedException {
        Event event = next();
        while (event instanceof Event.Progressed) {
            event = next();
        }
        return (Event.Trained) event;
    }

    private Event next() throws InterruptedException {
        Event event = events.poll(300, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    private Assignment assignment(long lease, String trainer, TaskKind kind, long durationMillis) {
        return new Assignment(lease, 1, 1, kind, trainer, "set", model, MODEL_BYTES, kind == TaskKind.TRAIN ? 10 : 0, 7,
                durationMillis, 1, List.of(), Map.of(), 1 << 20);
    }

    private TrainerCommand command(String name, List<String> words) {
        return new TrainerCommand(words, Map.of(), folder, folder.resolve(name + ".log"));
    }

    /** Made by the trainer itself and put into the cache as a fetch would. */
    private String initialModel() throws Exception {
        Path file = folder.resolve("initial.safetensors");
        try (TrainerProcess trainer = new TrainerProcess(
                command("initial", ReferenceTrainer.command(MODEL_BYTES, 1)), TrainerLimits.DEFAULT)) {
            TaskOutcome outcome = trainer.run(
                    new TrainerTask.Initialize("init", 1, file), Duration.ofMinutes(5), progress -> { }).get();
            assertThat(outcome).isInstanceOf(TaskOutcome.Initialized.class);
        }
        byte[] bytes = Files.readAllBytes(file);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        try (PartialFile partial = cache.begin(digest, bytes.length)) {
            partial.append(ByteBuffer.wrap(bytes));
            partial.finish();
        }
        return digest;
    }
}
