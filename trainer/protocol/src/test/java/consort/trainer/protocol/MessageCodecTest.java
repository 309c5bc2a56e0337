package consort.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

    static Stream<AgentMessage> agentMessages() {
        return Stream.of(
                new TrainerTask.Initialize("t-1", 7, Path.of("/a/model.safetensors")),
                new TrainerTask.Train("run:1.2_3", Path.of("/a/in"), Path.of("/data"), Path.of("/a/out"), 60,
                        TrainerTask.MAX_INTEGER, Map.of("batchSize", 32L, "shift", -5L), Optional.of(Path.of("/state"))),
                new TrainerTask.Train("t", Path.of("/ä\"\n/in"), Path.of("/d"), Path.of("/o"), 1, 0, Map.of(),
                        Optional.empty()),
                new TrainerTask.Evaluate("t", Path.of("/m"), Path.of("/d"), Map.of("batchSize", 1L)),
                new AgentMessage.Cancel("t"));
    }

    @ParameterizedTest
    @MethodSource("agentMessages")
    void readsBackWhatAnAgentWrites(AgentMessage message) throws ProtocolException {
        String line = MessageCodec.encode(message);
        assertThat(line).doesNotContain("\n");
        assertThat(MessageCodec.decodeAgent(line)).isEqualTo(message);
    }

    static Stream<TrainerMessage> trainerMessages() {
        return Stream.of(
                new TrainerMessage.Hello(1, "djl", "0.1"),
                new TrainerMessage.Progress("t", 3, 60, OptionalLong.of(2_302_585)),
                new TrainerMessage.Progress("t", 3, 60, OptionalLong.empty()),
                new TrainerMessage.Done("t", OptionalLong.of(1), OptionalLong.of(2), OptionalLong.of(3),
                        OptionalLong.of(4), OptionalLong.of(5)),
                new TrainerMessage.Done("t", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(),
                        OptionalLong.empty(), OptionalLong.empty()),
                new TrainerMessage.Failed("t", "no \"data\""));
    }

    @ParameterizedTest
    @MethodSource("trainerMessages")
    void readsBackWhatATrainerWrites(TrainerMessage message) throws ProtocolException {
        assertThat(MessageCodec.decodeTrainer(MessageCodec.encode(message))).isEqualTo(message);
    }

    @Test
    void ignoresUnknownFields() throws ProtocolException {
        assertThat(MessageCodec.decodeTrainer("{\"type\":\"failed\",\"task\":\"t\",\"reason\":\"r\",\"mood\":[{}]}"))
                .isEqualTo(new TrainerMessage.Failed("t", "r"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "{", "{} {}", "{}", "{\"type\":7}", "{\"type\":\"sing\"}",
        "{\"type\":\"failed\",\"type\":\"failed\",\"task\":\"t\",\"reason\":\"r\"}",
        "{\"type\":\"done\",\"task\":null}", "{\"type\":\"done\",\"task\":\"t\",\"steps\":1.0}",
        "{\"type\":\"done\",\"task\":\"t\",\"steps\":\"1\"}", "{\"type\":\"done\",\"task\":\"t\",\"steps\":9007199254740992}",
        "{\"type\":\"hello\",\"protocol\":4294967297,\"trainer\":\"t\",\"version\":\"1\"}"})
    void refusesWhatATrainerMustNotSend(String line) {
        assertThatThrownBy(() -> MessageCodec.decodeTrainer(line)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"init\",\"task\":\"t\",\"seed\":1,\"output\":\"relative\"}",
        "{\"type\":\"init\",\"task\":\"t\",\"seed\":-1,\"output\":\"/o\"}",
        "{\"type\":\"train\",\"task\":\"t\",\"model\":\"/m\",\"data\":\"/d\",\"output\":\"/o\",\"steps\":0,\"seed\":1,\"settings\":{}}",
        "{\"type\":\"evaluate\",\"task\":\"t\",\"model\":\"/m\",\"data\":\"/d\"}",
        "{\"type\":\"evaluate\",\"task\":\"t\",\"model\":\"/m\",\"data\":\"/d\",\"settings\":{\"rate\":0.1}}",
        "{\"type\":\"evaluate\",\"task\":\"t\",\"model\":\"\\u0000\",\"data\":\"/d\",\"settings\":{}}"})
    void namesTheTaskOfAMessageItRefuses(String line) {
        assertThatThrownBy(() -> MessageCodec.decodeAgent(line)).isInstanceOfSatisfying(ProtocolException.class,
                e -> assertThat(e.task()).contains("t"));
    }

    @Test
    void refusesATaskIdThatCouldMisleadALog() {
        assertThatThrownBy(() -> new AgentMessage.Cancel("a\nb")).isInstanceOf(IllegalArgumentException.class);
    }
}
