package consort.trainer.protocol.contract;

import consort.trainer.protocol.FailureReason;
import consort.trainer.protocol.TaskOutcome;
import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.TrainerFolders;
import consort.trainer.protocol.TrainerTask;
import consort.trainer.protocol.contract.CheckResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What a trainer must do, tried on a real process. */
public final class TrainerContract {

    private final Workbench bench;
    private final RawChecks raw;

    private TrainerContract(Workbench bench, RawChecks raw) {
        this.bench = bench;
        this.raw = raw;
    }

    /**
     * Runs all checks, one after the other, and reports each as soon as it is known. When the first finds no trainer behind
     * the command, the others are not tried.
     *
     * @return all results, in order
     * @throws IOException if the suite's own temporary files cannot be written
     */
    public static List<CheckResult> check(TrainerCommand command, ContractOptions options, Consumer<CheckResult> reporter)
            throws IOException {
        Path folder = Files.createTempDirectory("consort-check-");
        TrainerCommand seeing = command.seeing(options.data().stream().toList(), List.of(folder));
        try (var bench = new Workbench(seeing, options, folder)) {
            var results = new ArrayList<CheckResult>();
            for (Check check : new TrainerContract(bench, new RawChecks(seeing, options)).checks()) {
                boolean nothingThere = !results.isEmpty() && !bench.saidHello();
                CheckResult result = nothingThere ? check.notTried("the trainer did not come up") : check.result();
                results.add(result);
                reporter.accept(result);
            }
            return List.copyOf(results);
        } finally {
            TrainerFolders.delete(folder);
        }
    }

    private List<Check> checks() {
        return List.of(
                new Check("init", "connects, says hello and writes an initial model", () -> bench.initialize("init-1", 1)),
                new Check("init-same-seed", "makes equal models of one seed", this::initSameSeed),
                new Check("init-other-seed", "makes another model of another seed", this::initOtherSeed),
                new Check("train", "returns all tensors, finite, and leaves the input file alone", this::train),
                new Check("train-moves", "changes at least one tensor", this::trainMoves),
                new Check("train-steps", "makes as many steps as asked", this::trainSteps),
                new Check("train-state", "takes a state folder, a new one and a used one", this::trainState),
                new Check("evaluate", "measures the same twice and leaves the model alone", this::evaluate),
                new Check("tensor-order", "reads a model whatever the order of its tensors", this::tensorOrder),
                new Check("unknown-setting", "ignores settings it does not know", this::unknownSetting),
                new Check("wrong-tensors", "refuses a model of other tensors and lives on", this::wrongTensors),
                new Check("missing-data", "refuses a data folder that is not there and lives on", this::missingData),
                new Check("one-process", "serves task after task in one process", this::oneProcess),
                new Check("later-versions", "ignores unknown fields, refuses unknown messages and lives on",
                        () -> raw.laterVersions(bench)),
                new Check("end", "ends when the socket closes", raw::endsWithSocket));
    }

    private void initSameSeed() throws CheckFailed, IOException {
        Path again = bench.initialize("init-again", 1);
        if (!Arrays.equals(bench.canonical(bench.model()), bench.canonical(again))) {
            throw new CheckFailed("two initial models of seed 1 differ: draw every tensor from a generator with the seed");
        }
    }

    private void initOtherSeed() throws CheckFailed, IOException {
        Path other = bench.initialize("init-2", 2);
        if (Arrays.equals(bench.canonical(bench.model()), bench.canonical(other))) {
            throw new CheckFailed("the initial models of seeds 1 and 2 are equal: the seed is not used");
        }
    }

    private void train() throws CheckFailed, IOException {
        byte[] before = Files.readAllBytes(bench.model());
        bench.train(bench.model(), "trained", bench.steps(), Optional.empty());
        requireUnchanged(before);
    }

    private void trainMoves() throws CheckFailed, IOException {
        Path trained = bench.file("trained");
        if (!Files.exists(trained)) {
            throw CheckFailed.notTried("the check train must pass first");
        }
        if (Arrays.equals(bench.canonical(bench.model()), bench.canonical(trained))) {
            throw new CheckFailed("the trained model equals the model before: perhaps the input was written back");
        }
    }

