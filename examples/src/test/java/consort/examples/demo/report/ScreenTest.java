package consort.examples.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

    private static final List<String> NEXT = List.of("./consort demo --crash", "./consort audit verify x", "less y");

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 6", "6, 50"})
    void fitsFortyLinesOfAHundredColumns(int parties, int rounds) {
        Optional<Result.Crash> crash = Optional.of(new Result.Crash(2, 1_900, 25_000, 20_000));
        List<String> screen = Screen.of(Results.of(parties, rounds, 812_345, crash), "demo-out", NEXT);
        assertThat(screen).hasSizeLessThanOrEqualTo(Screen.MAX_LINES).allMatch(line -> line.length() <= Screen.WIDTH)
                .noneMatch(line -> line.endsWith("…"));
    }

    @Test
    void fitsEvenWhenAllThatCanBeLongIs() {
        Result six = Results.of(6, 50, 812_345, Optional.of(new Result.Crash(2, 1_900, 25_000, 20_000)));
        Result.Bill bill = six.bill();
        List<Result.Payment> five = Collections.nCopies(5, new Result.Payment("dahlia", "aster", 1_234_567));
        List<Result.Audit> surprising = Collections.nCopies(3, new Result.Audit("a copy, one cent changed",
                Result.Expected.tampered(85, "bill"), 0, "words ".repeat(12), Optional.empty(), 3));
        Map<Result.Stage, Long> slow = new EnumMap<>(six.stageMillis());
        slow.replaceAll((stage, millis) -> 3_599_000L);
        Result result = new Result(six.setup(), six.parties(), six.together(), six.abandoned(), six.transfer(),
                new Result.Bill("EUR", 2, 3600, bill.rateNote(), bill.share(), bill.poolMinor(), bill.lines(), five), surprising, slow,
                six.peakBytes(), six.crash(), six.ledger(), six.modelDigest());
        List<String> screen = Screen.of(result, "demo-out", NEXT);
        assertThat(screen).hasSizeLessThanOrEqualTo(Screen.MAX_LINES).allMatch(line -> line.length() <= Screen.WIDTH);
    }

    @Test
    void comparesTogetherWithTheBestAlone() {
        String screen = text(Results.of(4, 3, 812_345, Optional.empty()));
        assertThat(screen)
                .contains("together   4 workers              60.0     –  81.2")
                .contains("dahlia     alone, 14,997 images   43.0  45.0  47.0")
                .contains("Together is 34.2 points better than the best alone (dahlia)");
    }

    @Test
    void saysSoWhenTogetherIsNotBetter() {
        assertThat(text(Results.of(4, 3, 400_000, Optional.empty())))
                .contains("Together is NOT better than alone: dahlia alone is 7.0 points better.");
        assertThat(text(Results.of(4, 3, 470_000, Optional.empty()))).contains("NOT better");
    }

    @Test
    void showsTheBillAndWhoPaysWhom() {
        assertThat(text(Results.of(4, 3, 812_345, Optional.empty())))
                .contains("Bill in EUR at 36.00 per device-hour (a demo rate), shared 70 % by benefit, 20 by tier, 10 equally")
                .contains("  birch         1 min 21.235 s       81.23       80.00       -1.23")
                .contains("birch pays aster 1.23; dahlia pays cedar 1.23");
    }

    @Test
    void wrapsALongListOfPayments() {
        Result.Bill bill = Results.of(6, 3, 812_345, Optional.empty()).bill();
        List<Result.Payment> five = Collections.nCopies(5, new Result.Payment("dahlia", "aster", 1_234_567));
        List<String> lines = Screen.payments(new Result.Bill("EUR", 2, 3600, "", bill.share(), bill.poolMinor(), bill.lines(), five));
        assertThat(lines).hasSize(2).allMatch(line -> line.length() <= Screen.WIDTH);
        assertThat(String.join(" ", lines)).containsPattern("(dahlia pays aster 12345.67;? *){5}");
    }

    @Test
    void saysInWholeSentencesWhatAnAuditFound() {
        assertThat(text(Results.of(4, 3, 812_345, Optional.empty()))).doesNotContain("should")
                .contains("  as it is                 VERIFIED: demo.example/demo, every entry, rule and cent of 87 entries\n")
                .contains("  a copy, one cent changed TAMPERED: entry 85 in tile/entries/000.p/87 is not what the log's key\n"
                        + "                           signed: its hash differs\n")
                .contains("  the same, signed anew    TAMPERED: entry 85 in tile/entries/000.p/87: members[birch].netMinor is\n"
                        + "                           -11, but must be -12 by the rule \"bill\"\n");
    }

    @Test
    void shortensWhatAnAuditFoundToASentenceThatFits() {
        Result.Evidence receipt = new Result.Evidence("receipt 000012", OptionalLong.of(85), "leafHash", "receipt",
                "an entry with hash " + "words ".repeat(30), "another");
        assertThat(text(withAudit(new Result.Audit("a copy", Result.Expected.tampered(85, "receipt"), 60, "x", Optional.of(receipt), 0))))
                .contains("a copy                   TAMPERED: entry 85 in receipt 000012 breaks the rule \"receipt\" (leafHash)\n");
        assertThat(text(withAudit(new Result.Audit("as it is", Result.Expected.VERIFIED, 0, "words ".repeat(60), Optional.empty(), 0))))
                .contains("as it is                 exit code 0; result.json has the words\n");
    }

    @Test
    void marksAnAuditThatDidNotSayWhatItMust() {
        Result.Expected tampered = Result.Expected.tampered(85, "bill");
        assertThat(text(withAudit(new Result.Audit("a copy", tampered, 0, "VERIFIED", Optional.empty(), 0))))
                .contains("(this should FAIL!) VERIFIED");
        assertThat(text(withAudit(new Result.Audit("a copy", tampered, 63, "no ledger", Optional.empty(), 0))))
                .contains("(this should fail otherwise!) no ledger");
        assertThat(text(withAudit(new Result.Audit("as it is", Result.Expected.VERIFIED, 1, "no verdict", Optional.empty(), 0))))
                .contains("(this should pass!) no verdict");
    }

    @Test
    void saysThatAKilledCoordinatorsCountIsNotAll() {
        assertThat(text(Results.of(4, 3, 812_345, Optional.of(new Result.Crash(2, 1_900, 25_000, 20_000)))))
                .contains("Sent, models and messages: at least 41 MB to workers");
    }

    @Test
    void aSlowDemoFitsToo() {
        Map<Result.Stage, Long> stages = new EnumMap<>(Results.of(4, 3, 812_345, Optional.empty()).stageMillis());
        stages.replaceAll((stage, millis) -> 3_599_000L);
        assertThat(text(withStages(stages)).replace("\n", " ")).contains("Took 4 h 59 min 55 s; seconds: data 3599, enrolling 3599,"
                + " alone 3599, together 3599, settling 3599 Peak");
    }

    @Test
    void namesTheNextCommands() {
        assertThat(text(Results.of(4, 3, 812_345, Optional.empty())))
                .contains("Next, try:\n  D=demo-out\n  ./consort demo --crash\n  ./consort audit");
    }

    @Test
    void whatIsToBeTypedIsQuotedAndNeverCut() {
        String folder = "/tmp/" + "a long name/".repeat(20);
        assertThat(Screen.of(Results.of(2, 1, 812_345, Optional.empty()), folder, NEXT)).contains("  D='" + folder + "'");
    }

    private static Result withAudit(Result.Audit audit) {
        Result good = Results.of(4, 3, 812_345, Optional.empty());
        return new Result(good.setup(), good.parties(), good.together(), good.abandoned(), good.transfer(), good.bill(), List.of(audit),
                good.stageMillis(), good.peakBytes(), good.crash(), good.ledger(), good.modelDigest());
    }

    private static Result withStages(Map<Result.Stage, Long> stageMillis) {
        Result good = Results.of(4, 3, 812_345, Optional.empty());
        return new Result(good.setup(), good.parties(), good.together(), good.abandoned(), good.transfer(), good.bill(), good.audits(),
                stageMillis, good.peakBytes(), good.crash(), good.ledger(), good.modelDigest());
    }

    private static String text(Result result) {
        return String.join("\n", Screen.of(result, "demo-out", NEXT));
    }
}
