package consort.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import consort.trainer.protocol.contract.ContractOptions;
import consort.trainer.protocol.contract.TrainerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/trainer.md says is so. */
class DocumentationTest {

    private static final Path PAGE = Path.of("../../docs/trainer.md");

    @TempDir
    Path folder;

    @Test
    void everyMessageShownIsReadByTheCodec() throws IOException {
        List<String> messages = Pattern.compile("(?s)```json\n(.*?)```").matcher(Files.readString(PAGE)).results()
                .flatMap(block -> Pattern.compile("\n(?=\\{)").splitAsStream(block.group(1)))
                .map(message -> message.replace("\n ", "").strip()).toList();
        assertThat(messages).hasSizeGreaterThanOrEqualTo(9);
        for (String message : messages) {
            boolean fromTrainer = message.matches(".*\"type\":\"(hello|progress|done|failed)\".*");
            assertThatCode(() -> {
                Object read = fromTrainer ? MessageCodec.decodeTrainer(message) : MessageCodec.decodeAgent(message);
                String written = fromTrainer ? MessageCodec.encode((TrainerMessage) read)
                        : MessageCodec.encode((AgentMessage) read);
                assertThat(written).isEqualTo(message);
            }).as(message).doesNotThrowAnyException();
        }
    }

    @Test
    void everyReasonCodeAndEveryCheckIsExplained() throws IOException {
        String page = Files.readString(PAGE);
        for (FailureReason reason : FailureReason.values()) {
            assertThat(page).contains("| `" + reason.code() + "` |");
        }
        var nothing = new TrainerCommand(List.of("false"), Map.of(), folder, folder.resolve("log"));
        for (var check : TrainerContract.check(nothing, ContractOptions.DEFAULT, _ -> { })) {
            assertThat(page).contains("`" + check.check() + "`");
        }
    }
}
