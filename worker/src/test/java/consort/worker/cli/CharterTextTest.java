package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.BillTerms;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.Clauses;
import consort.ledger.entry.Witnessing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an organization reads of the charter before it accepts. */
class CharterTextTest {

    @Test
    void saysWhatTheCharterDecides() {
        assertThat(text(charter(0, Clauses.NONE))).contains("SHA-256 abc", "counts 1.84 EUR (a test rate)",
                "100 % for accepted updates, 80 % for evaluations, 50 % if late (with a result, and not handed back), 25 % if refused,"
                        + " 0 % if the trainer failed",
                "70 % by benefit, 20 % by tier, 10 % in equal parts", "members who used more than they lent pay", "for 30 days",
                "the operator starts jobs without asking members");
        assertThat(text(charter(1, Clauses.NONE))).contains("once 1 organization approved it");
        assertThat(text(charter(3, Clauses.NONE))).contains("once 3 organizations approved it");
    }

    @Test
    void saysPlainlyOnWhatItIsSilent() {
        assertThat(text(charter(0, Clauses.NONE))).contains("Liability none: unlimited", "License   the charter is silent",
                "Owned by  the charter is silent", "Leaving   the charter is silent", "billed for the period");
    }

    @Test
    void showsItsClausesAndThatBillsDoNotEnforceTheLimit() {
        Clauses clauses = new Clauses(OptionalLong.of(50_000), Optional.of("Apache-2.0"), Optional.of("all members, in equal parts"),
                Optional.of("keep the models of their time"));
        assertThat(text(charter(0, clauses))).contains("at most 500.00 EUR of a period's bill is agreed. Bills do not enforce it:",
                "License   Apache-2.0", "Owned by  all members, in equal parts", "Leaving   keep the models of their time. In any case")
                .doesNotContain("silent");
    }

    @Test
    void showsWhatBillsAreHeldWithin() {
        assertThat(text(charter(0, Clauses.NONE))).doesNotContain("At least", "Promised", "By day");
        String terms = text(charter(0, Clauses.NONE).withTerms(new BillTerms(true, OptionalLong.of(50_000), 1_250, 5_400_000)));
        assertThat(terms).contains("Liability at most 500.00 EUR is borne by each member", "At least  12.50 EUR is borne",
                "Promised  each member lends 1 h 30 min of normalized device time", "By day    who joins or leaves within a period");
    }

    @Test
    void saysWhoSeesWhat() {
        assertThat(text(charter(0, Clauses.NONE))).contains("The operator can see each update your workers send",
                "Other members see no updates", "losses and accuracies of acme stand in a ledger that all members read");
    }

    @Test
    void longClausesAreBrokenIntoLinesAndARateNoteCannotDriveATerminal() {
        Clauses clauses = new Clauses(OptionalLong.empty(), Optional.of("word ".repeat(150).strip()), Optional.empty(), Optional.empty());
        CharterDocument charter = new CharterDocument("pool", "pool.example", "EUR", 184, "a\u001b[2Jb", new Share(70, 20, 10),
                Settlement.NONE, new Outcomes(1000, 1000, 500, 0, 0), 0, Witnessing.NONE, 30, List.of(), clauses);

        List<String> lines = CharterText.lines(charter, "abc", "acme");

        assertThat(lines).filteredOn(line -> line.contains("word word")).hasSizeGreaterThan(5).allMatch(line -> line.length() <= 120);
        assertThat(String.join("", lines)).contains("(a?[2Jb)").doesNotContain("\u001b");
    }

    private static CharterDocument charter(int approvals, Clauses clauses) {
        return new CharterDocument("pool", "pool.example", "EUR", 184, "a test rate", new Share(70, 20, 10), Settlement.TRANSFERS,
                new Outcomes(1000, 800, 500, 250, 0), approvals, Witnessing.NONE, 30, List.of(), clauses);
    }

    private static String text(CharterDocument charter) {
        return String.join("\n", CharterText.lines(charter, "abc", "acme"));
    }
}
