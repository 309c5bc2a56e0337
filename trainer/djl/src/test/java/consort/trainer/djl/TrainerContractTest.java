package consort.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;

import consort.trainer.protocol.TrainerCommand;
import consort.trainer.protocol.contract.CheckResult;
import consort.trainer.protocol.contract.ContractOptions;
import consort.trainer.protocol.contract.SampleData;
import consort.trainer.protocol.contract.TrainerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both trainers keep the promises of {@code docs/trainer.md}. */
class TrainerContractTest {

    @TempDir
    Path folder;

    @Test
    void builtInTrainerKeepsEveryPromise() throws IOException {
        assertKept(TrainerCommands.djl(folder, "fashion-cnn"), 28);
    }

    @Test
    void builtInTrainerKeepsEveryPromiseWithDigits() throws IOException {
        assertKept(TrainerCommands.djl(folder, "digits-mlp"), 8);
    }

    @Test
    void builtInTrainerKeepsEveryPromiseIsolated() throws IOException, InterruptedException {
        assertKept(TrainerCommands.isolated(TrainerCommands.djl(folder, "digits-mlp"), Optional.empty()), 8);
    }

    @Test
    void builtInTrainerIsolatedUnpacksItsEngineIntoItsOwnHomeWhereTheSharedFolderLacksIt() throws IOException, InterruptedException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        assertKept(TrainerCommands.isolated(TrainerCommands.djl(folder, "digits-mlp"), Optional.of(shared)), 8);
        assertThat(shared).isEmptyDirectory();
    }

    @Test
    void pythonTrainerKeepsEveryPromiseIsolated() throws IOException, InterruptedException {
        assertKept(TrainerCommands.isolated(TrainerCommands.python(folder, "fashion-cnn"), Optional.empty()), 28);
    }

    @Test
    void pythonTrainerKeepsEveryPromise() throws IOException, InterruptedException {
        assertKept(TrainerCommands.python(folder, "fashion-cnn"), 28);
    }

    private void assertKept(TrainerCommand command, int side) throws IOException {
        Path data = folder.resolve("sample");
        SampleData.write(data, side, 64, 3);
        List<CheckResult> results = TrainerContract.check(command, ContractOptions.DEFAULT.withData(data), _ -> { });
        assertThat(results).isNotEmpty().allSatisfy(
                result -> assertThat(result.passed()).as(result.toString()).isTrue());
    }
}
