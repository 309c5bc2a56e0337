package consort.worker.cli;

import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.disk.LockedException;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.ReferenceSpeed;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import consort.worker.benchmark.BenchmarkFailedException;
import consort.worker.benchmark.Benchmarking;
import consort.worker.benchmark.Benchmarks;
import consort.worker.benchmark.Measuring.Measured;
import consort.worker.benchmark.TrainerBenchmark;
import consort.worker.confidential.Confidential;
import consort.worker.confidential.Confiding;
import consort.worker.control.Control;
import consort.worker.copy.KeptCharter;
import consort.worker.folder.ConfigException;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.TrainerCommands;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.metering.SiteMeters;
import consort.worker.network.Route;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Benchmarks that somebody at the site asks for; none while a session runs, which has the device. */
final class SiteBenchmark {

    private final PartyFolder folder;
    private final WorkerConfig config;
    private final Control control;
    private final Reporting reporting;
    private final TrainerBenchmark measuring;

    SiteBenchmark(PartyFolder folder, Reporting reporting) {
        this.folder = folder;
        this.config = WorkerConfig.read(folder.workerYaml());
        this.control = new Control(folder);
        this.reporting = reporting;
        TrainerCommands commands = new TrainerCommands(folder, config, Isolations.orRefuse(folder, config), System.getenv());
        var all = commands.all();
        this.measuring = new TrainerBenchmark(name -> new TrainerProcess(all.get(name), TrainerLimits.DEFAULT), config.data(),
                folder.path().resolve("work"));
    }

    /** What to do while nobody else uses the folder. */
    @FunctionalInterface
    private interface Work {
        int with(Disk disk) throws IOException, StatusException, InterruptedException;
    }

    /**
     * Does the charter's benchmarks and enters them.
     *
     * @param only of this trainer; empty: of all
     * @param again also those that the ledger holds
     * @return an exit code
     */
    int enter(Route route, Optional<String> only, boolean again) throws IOException, StatusException, InterruptedException {
        return alone(disk -> {
            try (CoordinatorChannel channel = MemberChannel.open(folder, route, reporting::warn)) {
                CharterDocument charter = KeptCharter.read(folder, channel);
                Benchmarks benchmarks = new Benchmarks(disk, charter, config);
                Benchmarking benchmarking = new Benchmarking(disk, benchmarks, new OwnEntries(folder, channel), measuring,
                        lender(charter, Confidential.of(folder, config)),
                        Clock.systemUTC());
                if (benchmarking.claimStands()) {
                    throw new CommandFailure(ExitCodes.FOLDER, "a claim is outstanding, which goes first: let consort worker run"
                            + " --dir " + folder.path() + " send it and get its receipt, stop it, and give this command again");
                }
                benchmarking.sendLeft();
                List<ReferenceSpeed> wanted = wanted(benchmarks, only, again);
                int entered = benchmarking.run(wanted, control::isPaused);
                report(benchmarks, wanted);
                requireNotPaused();
                return entered == wanted.size() ? ExitCodes.OK : ExitCodes.BENCHMARK;
            }
        });
    }

    /** Measures what is no charter's, or not yet, and enters nothing. */
    int measure(ReferenceSpeed benchmark) throws IOException, StatusException, InterruptedException {
        requireMapped(benchmark);
        return alone(_ -> {
            try {
                Optional<Measured> measured = measuring.measure(benchmark, control::isPaused);
                measured.ifPresent(result -> print(benchmark, result));
                requireNotPaused();
                return ExitCodes.OK;
            } catch (BenchmarkFailedException failed) {
                throw new CommandFailure(ExitCodes.BENCHMARK, "the trainer does not do it: " + failed.getMessage());
            }
        });
    }

    private int alone(Work work) throws IOException, StatusException, InterruptedException {
        requireNotPaused();
        Disk disk = new FileDisk(folder.path());
        try (Disk.Lock _ = disk.lock("lock")) {
            control.publishMeasuring(false);
            try {
                return work.with(disk);
            } finally {
                control.publishMeasuring(true);
            }
        } catch (LockedException running) {
            throw new CommandFailure(ExitCodes.FOLDER, "this worker runs, and its tasks would slow the benchmark, as it would them;"
                    + " stop it, give this command, and start it again");
        }
    }

