package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.model.tensor.Limits;
import consort.model.tensor.Sha256;
import consort.model.tensor.TensorFile;
import consort.model.tensor.TensorFiles;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerFolders;
import consort.trainer.protocol.TrainerLimits;
import consort.trainer.protocol.TrainerProcess;
import consort.trainer.protocol.TrainerTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code consort worker init-model}. */
@Command(name = "init-model", mixinStandardHelpOptions = true,
        description = "Have a trainer make the initial model of a job, as one canonical safetensors file.")
final class WorkerInitModel implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    @ArgGroup(multiplicity = "1")
    private TrainerChoice trainer;

    @Option(names = "--seed", paramLabel = "N", required = true, description = "Equal seeds make equal models.")
    private long seed;

    @Mixin
    private OutFile out;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path target = out.prepared(force);
        Path work = Files.createTempDirectory("consort-init-");
        Path raw = work.resolve("model.safetensors");
        try {
            initialize(trainer.command(dir.folder(), work).seeing(List.of(), List.of(work)), raw);
            TensorFiles.canonicalize(raw, target, Limits.DEFAULT);
            report(target);
            return ExitCodes.OK;
        } finally {
            Files.deleteIfExists(raw);
            TrainerFolders.delete(work);
        }
    }

    private void initialize(TrainerCommand command, Path raw) throws InterruptedException {
        try (TrainerProcess process = new TrainerProcess(command, TrainerLimits.DEFAULT)) {
            TaskOutcome outcome = process.run(new TrainerTask.Initialize("init", seed, raw), LIMIT, progress -> { }).get();
            if (outcome instanceof TaskOutcome.Failed failed) {
                throw new CommandFailure(ExitCodes.INITIALIZATION,
                        "the trainer made no model (" + failed.reason().code() + "): " + failed.text());
            }
        } catch (ExecutionException e) {
            throw new CommandFailure(ExitCodes.INITIALIZATION, "the trainer made no model: " + e.getCause());
        }
    }

    private void report(Path file) throws IOException {
        String digest = HexFormat.of().formatHex(Sha256.of(file));
        try (TensorFile model = TensorFile.open(file, Limits.DEFAULT)) {
            reporting.print("%s: %d tensors, %d numbers, %d bytes\nSHA-256 %s".formatted(out.path(), model.layout().tensors().size(),
                            model.layout().elements(), Files.size(file), digest),
                    JsonObject.builder()
                            .put("file", out.path().toString())
                            .put("sha256", digest)
                            .put("tensors", model.layout().tensors().size())
                            .put("elements", model.layout().elements())
                            .put("bytes", Files.size(file))
                            .build());
        }
    }
}
