package consort.ledger.tampering;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.Evidence;
import consort.ledger.audit.cli.Verdicts;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.KeyFile;
import consort.ledger.entry.NamedDocuments;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.SignedCheckpoint;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
        assertThat(Verdicts.text(verdict)).startsWith(cheat.says().of(scene));
        if (verdict instanceof Tampered tampered) {
            Evidence evidence = tampered.evidence();
            assertThat(evidence.rule()).as(evidence.text()).isEqualTo(cheat.rule());
            assertThat(evidence.field()).as(evidence.text()).startsWith(cheat.field());
            assertThat(evidence.text()).as("as the entry has it, not as Java prints it").doesNotContainPattern("[A-Z]\\w+\\[");
            assertFile(scene, evidence);
            assertEntry(scene, evidence);
            assertThat(Verdicts.text(verdict)).startsWith("TAMPERED: " + evidence.file()
                    + (evidence.entry().isPresent() ? ", entry " + evidence.entry().getAsLong() : "") + ", field " + evidence.field()
                    + ", rule " + evidence.rule() + ": expected " + evidence.expected() + ", found " + evidence.found() + "\n");
            if (evidence.file().equals("witnessed")) {
                assertThat(Verdicts.text(verdict)).as("the checkpoint is signed").doesNotContain("Is this trust.json");
            }
        }
    }

    /** An altered file itself; of a bundle and its tiles, and where no file was altered, the bundle of the entry that the cheat is in. */
    private static void assertFile(Scene scene, Evidence evidence) {
        if (scene.altered().size() == 1) {
            assertThat(scene.altered()).as(evidence.text()).containsExactly(evidence.file());
            return;
        }
        if (scene.cheated() < 0 && evidence.rule().equals("tree")) {
            assertThat(evidence.file()).as("nothing tells which of them").isEqualTo("tile/entries");
            assertThat(evidence.found()).contains("another copy that verifies");
            return;
        }
        long last = scene.entries.size() - 1;
        assertThat(evidence.file()).as(evidence.text()).isEqualTo(switch (evidence.rule()) {
            case "checkpoint-signature" -> "checkpoint";
            case "trust" -> Evidence.bundle(0, last + 1);
            case "receipt" -> "receipt 1";
            default -> Evidence.bundle(Math.min(scene.cheated(), last), last + 1);
        });
    }

    /** The one that the cheat is in, or that an altered file goes back to. */
    private static void assertEntry(Scene scene, Evidence evidence) {
        if (scene.cheated() >= 0) {
            assertThat(evidence.entry()).as(evidence.text()).hasValue(scene.cheated());
        }
        if (List.of("checkpoint-signature", "exported-keys").contains(evidence.rule()) && !evidence.file().startsWith("keys/")) {
            assertThat(evidence.entry()).as("of a whole checkpoint or policy: " + evidence.text()).isEmpty();
            return;
        }
        boolean another = evidence.file().equals(SignedCheckpoint.WITNESSED) && evidence.rule().equals("tree");
        assertThat(evidence.entry().isPresent()).as("of another tree a root does not tell which: " + evidence.text())
                .isNotEqualTo(evidence.file().equals("tile/entries") || another);
        if (evidence.file().startsWith("keys/")) {
            KeyFile named = KeyFile.of(scene.parse((int) evidence.entry().getAsLong()).body()).orElseThrow();
            assertThat(named.path() + " " + named.verifierKey()).isEqualTo(evidence.file() + " " + evidence.expected());
        } else if (evidence.file().startsWith("docs/")) {
            assertThat(NamedDocuments.of(scene.parse((int) evidence.entry().getAsLong()).body())).as(evidence.text())
                    .contains(evidence.file().substring("docs/".length()));
        }
    }

    /** By the operator instead of a party, or by a party instead of the operator. */
    @ParameterizedTest
    @EnumSource(EntryType.class)
    void anEntryOfAnyTypeByAnotherSignerIsCaught(EntryType type) throws IOException {
        Scene scene = new Scene();
        int index = scene.find(type, 1);
        Entry entry = scene.parse(index);
        boolean byLog = entry.signature().isBy(Scene.logKey().verifierKey());
        scene.put(index, entry.note().text(), byLog ? LedgerBuilder.workerKey("acme/w1") : Scene.logKey());
        AuditVerdict verdict = scene.audit();
        assertThat(verdict).isInstanceOf(Tampered.class);
        Evidence evidence = ((Tampered) verdict).evidence();
        assertThat(evidence.rule()).as(evidence.text()).isEqualTo("signer");
        assertFile(scene, evidence);
        assertEntry(scene, evidence);
    }

    /** Half of what the work takes, and half of what the device had left: not nothing, as for some other reason. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {"device time beyond what the lease's work takes by the benchmark, 3437", "device time that another lease took on the same device, 500"})
    void isToldHowMuchWouldCount(String what, String expected) throws IOException {
        Scene scene = new Scene();
        WorkCheats.all().stream().filter(cheat -> cheat.what().startsWith(what)).findFirst().orElseThrow().doing().in(scene);
        assertThat(((Tampered) scene.audit()).evidence().expected()).isEqualTo(expected);
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
