package consort.ledger.audit.statement;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.LedgerFolder;
import consort.ledger.audit.statement.Figure.Section;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Ack;
import consort.ledger.entry.Journal;
import consort.ledger.entry.Revocation;
import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.Pages;
import consort.ledger.fold.WorkedExample;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text, HTML and JSON show the same figures, which add up and lead to entries. */
class StatementFormsTest {

    private static final String HOSTILE = "<script>alert(1)</script> & \"more\"";

    @TempDir
    private Path temporary;

    @Test
    void everyFigureOfEveryStatementAddsUpAndLeadsToEntries() throws IOException {
        LedgerBuilder ledger = EveryEntry.write();
        Path folder = temporary.resolve("every");
        LedgerFolder.write(ledger, folder);
        for (String member : List.of("acme", "beta", "carol")) {
            for (long period = 1; period <= ledger.state.periods().size(); period++) {
                Read read = read(folder, member, OptionalLong.of(period));
                addsUp(read.statement());
                leadsToEntries(read);
                sameInAllForms(read);
            }
        }
    }

    @Test
    void whatBecameOfABillStandsInItsStatement() throws IOException {
        Path folder = temporary.resolve("every");
        LedgerFolder.write(EveryEntry.write(), folder);
        Read acme = read(folder, "acme", OptionalLong.of(1));
        assertThat(text(acme))
                .contains("paid: confirmed by acme in entry", "not confirmed yet", "acknowledged by acme in entry",
                        "dispute of carol in entry", "rejected in entry")
                .containsPattern("can be disputed by acme +no more: it accepted");
        String json = StatementJson.of(acme.statement()).canonicalText();
        assertThat(json).contains("\"disputable\":false", "no more: it accepted");
        assertThat(html(acme)).contains("no more: it accepted");
    }

