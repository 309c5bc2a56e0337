package consort.ledger.tampering;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways to cheat of {@code docs/tampering.md}: each is caught, and the message says where and by which rule. */
class TamperingTest {

    private static final Path PAGE = Path.of("../docs/tampering.md");

    static Stream<Cheat> all() {
        return Stream.of(ByteCheats.all(), EntryCheats.all(), KeyCheats.all(), ClockCheats.all(), MoneyCheats.all(), WorkCheats.all(),
                CopyCheats.all(), WitnessCheats.all(), PrivacyCheats.all()).flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isCaught(Cheat cheat) throws IOException {
        Scene scene = new Scene();
        cheat.doing().in(scene);
        AuditVerdict verdict = scene.audit();
        assertThat(verdict.exitCode()).as("%s", verdict).isEqualTo(cheat.exitCode());
        if (verdict instanceof Tampered tampered) {
            Evidence evidence = tampered.evidence();
            assertThat(evidence.rule()).as(evidence.text()).isEqualTo(cheat.rule());
            assertThat(evidence.field()).as(evidence.text()).startsWith(cheat.field());
            assertThat(evidence.file()).as(evidence.text()).isNotBlank();
            if (!scene.altered().isEmpty()) {
                assertThat(scene.altered()).as(evidence.text()).anyMatch(path -> evidence.text().contains(path));
            }
            assertThat(evidence.text()).as("as the entry has it, not as Java prints it").doesNotContainPattern("[A-Z]\\w+\\[");
            if (evidence.rule().equals("document")) {
                assertThat(evidence.entry()).as(evidence.text()).isPresent();
            }
            if (scene.cheated() >= 0) {
                assertThat(evidence.entry()).as(evidence.text()).hasValue(scene.cheated());
            }
        }
    }

    @Test
    void theHonestLedgerVerifies() throws IOException {
        assertThat(new Scene().audit()).isInstanceOf(AuditVerdict.Verified.class);
    }

    @Test
    void thePageNamesThemAll() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| ")).toList();
        assertThat(rows).containsAll(all().map(Cheat::row).toList());
        assertThat(all().map(Cheat::what)).doesNotHaveDuplicates();
    }

    @Test
    void theTestsThatThePageNamesAreThere() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            there = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet());
        }
        assertThat(Pattern.compile("`([A-Z][A-Za-z]+Test)`").matcher(Files.readString(PAGE)).results().map(found -> found.group(1)))
                .isNotEmpty().isSubsetOf(there);
    }
}
