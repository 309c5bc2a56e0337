package consort.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static final Keys KEYS = new Keys(Map.of("", Set.of("address", "server"), "server", Set.of("maxConnections", "windowBytes")));

    @TempDir
    private Path folder;

    @Test
    void readsWhatIsWrittenAndTakesDefaultsForTheRest() {
        Settings settings = read("""
                name: acme
                hours: 8
                strict: true
                cache: 20 GiB
                paths: [ a, 2, true ]
                environment: { THREADS: 1, RATIO: 0.50 }
                nothing:
                """);
        assertThat(settings.text("name")).contains("acme");
        assertThat(settings.integer("hours", 1, 0, 24)).isEqualTo(8);
        assertThat(settings.integer("minutes", 30, 0, 59)).isEqualTo(30);
        assertThat(settings.flag("strict", false)).isTrue();
        assertThat(settings.bytes("cache", 0)).isEqualTo(20L << 30);
        assertThat(settings.texts("paths")).containsExactly("a", "2", "true");
        assertThat(settings.textMap("environment")).isEqualTo(Map.of("RATIO", "0.50", "THREADS", "1"));
        assertThat(settings.object("nothing")).as("a section with its keys commented out").isEmpty();
        assertThat(settings.section("nothing").count("x", 3, 1, 9)).isEqualTo(3);
        assertThat(read("# nothing\n").has("name")).isFalse();
    }

    @Test
    void namesTheLineOfAWrongValueNotOnlyOfAWrongKey() {
        refused("a: 1\nhours:\n  many\n", settings -> settings.integer("hours", 1, 0, 24),
                "settings.yaml, line 3: hours must be an integer from 0 to 24, not \"many\"");
        refused("limits:\n  hours: 8\n  days:\n", settings -> settings.section("limits").integer("days", 1, 0, 7),
                "line 3: limits.days has no value; give it one, or leave the key out");
        refused("command:\n- a\n- {}\n", settings -> settings.texts("command"), "line 3: command[1] must be a text, not {}");
        refused("trainers:\n  cnn:\n    command: x\n",
                settings -> settings.objects("trainers", (name, trainer) -> trainer.texts("command")),
                "line 3: trainers.cnn.command must be a list of texts, not \"x\"");
        refused("cache: 1\n", settings -> settings.bytes("cache", 5, 2, 10), "line 1: cache must be a number of bytes from 2 to 10, not 1");
        refused("hours: 99999999999999999999\n", settings -> settings.integer("hours", 1, 0, 24), "not 99999999999999999999");
        refused("a: 1\n", settings -> settings.error("b", "is missing"), "settings.yaml: b is missing");
    }

    @Test
    void namesTheLineOfAWrongKeyAndTheOneThatWasProbablyMeant() {
        unknown("address: x\nserver:\n  maxConections: 5\n", "line 3: unknown key \"server.maxConections\"; did you mean maxConnections?"
                + " (known here: maxConnections, windowBytes)");
        unknown("address: x\nserver.maxConnections: 5\n", "line 2: \"server.maxConnections\" is written nested: a line \"server:\","
                + " and below it, indented, \"maxConnections: 5\"");
        unknown("adress: x\n", "line 1: unknown key \"adress\"; did you mean address?");
        unknown("address: x\naddress: y\n", "line 2: Duplicate field 'address'");
    }

    @Test
    void refusesWhatDoesNotStandWhereOneReadsIt() {
        unknown("address: &a x\nserver: *a\n", "line 2: *a is an alias, which is not read");
        unknown("address: x\n---\naddress: y\n", "a second document begins here");
        unknown("- a\n", "line 1: the file must be a mapping");
        unknown("address: [ x\nserver: 1\n", "line 2, column 7: expected ',' or ']'");
    }

    @Test
    void theEnvironmentCountsMoreAndIsNamedWhereItIsWrong() {
        Path file = write("address: x\nserver: { maxConnections: 5 }\n");
        Settings settings = Settings.read(file, KEYS, Map.of("CONSORT_SERVER_MAX_CONNECTIONS", "7", "CONSORT_ADDRESS", "12", "HOME", "/"));
        assertThat(settings.section("server").count("maxConnections", 1, 1, 10)).isEqualTo(7);
        assertThat(settings.text("address")).contains("12");
        assertThatThrownBy(() -> settings.section("server").count("maxConnections", 1, 1, 6)).hasMessage(
                "the environment's CONSORT_SERVER_MAX_CONNECTIONS: server.maxConnections must be an integer from 1 to 6, not \"7\"");
        assertThatThrownBy(() -> Settings.read(file, KEYS, Map.of("CONSORT_SERVER_MAXCONNECTIONS", "7")))
                .hasMessageContainingAll("CONSORT_SERVER_MAXCONNECTIONS", "no key of 'server'", "CONSORT_SERVER_MAX_CONNECTIONS");
        assertThatThrownBy(() -> Settings.read(file, KEYS, Map.of("CONSORT_ADRESS", "12")))
                .hasMessageContainingAll("CONSORT_ADRESS", "did you mean CONSORT_ADDRESS?");
        Settings.read(file, KEYS, Map.of("CONSORT_JAVA_OPTS", "-Xmx1g", "CONSORT_PYTHON", "python3", "CONSORT_NO_BUILD", "1"));
    }

    @Test
    void becomesJsonWhoseFaultsAreNamedByLineToo() {
        Settings settings = read("""
                norm: 50.5
                cohort:
                  min: 2
                scales:
                  conv1.weight: 24
                """);
        Set<String> decimals = Set.of("norm");
        assertThat(settings.json(decimals).canonicalText())
                .isEqualTo("{\"cohort\":{\"min\":2},\"normMillionths\":50500000,\"scales\":{\"conv1.weight\":24}}");
        assertThat(settings.error(JsonException.about("cohort.min", ": expected 3"), decimals))
                .hasMessageContaining("settings.yaml, line 3: cohort.min does not fit: expected 3");
        assertThat(settings.error(JsonException.about("scales.conv1.weight", ": expected 3"), decimals)).hasMessageContaining("line 5:");
        assertThat(settings.error(JsonException.about("normMillionths", ": expected 3"), decimals))
                .hasMessageContaining("line 1: norm does not fit: expected 3");
        refused("a: 1\nb: 1.5\n", wrong -> wrong.json(decimals), "line 2: b must be an integer");
        refused("a: 1\nb:\n", wrong -> wrong.json(decimals), "line 2: b has no value");
        refused("norm: 1e-9\n", wrong -> wrong.json(decimals), "norm must be a number with at most 6 decimal places");
    }

    private Settings read(String yaml) {
        return Settings.read(write(yaml));
    }

    private void refused(String yaml, Consumer<Settings> reading, String message) {
        assertThatThrownBy(() -> {
            Settings settings = read(yaml);
            reading.accept(settings);
            throw settings.error("b", "is missing");
        }).as(yaml).isInstanceOf(SettingsException.class).hasMessageContaining(message).satisfies(failure ->
                assertThat(failure.getMessage()).startsWith(folder.toString()).doesNotContain("\n"));
    }

    private void unknown(String yaml, String message) {
        Path file = write(yaml);
        assertThatThrownBy(() -> Settings.read(file, KEYS)).as(yaml).isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining(message);
    }

    private Path write(String yaml) {
        try {
            return Files.writeString(folder.resolve("settings.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
