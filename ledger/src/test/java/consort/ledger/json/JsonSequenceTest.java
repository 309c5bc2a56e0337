package consort.ledger.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonSequenceTest {

    @Test
    void printedPieceByPieceAValueIsWhatItIsAsAWhole() {
        JsonObject object = JsonObject.builder()
                .put("none", new JsonSequence(Stream::of))
                .put("made", new JsonSequence(() -> LongStream.range(0, 3).mapToObj(JsonInteger::new)))
                .put("a \"name\"", List.of(new JsonString("\n"), JsonObject.EMPTY, new JsonBoolean(true)))
                .build();
        StringWriter printed = new StringWriter();
        object.print(printed::write);
        assertThat(printed).hasToString(object.canonicalText());
        assertThat(JsonObject.parse(printed.toString()).members().get("made"))
                .isEqualTo(new JsonArray(List.of(new JsonInteger(0), new JsonInteger(1), new JsonInteger(2))));
    }
}
