package consort.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an agent writes to a trainer that stands on this library. */
class AgentMessageFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        Path model = Path.of("/tmp/model.safetensors");
        Path data = Path.of("/srv/data");
        return Stream.of(
                        new TrainerTask.Initialize("t:1", 7, model),
                        new TrainerTask.Train("t.2", model, data, Path.of("/tmp/out"), 50, 7, Map.of("batch", 64L),
                                Optional.of(Path.of("/tmp/state"))),
                        new TrainerTask.Evaluate("t-3", model, data, Map.of()),
                        new AgentMessage.Cancel("t_4"))
                .map(message -> MessageCodec.encode(message).getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    protected List<String> words() {
        return List.of("\"type\":\"init\"", "\"settings\":{\"a\":1},", "\"state\":null,", "-9223372036854775808", "\\u0000",
                "\\ud800", "9007199254740992", "/../");
    }

    @Override
    protected boolean accepts(byte[] input) throws ProtocolException {
        AgentMessage message;
        try {
            message = MessageCodec.decodeAgent(new String(input, StandardCharsets.UTF_8));
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(MessageCodec.decodeAgent(MessageCodec.encode(message))).isEqualTo(message);
        return true;
    }
}
