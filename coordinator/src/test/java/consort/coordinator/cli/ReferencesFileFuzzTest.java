package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Pool;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Limits;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonObject;
import consort.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file of {@code init --references}, which one consortium takes over from another: it stands in the charter, or is refused with its line. */
class ReferencesFileFuzzTest extends DecoderFuzzTest {

    private static final JsonObject CHARTER = JsonObject.parse(Pool.charterDocument().bytes(), Limits.MAX_DOCUMENT_BYTES);

    private final Path file = Files.createTempFile("references", ".yaml");

    ReferencesFileFuzzTest() throws IOException {
        file.toFile().deleteOnExit();
    }

    @Override
    protected List<byte[]> seeds() {
        return List.of("cnn: { data: train, steps: 5, stepsPerSecondMilli: 4500 }\n".getBytes(StandardCharsets.UTF_8), """
                fashion-cnn:                   # a trainer
                  data: fashion-train
                  steps: 50
                  stepsPerSecondMilli: 12500
                  settings: { batchSize: 32, warmUp: -5 }
                tiny-gpt: {data: bible, steps: 1000000, stepsPerSecondMilli: 1}
                """.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected List<String> words() {
        return List.of("steps: ", "data: ", "trainer: ", "settings: ", "-9223372036854775808", "9007199254740993", "1e9", ".nan", "\"\\ud800\"",
                "\"\\0\"", "&a ", "*a", "<<: ", "? ", "---\n", "[[[[[[[[", "{a: {a: ", "~", "0x10", "a.b: ");
    }

    /** The parser keeps every token of a YAML file with its places. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (2L << 20) + 4096L * inputBytes;
    }

    @Override
    protected int quickRuns() {
        return 1500;
    }

    @Override
    protected String guidedBy() {
        return "consort.**:org.yaml.snakeyaml.**:com.fasterxml.jackson.dataformat.yaml.**";
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        Files.write(file, input);
        CharterDocument charter;
        ReferencesFile read;
        try {
            read = ReferencesFile.read(file);
            charter = charter(read);
        } catch (SettingsException refused) {
            assertThat(refused.getMessage()).startsWith(file.toString());
            return false;
        }
        assertThat(CharterDocument.parse(charter.bytes())).isEqualTo(charter);
        assertThat(charter.references()).hasSameSizeAs(read.trainers());
        read.trainers().forEach(trainer -> assertThat(charter.reference(trainer).orElseThrow().stepsPerSecondMilli()).isPositive());
        return true;
    }

    /** As {@code init} makes it. */
    private CharterDocument charter(ReferencesFile read) {
        JsonObject.Builder json = JsonObject.builder();
        CHARTER.members().forEach((name, value) -> {
            if (!name.equals("references")) {
                json.put(name, value);
            }
        });
        try {
            return CharterDocument.parse(json.put("references", read.references()).build().canonicalBytes());
        } catch (JsonException unfit) {
            Optional<SettingsException> fault = read.fault(unfit);
            assertThat(fault.isPresent() || unfit.field().filter("references"::equals).isPresent())
                    .as("what the charter says of one reference is said of this file's line: %s", unfit.getMessage()).isTrue();
            throw fault.orElseGet(() -> new SettingsException(file + ": " + unfit.getMessage()));
        }
    }
}