    private void trainSteps() throws CheckFailed {
        TaskOutcome.Trained one = bench.train(bench.model(), "one", 1, Optional.empty());
        TaskOutcome.Trained more = bench.train(bench.model(), "more", bench.steps() + 1, Optional.empty());
        if (more.samples() <= one.samples()) {
            throw new CheckFailed("one step is reported with " + one.samples() + " samples and " + more.steps() + " steps with "
                    + more.samples() + ": samples counts all that were trained on, repeats too");
        }
    }

    private void trainState() throws CheckFailed, IOException {
        Path state = Files.createDirectory(bench.file("state"));
        bench.train(bench.model(), "stateful", 1, Optional.of(state));
        bench.train(bench.file("stateful"), "stateful-again", 1, Optional.of(state));
    }

    private void evaluate() throws CheckFailed, IOException {
        byte[] before = Files.readAllBytes(bench.model());
        TaskOutcome.Evaluated first = bench.evaluate(bench.model());
        TaskOutcome.Evaluated second = bench.evaluate(bench.model());
        requireEqual(first, second, "the same model");
        requireUnchanged(before);
    }

    private void tensorOrder() throws CheckFailed, IOException {
        Path odd = bench.file("odd-order");
        OddModel.reverse(bench.model(), odd);
        requireEqual(bench.evaluate(bench.model()), bench.evaluate(odd), "a model and its copy in another tensor order");
        bench.train(odd, "odd-trained", 1, Optional.empty());
    }

    private void unknownSetting() throws CheckFailed {
        var task = new TrainerTask.Evaluate("check-setting", bench.model(), bench.data(),
                Map.of("ofALaterVersion", 1L));
        if (!(bench.run(task) instanceof TaskOutcome.Evaluated)) {
            throw new CheckFailed("an evaluate task with only the setting ofALaterVersion did not go through: "
                    + "a trainer has a default for every setting of its own and ignores others");
        }
    }

    private void wrongTensors() throws CheckFailed, IOException {
        Path renamed = bench.file("renamed");
        OddModel.rename(bench.model(), renamed);
        requireRefused(bench.trainTask(renamed, bench.data(), "refused", 1, Optional.empty()),
                "a model whose tensors have other names");
    }

    private void missingData() throws CheckFailed {
        requireRefused(bench.trainTask(bench.model(), bench.file("no-such-folder"), "refused", 1, Optional.empty()),
                "a data folder that is not there");
    }

    private void oneProcess() throws CheckFailed {
        bench.evaluate(bench.model());
        OptionalLong before = bench.processId();
        bench.train(bench.model(), "again", 1, Optional.empty());
        if (before.isEmpty() || !before.equals(bench.processId())) {
            throw new CheckFailed("the process ended after a task: stay and read the next line");
        }
    }

    private void requireRefused(TrainerTask task, String what) throws CheckFailed {
        OptionalLong before = bench.processId();
        TaskOutcome outcome = bench.run(task);
        if (!(outcome instanceof TaskOutcome.Failed failed) || failed.reason() != FailureReason.FAILED) {
            throw new CheckFailed("given " + what + " the trainer must answer failed, but: "
                    + Workbench.unexpected(outcome).getMessage());
        }
        bench.evaluate(bench.model());
        if (!before.equals(bench.processId())) {
            throw new CheckFailed("given " + what + " the trainer answered failed and then ended: it must live on");
        }
    }

    private void requireUnchanged(byte[] before) throws CheckFailed, IOException {
        if (!Arrays.equals(before, Files.readAllBytes(bench.model()))) {
            throw new CheckFailed("the model file that was given changed: it is not the trainer's to write");
        }
    }

    private static void requireEqual(TaskOutcome.Evaluated first, TaskOutcome.Evaluated second, String what)
            throws CheckFailed {
        if (first.samples() != second.samples() || first.lossMillionths() != second.lossMillionths()
                || first.accuracyMillionths() != second.accuracyMillionths()) {
            throw new CheckFailed("evaluations of " + what + " differ: " + first + " and " + second);
        }
    }

    /** A named check. */
    private record Check(String name, String promise, Body body) {

        CheckResult result() throws IOException {
            try {
                body.run();
                return new CheckResult(name, promise, Outcome.PASSED, "");
            } catch (CheckFailed e) {
                return new CheckResult(name, promise, e.outcome(), e.getMessage());
            }
        }

        CheckResult notTried(String why) {
            return new CheckResult(name, promise, Outcome.NOT_TRIED, why);
        }
    }

    @FunctionalInterface
    private interface Body {
        void run() throws CheckFailed, IOException;
    }
}
