package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.settings.Nearest;
import consort.trainer.protocol.TrainerFolders;
import consort.trainer.protocol.contract.CheckResult;
import consort.trainer.protocol.contract.CheckResult.Outcome;
import consort.trainer.protocol.contract.ContractOptions;
import consort.trainer.protocol.contract.TrainerContract;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.Isolating;
import consort.worker.preflight.ConfigurationCheck;
import consort.worker.preflight.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code consort worker check}. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = {"With a trainer: try whether it keeps what a trainer promises; no coordinator is needed.",
            "Without: the preflight: look at the way to the coordinator, who answers there, the clock, the disk, memory and"
                    + " devices, and at worker.yaml with its trainers and data."})
final class WorkerCheck implements Callable<Integer> {

    private static final String NOT_ISOLATED = "this run was not isolated: a program named by --trainer-command runs as this user,"
            + " as it is; name the trainer in worker.yaml and use --trainer to try it as worker run would start it";

    @ArgGroup
    private TrainerChoice trainer;

    @Option(names = "--data", paramLabel = "NAME",
            description = "A data set of worker.yaml to try the trainer with, instead of made-up images.")
    private String data;

    @Mixin
    private DirOption dir;

    @Mixin
    private ProxyOption proxy;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException {
        if (data != null && trainer == null) {
            throw new ConfigException("--data " + data + " needs a trainer to try it with: add --trainer NAME (without both, each data"
                    + " folder of worker.yaml is looked at)");
        }
        return trainer == null ? preflight() : contract();
    }

    private int preflight() {
        PreflightReport report = PreflightReport.ofAll(reporting);
        report.run(Preflights.worker(dir.folder(), proxy));
        reporting.say(report.summary());
        if (report.preflight().of(ConfigurationCheck.NAME).filter(found -> found.verdict() == Finding.Verdict.OK).isPresent()) {
            noteIsolation();
        }
        return report.preflight().count(Finding.Verdict.PROBLEM) == 0 ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private int contract() throws IOException {
        List<CheckResult> results = checkTrainer();
        long failed = count(results, Outcome.FAILED);
        long notTried = count(results, Outcome.NOT_TRIED);
        reporting.say(failed == 0 ? "all " + results.size() + " checks passed"
                : failed + " of " + results.size() + " checks failed"
                        + (notTried == 0 ? "" : ", " + notTried + " were not tried because of that"));
        if (trainer.isCommand()) {
            note(false, NOT_ISOLATED);
        } else {
            noteIsolation();
            suggestData();
        }
        return failed == 0 ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    /** What is in force for the trainers of worker.yaml; what does not hold is said, and fails nothing. */
    private void noteIsolation() {
        Isolating isolating = Isolations.here(WorkerConfig.read(dir.folder().workerYaml()));
        note(isolating instanceof Isolating.By, isolating.text());
    }

    /** A trainer of worker.yaml that was tried on made-up images only says little about the site. */
    private void suggestData() {
        if (data == null) {
            Set<String> offered = new TreeSet<>(WorkerConfig.read(dir.folder().workerYaml()).data().keySet());
            reporting.say("note  it was tried on made-up images" + (offered.isEmpty() ? "" : "; --data NAME tries it on a data set of"
                    + " worker.yaml: " + String.join(", ", offered)));
        }
    }

    private void note(boolean isolated, String text) {
        reporting.print("note  " + text, JsonObject.builder().put("isolated", isolated).put("note", text).build());
    }

    private static long count(List<CheckResult> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private List<CheckResult> checkTrainer() throws IOException {
        Path logs = Files.createTempDirectory("consort-check-log-");
        try {
            return TrainerContract.check(trainer.command(dir.folder(), logs), options(), this::report);
        } finally {
            TrainerFolders.delete(logs);
        }
    }

    private ContractOptions options() {
        if (data == null) {
            return ContractOptions.DEFAULT;
        }
        PartyFolder folder = dir.folder();
        Map<String, Path> offered = WorkerConfig.read(folder.workerYaml()).data();
        Path shard = offered.get(data);
        if (shard == null) {
            throw new ConfigException(folder.workerYaml() + " has no data set \"" + data + "\"; it has "
                    + new TreeSet<>(offered.keySet())
                    + Nearest.of(data, offered.keySet()).map(near -> "; did you mean " + near + "?").orElse(""));
        }
        return ContractOptions.DEFAULT.withData(shard);
    }

    private void report(CheckResult result) {
        String line = "%-16s %s".formatted(result.check(), result.promise());
        switch (result.outcome()) {
            case PASSED -> reporting.say("pass  " + line);
            case FAILED -> reporting.say("FAIL  " + line + "\n      " + result.hint());
            case NOT_TRIED -> { }
        }
        reporting.json(JsonObject.builder()
                .put("check", result.check())
                .put("passed", result.passed())
                .put("tried", result.outcome() != Outcome.NOT_TRIED)
                .put("promise", result.promise())
                .put("hint", result.hint())
                .build());
    }
}