    private void requireNotPaused() {
        if (control.isPaused()) {
            throw new CommandFailure(ExitCodes.BENCHMARK, "this worker is paused, and keeps off the device; first: consort worker resume"
                    + " --dir " + folder.path());
        }
    }

    private List<ReferenceSpeed> wanted(Benchmarks benchmarks, Optional<String> only, boolean again) throws IOException {
        benchmarks.impossible().forEach(reference -> reporting.say("trainer " + reference.trainer() + " is not measured: the charter's"
                + " benchmark needs data " + reference.data() + ", which " + folder.workerYaml() + " does not name"));
        List<ReferenceSpeed> of = again ? benchmarks.possible() : benchmarks.due();
        if (only.isPresent() && of.stream().noneMatch(reference -> reference.trainer().equals(only.get()))) {
            throw new CommandFailure(ExitCodes.USAGE, "there is no benchmark of trainer " + only.get() + " to do: the charter must name a"
                    + " reference speed of it, and " + folder.workerYaml() + " the trainer and the benchmark's data");
        }
        List<ReferenceSpeed> wanted = of.stream().filter(reference -> only.isEmpty() || only.get().equals(reference.trainer())).toList();
        if (wanted.isEmpty()) {
            reporting.say("nothing is to be measured");
        }
        return wanted;
    }

    private Benchmarking.Lender lender(CharterDocument charter, Confiding confiding) throws IOException {
        Enrolled enrolled = folder.enrolled();
        return Benchmarking.Lender.of(new WorkerId(enrolled.organization(), enrolled.worker().orElseThrow()), config.devices(),
                SiteMeters.agreed(charter, folder.path(), config.devices()),
                reporting::say, reporting::say, confiding);
    }

    private void report(Benchmarks benchmarks, List<ReferenceSpeed> wanted) throws IOException {
        for (ReferenceSpeed reference : wanted) {
            Optional<Benchmark> entered = benchmarks.entered(reference.trainer());
            if (entered.isPresent()) {
                long score = benchmarks.scoreMilli(reference.trainer());
                reporting.json(json(reference, entered.get().wallMillis()).put("devices", entered.get().devices())
                        .put("scoreMilli", score).build());
            }
        }
    }

    private void print(ReferenceSpeed benchmark, Measured measured) {
        reporting.say("trainer %s did %d steps on %s in %d ms. As a reference speed, in the file for coordinator init --references:"
                .formatted(benchmark.trainer(), benchmark.steps(), benchmark.data(), measured.wallMillis()));
        reporting.say("%s:\n  data: %s\n  steps: %d\n  stepsPerSecondMilli: %d\n  settings: %s".formatted(benchmark.trainer(),
                benchmark.data(), benchmark.steps(), Benchmarking.stepsPerSecondMilli(benchmark.steps(), measured.wallMillis()),
                benchmark.settings().canonicalText()));
        reporting.json(json(benchmark, measured.wallMillis()).build());
    }

    private static JsonObject.Builder json(ReferenceSpeed benchmark, long wallMillis) {
        return JsonObject.builder()
                .put("trainer", benchmark.trainer())
                .put("data", benchmark.data())
                .put("steps", benchmark.steps())
                .put("wallMillis", wallMillis)
                .put("stepsPerSecondMilli", Benchmarking.stepsPerSecondMilli(benchmark.steps(), wallMillis));
    }

    private void requireMapped(ReferenceSpeed benchmark) {
        if (!config.trainers().containsKey(benchmark.trainer()) || !config.data().containsKey(benchmark.data())) {
            throw new ConfigException(folder.workerYaml() + " must name trainer " + benchmark.trainer() + " and data "
                    + benchmark.data() + "; it has trainers " + config.trainers().keySet().stream().sorted().toList() + " and data "
                    + config.data().keySet().stream().sorted().toList());
        }
    }
}
