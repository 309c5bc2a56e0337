package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.rpc.Access;
import consort.coordinator.rpc.Access.Role;
import consort.coordinator.rpc.Access.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of who may call what is whole, and printed as it is. */
class AccessTableTest {

    @Test
    void theTableHasEveryMethodOfTheProtocol() {
        assertThat(Access.methods()).containsExactlyInAnyOrderElementsOf(Methods.all());
        assertThat(Methods.all()).hasSizeGreaterThan(20)
                .allSatisfy(method -> assertThat(Arrays.stream(Role.values()).flatMap(role -> Access.scope(method, role).stream()))
                        .as(method).isNotEmpty());
    }

    /** SECURITY.md shows the table as it is here. */
    @Test
    void theTableIsPrintedAsItIs() throws IOException {
        List<String> expected = new ArrayList<>();
        expected.add("| | " + Arrays.stream(Role.values()).map(role -> role.name().toLowerCase()).collect(Collectors.joining(" | "))
                + " |");
        expected.add("| --- |" + " --- |".repeat(Role.values().length));
        for (String method : Access.methods()) {
            expected.add("| `" + method.substring("consort.v1.".length()) + "` | " + Arrays.stream(Role.values())
                    .map(role -> Access.scope(method, role).map(Scope::name).orElse("–").toLowerCase())
                    .collect(Collectors.joining(" | ")) + " |");
        }
        assertThat(Files.readString(Path.of("..", "SECURITY.md"))).contains(String.join("\n", expected) + "\n");
    }
}
