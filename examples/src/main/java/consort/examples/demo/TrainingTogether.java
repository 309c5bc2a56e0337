package consort.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import consort.examples.demo.process.Program;
import consort.examples.demo.story.LedgerFolder;
import consort.examples.demo.story.Story;
import consort.examples.demo.story.TaskStory;
import consort.examples.demo.story.Telling;
import consort.examples.demo.story.UnderWay;
import consort.ledger.entry.RunEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the workers, submits the job and watches the ledger until the run has ended. */
final class TrainingTogether {

    private static final int LOOK_MILLIS = 500;
    /** A round of a small data set may be over in a second, and an update be followed by the next at once. */
    private static final int LURK_MILLIS = 20;
    private static final int CRASH_ROUND = 2;

    private final Setting setting;
    private final Founding founding;
    private final LedgerFolder ledger;
    private final List<Program> workers = new ArrayList<>();
    private final Messages messages;
    private Program coordinator;
    private Watching watching;
    private Optional<Crash> crash = Optional.empty();

    /** The coordinator was killed, and nobody answered for so long; the ledger knows in which round that was. */
    record Crash(long downMillis) {}

    /** @param messages bytes of messages between workers and coordinator */
    record Outcome(Story story, Messages messages, Optional<Crash> crash) {}

    TrainingTogether(Setting setting, Founding founding, Program coordinator) {
        this.setting = setting;
        this.founding = founding;
        this.coordinator = coordinator;
        this.ledger = new LedgerFolder(setting.layout().coordinator().resolve("ledger"));
        this.messages = new Messages(setting);
    }

    /** @param roundEstimateMillis how long a round may take, for the first estimate of the time left */
    Outcome run(long roundEstimateMillis) throws IOException, InterruptedException {
        watching = Watching.start(setting);
        for (String organization : setting.organizations()) {
            workers.add(setting.programs().start("worker-" + organization,
                    List.of("worker", "run", "--dir", setting.layout().worker(organization).toString())));
        }
        Files.writeString(setting.layout().job(), JobFile.yaml(setting));
        setting.programs().run("submit", List.of("coordinator", "submit", setting.layout().job().toString(),
                "--model", setting.layout().initialModel().toString(), "--await-workers", "--dir", setting.layout().coordinator().toString()));
        Story story = watch(new Telling(setting.options().plannedRounds(), roundEstimateMillis));
        watching.stop();
        messages.add();
        return new Outcome(story, messages, crash);
    }

    /** The coordinator that runs now. */
    Program coordinator() {
        return coordinator;
    }

    /** Ends the workers; they have nothing left to do. */
    void dismissWorkers() {
        workers.forEach(Program::stopNow);
    }

    private Story watch(Telling telling) throws IOException, InterruptedException {
        Story before = Story.of(List.of());
        while (true) {
            long size = ledger.size();
            Story now = ledger.story();
            crashIfItIsTime(now);
            telling.news(before, now, System.currentTimeMillis()).forEach(this::tell);
            setting.display().block(now.ended().isPresent() ? List.of() : telling.block(now, underWay(), System.currentTimeMillis()));
            if (now.ended().isPresent()) {
                return requireCompleted(now);
            }
            before = now;
            requireAlive();
            observeMemory();
            pause(size);
        }
    }

    /** Until the next look; who waits for the moment to kill the coordinator looks as soon as the ledger has grown. */
    private void pause(long size) throws IOException, InterruptedException {
        if (!awaitsCrash()) {
            Thread.sleep(LOOK_MILLIS);
            return;
        }
        for (int waited = 0; waited < LOOK_MILLIS && ledger.size() == size; waited += LURK_MILLIS) {
            Thread.sleep(LURK_MILLIS);
        }
    }

    private UnderWay underWay() throws IOException {
        return watching.latest().map(UnderWay::of).orElse(UnderWay.NOTHING);
    }

    private void tell(Telling.News news) {
        if (news.lasting()) {
            setting.say(news.text());
        } else {
            setting.display().detail(news.text());
        }
    }

    private Story requireCompleted(Story story) {
        RunEnded end = story.ended().orElseThrow();
        if (end.outcome() != RunEnded.Outcome.COMPLETED) {
            throw new DemoFailure("the run was %s: %s".formatted(end.outcome().text(), end.cause()));
        }
        if (awaitsCrash()) {
            throw new DemoFailure("the run was over before the coordinator could be killed in round %d; more --rounds help"
                    .formatted(CRASH_ROUND));
        }
        return story;
    }

    private boolean awaitsCrash() {
        return setting.options().crash() && crash.isEmpty();
    }

    private void requireAlive() {
        for (Program program : workers) {
            requireAlive(program);
        }
        requireAlive(coordinator);
    }

    private static void requireAlive(Program program) {
        if (!program.runs()) {
            throw new DemoFailure("%s ended with exit code %d; its log: %s".formatted(program.name(),
                    program.process().exitValue(), program.log()));
        }
    }

    void observeMemory() {
        setting.memory().observe("coordinator", coordinator.process().toHandle());
        for (Program worker : workers) {
            setting.memory().observe("worker", worker.process().toHandle());
            setting.memory().observeDescendants("trainer", worker.process().toHandle());
        }
    }

    private void crashIfItIsTime(Story story) throws IOException, InterruptedException {
        if (!awaitsCrash() || !isTime(story)) {
            return;
        }
        Optional<JsonNode> last = watching.latest();
        long killed = System.nanoTime();
        coordinator.kill();
        setting.say("killed the coordinator (SIGKILL) in round " + story.rounds().getLast().number());
        last.ifPresent(messages::add);
        coordinator = founding.serve();
        crash = Optional.of(new Crash((System.nanoTime() - killed) / 1_000_000));
        watching.stop();
        watching = Watching.start(setting);
    }

    /** In round 2, once a first update was acknowledged: there is then something that must not be lost or counted twice. */
    private static boolean isTime(Story story) {
        return story.ended().isEmpty() && !story.rounds().isEmpty() && story.rounds().getLast().number() >= CRASH_ROUND
                && story.rounds().getLast().tasks().stream().anyMatch(TaskStory::accepted);
    }
}