    @Test
    void untilItAcceptsItAMemberCanDisputeItsBillUntilTheDeadlineAndWhoWasRevokedCannot() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        ledger.append(new Ack(ledger.nowMillis(), "acme", 3, 1, ledger.state.settlements().bill(1).hex()), LedgerBuilder.organizationKey("acme"));
        ledger.append(new Revocation(ledger.nowMillis(), "carol", Optional.empty(), Optional.empty(), "left"), ledger.logKey);
        Path folder = temporary.resolve("said");
        LedgerFolder.write(ledger, folder);
        Read acme = read(folder, "acme", OptionalLong.of(1));
        Read beta = read(folder, "beta", OptionalLong.of(1));
        Read carol = read(folder, "carol", OptionalLong.of(1));
        String until = Instant.ofEpochMilli(beta.statement().aftermath().orElseThrow().disputableUntilMillis()).toString();
        assertThat(text(acme)).containsPattern("can be disputed by acme +no more: it accepted")
                .containsPattern("others, who have not accepted it \\(beta\\), until +" + until).doesNotContain("carol)", "carol,");
        assertThat(text(beta)).containsPattern("can be disputed until +" + until).doesNotContain("no more");
        assertThat(text(carol)).containsPattern("can be disputed by carol +no more: revoked").contains("who have not accepted it (beta), until");
        assertThat(List.of(acme, beta, carol)).extracting(read -> read.statement().aftermath().orElseThrow().disputable())
                .containsExactly(false, true, false);
    }

    @Test
    void whereAllOthersAcceptedOrWereRevokedNobodyIsSaidToBeAbleToDispute() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        ledger.append(new Ack(ledger.nowMillis(), "acme", 3, 1, ledger.state.settlements().bill(1).hex()), LedgerBuilder.organizationKey("acme"));
        for (String gone : List.of("beta", "carol")) {
            ledger.append(new Revocation(ledger.nowMillis(), gone, Optional.empty(), Optional.empty(), "left"), ledger.logKey);
        }
        Path folder = temporary.resolve("nobody");
        LedgerFolder.write(ledger, folder);
        for (String member : List.of("acme", "beta")) {
            Read read = read(folder, member, OptionalLong.of(1));
            assertThat(text(read)).contains("no more: ").doesNotContain("others, who have not");
            assertThat(StatementJson.of(read.statement()).canonicalText()).doesNotContain("others, as long as");
        }
    }

    @Test
    void anOpenPeriodSaysInEveryFormThatNothingIsOwedYet() throws IOException {
        LedgerBuilder ledger = WorkedExample.ledger();
        Path folder = temporary.resolve("open");
        LedgerFolder.write(ledger, folder);
        Read open = read(folder, "beta", OptionalLong.of(ledger.state.periods().size() + 1L));
        for (String form : List.of(text(open), html(open), StatementJson.of(open.statement()).canonicalText())) {
            assertThat(form).contains("nothing is owed yet, and there is nothing to dispute or accept", "net, not owed yet: credit less share")
                    .doesNotContain("disputed until", "pays to", "to be paid");
        }
        assertThat(text(open)).startsWith("No bill yet: beta, period ");
        Read closed = read(folder, "beta", OptionalLong.of(1));
        for (String form : List.of(text(closed), html(closed), StatementJson.of(closed.statement()).canonicalText())) {
            assertThat(form).contains("net: credit less share").doesNotContain("not owed yet", "No bill yet", "nothing is owed yet");
        }
    }

    @Test
    void everyFormSaysWhatTheCharterSaysOfItsRate() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        Path folder = temporary.resolve("rate");
        LedgerFolder.write(ledger, folder);
        Read beta = read(folder, "beta", OptionalLong.of(1));
        assertThat(List.of(text(beta), html(beta), StatementJson.of(beta.statement()).canonicalText()))
                .allSatisfy(form -> assertThat(form).contains("the charter says of it: a demo rate"));
        assertThat(StatementJson.of(beta.statement()).canonicalText()).contains("\"rateNote\":\"a demo rate\"");
    }

    @Test
    void everyFigureHasANameInJsonAndPartsThatOfTheirFigure() throws IOException {
        LedgerBuilder ledger = WorkedExample.adjusted();
        Path folder = temporary.resolve("names");
        LedgerFolder.write(ledger, folder);
        for (String member : List.of("acme", "beta", "carol", "dora")) {
            for (long period = 1; period <= ledger.state.periods().size(); period++) {
                assertThat(StatementJson.of(read(folder, member, OptionalLong.of(period)).statement()).canonicalText())
                        .contains("\"figure\":\"rate\"", "\"part\":true").doesNotContain("\"figure\":\"\"");
            }
        }
    }

    @Test
    void aPaymentWhosePayeeWasRevokedSaysThatNobodyCanConfirmIt() throws IOException {
        LedgerBuilder ledger = WorkedExample.settled();
        ledger.append(new Revocation(ledger.nowMillis(), "acme", Optional.empty(), Optional.empty(), "left"), ledger.logKey);
        Path folder = temporary.resolve("revoked");
        LedgerFolder.write(ledger, folder);
        assertThat(text(read(folder, "carol", OptionalLong.of(1)))).contains("not confirmed yet",
                "acme, revoked in entry " + (ledger.state.size() - 1) + ", can confirm nothing");
        assertThat(text(read(folder, "beta", OptionalLong.of(1)))).contains("paid: confirmed by acme").doesNotContain("can confirm nothing");
    }

    @Test
    void costsOfOthersInThePoolAreTheOperatorsWordInEveryForm() throws IOException {
        LedgerBuilder ledger = WorkedExample.ledger();
        Path folder = temporary.resolve("costs");
        LedgerFolder.write(ledger, folder);
        Read dora = read(folder, "dora", OptionalLong.of(1));
        assertThat(dora.statement().costs()).isEmpty();
        assertThat(List.of(text(dora), html(dora), StatementJson.of(dora.statement()).canonicalText()))
                .allSatisfy(form -> assertThat(form).contains("which the operator entered (1 entry)"));
        Path without = temporary.resolve("without");
        LedgerFolder.write(LedgerBuilder.consortium(), without);
        assertThat(text(read(without, "beta", OptionalLong.of(1)))).doesNotContain("which the operator entered");
    }

    @Test
    void aPaymentThatWasNotInstructedIsNotDueAndADeadlineThatIsOverIsSaidSo() throws IOException {
        Path billed = temporary.resolve("billed");
        LedgerFolder.write(LedgerBuilder.consortium(), billed);
        Read beta = read(billed, "beta", OptionalLong.of(1));
        for (String form : List.of(text(beta), html(beta), StatementJson.of(beta.statement()).canonicalText())) {
            assertThat(form).contains("not due yet: the operator has not instructed it").doesNotContain("was open to dispute");
        }
        Path settled = temporary.resolve("over");
        LedgerFolder.write(WorkedExample.settled(), settled);
        Read carol = read(settled, "carol", OptionalLong.of(1));
        assertThat(text(carol)).contains(", was open to dispute until ", "not confirmed yet").doesNotContain("not due yet");
        assertThat(html(carol)).contains(", was open to dispute until ");
        assertThat(List.of(text(carol), html(carol))).as("there is nothing but a cap that is not set").noneMatch(form -> form.contains("In parentheses"));
        Path capped = temporary.resolve("capped");
        LedgerFolder.write(WorkedExample.adjusted(), capped);
        Read dora = read(capped, "dora", OptionalLong.of(1));
        assertThat(List.of(text(dora), html(dora))).allMatch(form -> form.contains("In parentheses: what is in another figure already"));
    }

    private static String text(Read read) {
        StringWriter text = new StringWriter();
        StatementText.print(read.statement(), read.facts(), new PrintWriter(text, true));
        return text.toString();
    }

    private static String html(Read read) {
        StringWriter text = new StringWriter();
        StatementHtml.print(read.statement(), read.facts(), new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void thePeriodInWhichAMemberLeavesIsItsLast() throws IOException {
        LedgerBuilder ledger = EveryEntry.write();
        Path folder = temporary.resolve("every");
        LedgerFolder.write(ledger, folder);
        assertThat(read(folder, "dora", OptionalLong.of(ledger.state.periods().size() + 1L)).statement().last()).isTrue();
        assertThat(read(folder, "acme", OptionalLong.of(1)).statement().last()).isFalse();
    }

    @Test
    void whoLeftIsToldOfTheLastBillItIsIn() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        ledger.append(new Revocation(ledger.nowMillis(), "carol", Optional.empty(), Optional.empty(), "left"), ledger.logKey);
        long left = ledger.state.size() - 1;
        ledger.closePeriod();
        long last = ledger.state.periods().size();
        ledger.closePeriod();
        Path folder = temporary.resolve("left");
        LedgerFolder.write(ledger, folder);
        Read carol = read(folder, "carol", OptionalLong.empty());
        assertThat(carol.statement().period()).isEqualTo(last);
        leadsToEntries(carol);
        assertThat(none(folder, "carol", OptionalLong.of(last + 1))).isEqualTo("carol left in entry " + left + ", before period " + (last + 1) + " began");
        assertThat(none(folder, "carol", OptionalLong.of(last + 2))).contains("carol left in entry " + left);
    }

    @Test
    void whatMembersWroteStaysTextInHtml() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        ledger.append(new Journal(ledger.nowMillis(), List.of(new Journal.Posting("acme", 5), new Journal.Posting("beta", -5)), HOSTILE,
                OptionalLong.empty()), ledger.logKey);
        ledger.closePeriod();
        Path folder = temporary.resolve("hostile");
        LedgerFolder.write(ledger, folder);
        Read acme = read(folder, "acme", OptionalLong.empty());
        String html = html(acme);
        assertThat(html).contains("<h2>What they do not prove</h2>").contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;").doesNotContain("<script");
    }

    private static void addsUp(Statement statement) {
        long reduced = statement.reductionMillis().values().stream().mapToLong(Long::longValue).sum();
        assertThat(statement.claimedMillis()).isEqualTo(statement.acceptedMillis() + reduced);
        var line = statement.line();
        assertThat(line.netMinor()).isEqualTo(line.creditMinor() - line.cutMinor() - line.shareMinor());
        assertThat(line.payableMinor()).isEqualTo(line.netMinor() + line.correctionMinor() + line.journalMinor());
        long moved = statement.transfers().stream().mapToLong(transfer ->
                transfer.to().equals(statement.organization()) ? transfer.amountMinor() : -transfer.amountMinor()).sum();
        assertThat(moved).isEqualTo(line.payableMinor());
        assertThat(statement.corrections().stream().mapToLong(one -> one.netMinor()).sum()).isEqualTo(line.correctionMinor());
    }

    private static void leadsToEntries(Read read) {
        for (Section section : Figures.of(read.statement())) {
            for (Figure figure : section.figures()) {
                assertThat(figure.name().isEmpty()).as(figure.what()).isEqualTo(figure.how().isEmpty());
                if (!figure.name().equals("dispute") && !figure.name().equals("disputes")) {
                    figure.entries().forEach(entry -> assertThat(read.entries().line(entry)).as("%s, entry %d", figure.what(), entry).isPresent());
                }
            }
        }
    }

    private static void sameInAllForms(Read read) {
        String text = text(read);
        String html = html(read);
        String json = StatementJson.of(read.statement()).canonicalText();
        Figures.of(read.statement()).stream().flatMap(section -> section.figures().stream()).forEach(figure -> {
            assertThat(text).contains(figure.what().strip(), figure.value());
            assertThat(html).contains(figure.value());
            assertThat(json).contains("\"value\":\"" + figure.value() + "\"");
        });
    }

    private record Read(Statement statement, LedgerFacts facts, EntryLines entries) {
    }

    /** Why it has no statement. */
    private static String none(Path folder, String organization, OptionalLong period) throws IOException {
        StatementReader reader = new StatementReader(organization, period, Pages.HEAP);
        Auditor.of(TileSource.of(new FileDisk(folder))).heardBy(reader).run();
        assertThat(reader.statement()).isEmpty();
        return reader.whyNone();
    }

    private static Read read(Path folder, String organization, OptionalLong period) throws IOException {
        StatementReader reader = new StatementReader(organization, period, Pages.HEAP);
        EntryLines entries = new EntryLines(organization, period, false, false, Pages.HEAP);
        AuditVerdict verdict = Auditor.of(TileSource.of(new FileDisk(folder))).heardBy((after, entry) -> {
            reader.applied(after, entry);
            entries.applied(after, entry);
        }).run();
        assertThat(verdict).isInstanceOf(AuditVerdict.ConsistentNotAuthenticated.class);
        return new Read(reader.statement().orElseThrow(), ((AuditVerdict.ConsistentNotAuthenticated) verdict).facts(), entries);
    }
}
