package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.Witnessing;
import consort.worker.enroll.ShareTerms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an organization reads about its part of the cost before it accepts. */
class TermsTextTest {

    @Test
    void saysWhatTheNumbersDecideAndWhatTheyComeToNow() {
        // acme of the ledger's worked example: beta, carol and dora are members already.
        String text = text(new ShareTerms(300_000, 4, 3, 600_000, 6), Settlement.TRANSFERS);
        assertThat(text).contains("benefit 300000 and tier 4", "90 % of every bill (70 % by benefit, 20 % by tier)",
                "the 3 other members so far have benefit 600000 and tier 6 in sum", "33.8333 % of every bill", "signs both numbers")
                .doesNotContain("nobody pays");
    }

    @Test
    void theFirstMemberBearsAllAndNumbersOfZeroAreSpreadEqually() {
        assertThat(text(new ShareTerms(1, 1, 0, 0, 0), Settlement.TRANSFERS)).contains("no other member", "100.0000 %");
        assertThat(text(new ShareTerms(0, 0, 1, 0, 0), Settlement.TRANSFERS)).contains("the one other member", "50.0000 %");
        assertThat(text(new ShareTerms(0, 0, 1, 5, 5), Settlement.TRANSFERS)).as("its equal part only").contains("5.0000 %");
    }

    @Test
    void saysWhenNobodyPays() {
        assertThat(text(new ShareTerms(1, 1, 0, 0, 0), Settlement.NONE)).contains("all amounts are 0");
    }

    private static CharterDocument charter(Settlement settlement) {
        return new CharterDocument("pool", "pool.example", "EUR", 184, "a test rate", new Share(70, 20, 10), settlement,
                new Outcomes(1000, 1000, 500, 0, 0), 0, Witnessing.NONE, 30, List.of());
    }

    private static String text(ShareTerms terms, Settlement settlement) {
        return String.join("\n", TermsText.lines(terms, charter(settlement), "acme"));
    }
}
