package consort.trainer.protocol.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.contract.CheckResult.Outcome;
import consort.trainer.protocol.isolation.Bubblewrap;
import consort.trainer.protocol.isolation.Isolation;
import consort.trainer.protocol.isolation.View;
import consort.trainer.protocol.reference.ReferenceTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTrainerContractTest {

    @TempDir
    Path folder;

    @Test
    void referenceTrainerKeepsEveryPromise() throws IOException {
        var reported = new ArrayList<CheckResult>();
        List<CheckResult> results = check(ReferenceTrainer.command(64, 1), reported);
        assertThat(results).isEqualTo(reported).hasSizeGreaterThan(10).allSatisfy(
                result -> assertThat(result.passed()).as(result.toString()).isTrue());
    }

    @Test
    void referenceTrainerKeepsEveryPromiseIsolated() throws Exception {
        assumeTrue(Bubblewrap.find(System.getenv("PATH")).isPresent(), "SKIPPED: bubblewrap is not installed");
        Bubblewrap bubblewrap = Bubblewrap.find(System.getenv("PATH")).get();
        assumeTrue(bubblewrap.problem().isEmpty(), "SKIPPED: bubblewrap cannot isolate here: " + bubblewrap.problem());
        List<CheckResult> results = TrainerContract.check(new TrainerCommand(ReferenceTrainer.command(64, 1), Map.of(), folder,
                folder.resolve("log"), Optional.of(new Isolation(bubblewrap, View.NOTHING))), ContractOptions.DEFAULT, _ -> { });
        assertThat(results).hasSizeGreaterThan(10).allSatisfy(
                result -> assertThat(result.passed()).as(result.toString()).isTrue());
    }

    @Test
    void aProgramThatIsNoTrainerIsToldOnceAndNotTriedFurther() throws IOException {
        assertOnlyTheFirstFails(List.of("sh", "-c", "echo I am no trainer; exit 5"), "I am no trainer");
    }

    @Test
    void aCommandThatCannotBeStartedIsToldOnce() throws IOException {
        assertOnlyTheFirstFails(List.of(folder.resolve("no-such-program").toString()), "cannot start the trainer");
    }

    private void assertOnlyTheFirstFails(List<String> command, String hint) throws IOException {
        var reported = new ArrayList<CheckResult>();
        List<CheckResult> results = check(command, reported);
        assertThat(results).isEqualTo(reported).hasSizeGreaterThan(10);
        assertThat(results.getFirst().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(results.getFirst().hint()).contains(hint);
        assertThat(results.subList(1, results.size())).allSatisfy(
                result -> assertThat(result.outcome()).as(result.toString()).isEqualTo(Outcome.NOT_TRIED));
    }

    private List<CheckResult> check(List<String> command, List<CheckResult> reported) throws IOException {
        return TrainerContract.check(new TrainerCommand(command, Map.of(), folder, folder.resolve("log")),
                ContractOptions.DEFAULT, reported::add);
    }
}
