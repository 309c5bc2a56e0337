package consort.worker.cli;

import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.json.JsonObject;
import consort.worker.folder.PartyFolder;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code consort worker benchmark}. */
@Command(name = "benchmark", mixinStandardHelpOptions = true,
        description = {"Measure how fast this worker trains, by the charter's benchmarks, and enter it in the ledger: device time is"
                + " normalized by it.", "worker run does what is missing by itself; give this command when the machine changed."
                + " With --steps: measure and enter nothing."})
final class WorkerBenchmark implements Callable<Integer> {

    @Option(names = "--trainer", paramLabel = "NAME", description = "Of this trainer only.")
    private String trainer;

    @Option(names = "--due", description = "Only what the ledger does not hold yet.")
    private boolean due;

    @ArgGroup(exclusive = false)
    private Own own;

    @Mixin
    private DirOption dir;

    @Mixin
    private ProxyOption proxy;

    @Mixin
    private Reporting reporting;

    /** A benchmark that no charter has: to find out a reference speed. Needs no coordinator. */
    private static final class Own {

        @Option(names = "--steps", paramLabel = "N", required = true, description = "Do so many steps, and enter nothing.")
        private long steps;

        @Option(names = "--data", paramLabel = "NAME", required = true, description = "On this data set of worker.yaml.")
        private String data;

        @Option(names = "--settings", paramLabel = "NAME=N", split = ",", description = "What to tell the trainer, as a job does.")
        private Map<String, Long> settings = Map.of();
    }

    @Override
    public Integer call() throws IOException, StatusException, InterruptedException {
        if (own == null) {
            PartyFolder folder = WorkerFolders.required(dir.folder());
            return new SiteBenchmark(folder, reporting)
                    .enter(proxy.route(folder, folder.coordinator()), Optional.ofNullable(trainer), !due);
        }
        if (trainer == null || own.steps < 1 || own.steps > ReferenceSpeed.MAX_STEPS) {
            throw new CommandFailure(ExitCodes.USAGE, trainer == null ? "--steps needs --trainer NAME"
                    : "--steps is " + own.steps + "; it can be 1 to " + ReferenceSpeed.MAX_STEPS);
        }
        JsonObject.Builder settings = JsonObject.builder();
        own.settings.forEach(settings::put);
        return new SiteBenchmark(dir.folder(), reporting)
                .measure(new ReferenceSpeed(trainer, own.data, own.steps, 1, settings.build()));
    }
}
