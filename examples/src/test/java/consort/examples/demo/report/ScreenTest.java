package consort.examples.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
                .contains("Bill in EUR, 36.00 per device-hour (a demo rate), shared by benefit")
                .contains("  birch         1 min 21 s       81.23       80.00       -1.23")
                .contains("birch pays aster 1.23; dahlia pays cedar 1.23");
    }

    @Test
    void wrapsALongListOfPayments() {
        Result.Bill bill = Results.of(6, 3, 812_345, Optional.empty()).bill();
        List<Result.Payment> five = Collections.nCopies(5, new Result.Payment("dahlia", "aster", 1_234_567));
        List<String> lines = Screen.payments(new Result.Bill("EUR", 2, 3600, "", "", bill.poolMinor(), bill.lines(), five));
        assertThat(lines).hasSize(2).allMatch(line -> line.length() <= Screen.WIDTH);
        assertThat(String.join(" ", lines)).containsPattern("(dahlia pays aster 12345.67;? *){5}");
    }

    @Test
    void wrapsTheWordsOfTheAuditor() {
        assertThat(text(Results.of(4, 3, 812_345, Optional.empty()))).doesNotContain("should")
                .contains("  as it is                 VERIFIED: demo.example/demo, every entry, rule and cent of 87 entries\n")
                .contains("  a copy, one cent changed TAMPERED: tile/entries/000.p/87, entry 85: the bill must follow from the\n"
                        + "                           accepted device time and the charter; expected -12, found -11\n");
    }

    @Test
    void marksAnAuditThatDidNotSayWhatItMust() {
        Result good = Results.of(4, 3, 812_345, Optional.empty());
        Result missed = new Result(good.setup(), good.parties(), good.together(), good.transfer(), good.bill(),
                List.of(new Result.Audit("a copy", false, 0, "VERIFIED")), good.stageMillis(), good.peakBytes(),
                good.crash(), good.ledger(), good.modelDigest());
        assertThat(missed.auditsAsExpected()).isFalse();
        assertThat(text(missed)).contains("(this should FAIL!) VERIFIED");
    }

    @Test
    void namesTheNextCommands() {
        assertThat(text(Results.of(4, 3, 812_345, Optional.empty()))).contains("D=demo-out (result.json has all figures). Next:\n  ./consort demo --crash\n  ./consort audit");
    }

    private static String text(Result result) {
        return String.join("\n", Screen.of(result, "demo-out", NEXT));
    }
}
