package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Document;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's commands against a coordinator that serves. */
class OperatorCommandsTest {

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;

    @BeforeEach
    void serves() {
        coordinator = new LiveCoordinator(temporary, "");
    }

    @AfterEach
    void stops() {
        coordinator.close();
    }

    @Test
    void statusListsOrganizationsAndOpenInvitesAndAClosedPeriodHasItsNumber() {
        assertThat(printed("status")).contains("no organization yet");
        printed("invite", "acme", "--expires", "12h");
        assertThat(printed("status")).contains("open invite for organization acme, ends in 11 h 59 min");
        assertThat(printed("status", "--json"))
                .contains("\"organizations\":[]", "\"invites\":[{\"benefit\":1,\"expiresMillis\":", "\"organization\":\"acme\"");
        assertThat(printed("status")).as("the authority's digits, to be compared")
                .containsPattern("(?m)^  authority: ([0-9a-f]{8} ){7}[0-9a-f]{8}$");
        assertThat(refused("period", "close")).contains("period 1, which began with entry 0, has nothing to bill", "--empty");
        assertThat(printed("period", "close", "--empty")).startsWith("period 1 closed at entry ");
        assertThat(printed("period", "close", "--empty", "--json")).contains("\"period\":2");
    }

    @Test
    void aBillWithoutPaymentsIsSettledWithoutAWordAndWhatIsNoDisputeIsNotResolved() {
        assertThat(refused("settle", "--period", "1")).contains("period 1 is not closed; none is");
        printed("period", "close", "--empty");
        assertThat(printed("settle", "--period", "1")).isEqualTo("the bill of period 1 has no payments; there is nothing to settle\n");
        assertThat(printed("settle", "--period", "1", "--json")).isEqualTo(
                "{\"already\":true,\"currency\":\"EUR\",\"payments\":[],\"period\":1}\n");
        assertThat(refused("resolve", "1", "--uphold", "--reason", "so it is")).contains("entry 1 is no dispute; none is open");
    }

    @Test
    void whatCannotBeReversedOrAdjustedIsRefused() {
        assertThat(refused("reverse", "1", "--accepted-millis", "0", "--reason", "idle")).contains("entry 1 is no usage claim");
        assertThat(refused("adjust", "acme=1", "beta=-1", "--reason", "agreed")).contains("there is no member \"acme\"");
    }

