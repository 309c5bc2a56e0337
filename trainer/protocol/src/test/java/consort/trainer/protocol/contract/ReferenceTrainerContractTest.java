package consort.trainer.protocol.contract;

import static org.assertj.core.api.Assertions.assertThat;

import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.reference.ReferenceTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    void aProgramThatIsNoTrainerBreaksEveryPromiseWithAHint() throws IOException {
        assertThat(check(List.of("sh", "-c", "echo I am no trainer; exit 5"), new ArrayList<>())).allSatisfy(result -> {
            assertThat(result.passed()).as(result.toString()).isFalse();
            assertThat(result.hint()).isNotBlank();
        });
    }

    private List<CheckResult> check(List<String> command, List<CheckResult> reported) throws IOException {
        return TrainerContract.check(new TrainerCommand(command, Map.of(), folder, folder.resolve("log")),
                ContractOptions.DEFAULT, reported::add);
    }
}