    @Test
    void aSecondInviteOfAnOrganizationSaysThatAnotherIsOpenOnWhichTerms() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String dir = coordinator.folder().root().toString();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), "invite", "acme", "--benefit", "3", "--dir", dir)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), "invite", "acme", "--tier", "2", "--dir", dir)).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("consort://"));
        assertThat(err.toString()).startsWith("another invite of acme is open as well: ends in 6 d 23 h").contains(", benefit 3, tier 1. ");
        assertThat(printed("status")).contains("h, benefit 3, tier 1\n", "h, benefit 1, tier 2\n");
    }

    @Test
    void commandsAboutWhatIsNotThereSayWhatIsThere() {
        assertThat(refused("pause", "7")).contains("there is no run 7");
        assertThat(refused("resume", "7")).contains("there is no run 7");
        assertThat(refused("stop", "7")).contains("there is no run 7");
        assertThat(refused("drain", "dora")).contains("there is no member \"dora\"");
        assertThat(refused("evict", "dora/w1", "--reason", "unpaid")).contains("there is no member \"dora\"");
        assertThat(refused("readmit", "dora")).contains("there is no member \"dora\"");
        assertThat(refused("evict", "d".repeat(9_000), "--reason", "unpaid")).startsWith("consort coordinator: ")
                .contains("there is no member \"ddd").hasSizeLessThan(4_200);
        assertThat(refused("withdraw", "0".repeat(8), "--reason", "another seed")).contains("no job 00000000 was submitted");
        assertThat(refused("cost", "add", "dora", "50.00", "--for", "hosting")).contains("there is no member \"dora\"");
    }

    @Test
    void aSecondCoordinatorIsToldWhichFolderIsInUseAndTouchesNothing() throws IOException {
        Path arriving = coordinator.folder().root().resolve("staging/7");
        Files.createDirectories(arriving.getParent());
        Files.writeString(arriving, "the beginning of an upload to the first");
        assertThatThrownBy(() -> Serving.start(coordinator.folder(), coordinator.config(), failure -> { }))
                .isInstanceOfSatisfying(CommandException.class, refused -> assertThat(refused.code()).isEqualTo(ExitCode.IN_USE))
                .hasMessageContaining(coordinator.folder().root().toAbsolutePath().toString());
        assertThat(arriving).exists();
    }

    @Test
    void submitSaysWhatAJobTakesAndRefusesWhatCannotFitBeforeTheUpload() throws IOException {
        Path model = SmallJob.model(temporary);
        Path job = SmallJob.job(temporary, 1);
        assertThat(refused(ExitCode.CANNOT_FIT, "submit", job.toString(), "--model", model.toString())).isEqualTo(
                "consort coordinator: job small cannot fit: a round takes at least 1 workers (cohort.min), and there are 0 enrolled"
                        + " and 0 invited; have more join first\n");
        assertThat(coordinator.folder().root().resolve("blobs")).doesNotExist();
        coordinator.invite("acme");
        assertThat(printed("submit", job.toString(), "--model", model.toString(), "--dry-run"))
                .startsWith("estimate for job small:\n  time         at most 6 min,").contains(
                        "\nwarning: no worker that may take tasks was here since the coordinator started", "nothing was submitted: job ");
        assertThat(printed("status", "--json")).contains("\"runs\":[]");
        assertThat(printed("submit", job.toString(), "--model", model.toString()))
                .startsWith("estimate for job small:\n").contains("\nwarning: no worker", "\nrun 1 started: job ");
        assertThat(printed("submit", job.toString(), "--model", model.toString(), "--json"))
                .contains("\"already\":true", "\"run\":1", "\"modelBytes\":{\"basis\":\"exact\",\"value\":72}");
        assertThat(printed("status")).contains("  planned and so far: time at most 6 min / ");
    }

    @Test
    void aRunWhoseModelIsGoneAtAStartEndsAndTheCoordinatorServesOn() throws Exception {
        coordinator.invite("acme");
        Path model = SmallJob.model(temporary);
        printed("submit", SmallJob.job(temporary, 1).toString(), "--model", model.toString());
        coordinator.close();
        String digest = Document.digest(Files.readAllBytes(model));
        Files.delete(coordinator.folder().root().resolve("blobs").resolve(digest.substring(0, 2)).resolve(digest));
        List<Throwable> fatal = new CopyOnWriteArrayList<>();
        Serving again = Serving.start(coordinator.folder(), coordinator.config(), fatal::add);
        try {
            String status = printed("status");
            for (int looked = 0; looked < 100 && status.contains(") running"); looked++) {
                Thread.sleep(50);
                status = printed("status");
            }
            assertThat(status).contains("run 1 (small) abandoned, 0 of 3 rounds closed: its initial model, " + digest + ", is not stored");
            assertThat(fatal).isEmpty();
        } finally {
            again.stop();
        }
    }

    private String refused(String... words) {
        return refused(ExitCode.REFUSED, words);
    }

    private String refused(ExitCode code, String... words) {
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", coordinator.folder().root().toString()));
        assertThat(Main.run(new PrintWriter(System.out), new PrintWriter(err), all.toArray(String[]::new))).isEqualTo(code.code());
        return err.toString();
    }

    /** What a command of the operator prints. */
    private String printed(String... words) {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", coordinator.folder().root().toString()));
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(System.err), all.toArray(String[]::new))).isZero();
        return out.toString();
    }
}
