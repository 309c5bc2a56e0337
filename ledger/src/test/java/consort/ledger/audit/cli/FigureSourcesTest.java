package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import consort.ledger.audit.LedgerFolder;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.BillTerms;
import consort.ledger.entry.Body;
import consort.ledger.entry.Entries;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Member;
import consort.ledger.entry.Metering;
import consort.ledger.entry.Meters;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Reversal;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.Observations.Findings;
import consort.ledger.fold.WorkedExample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From each figure of a statement to the entries that it is computed from, also where these are other members'. */
class FigureSourcesTest {

    @TempDir
    private Path folder;

    private LedgerBuilder written;

    private String output(LedgerBuilder ledger, String command, String organization, String... more) throws IOException {
        if (written != ledger) {
            LedgerFolder.write(ledger, folder);
            written = ledger;
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), Stream.concat(
                Stream.of(command, folder.toString(), "--organization", organization), Stream.of(more)).toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }

    private JsonNode figures(LedgerBuilder ledger, String organization, String... more) throws IOException {
        return explanation(ledger, organization, more).path("figures");
    }

    private JsonNode explanation(LedgerBuilder ledger, String organization, String... more) throws IOException {
        return new ObjectMapper().readTree(output(ledger, "explain", organization,
                Stream.concat(Stream.of("--json"), Stream.of(more)).toArray(String[]::new))).path("explanation");
    }

    /** The entries of all figures of a name. */
    private static Set<Long> entries(JsonNode figures, String name) {
        Set<Long> found = new TreeSet<>();
        figures.forEach(one -> {
            if (one.path("figure").path("figure").asText().equals(name)) {
                one.path("entries").forEach(entry -> found.add(entry.path("entry").asLong()));
            }
        });
        return found;
    }

    private static Set<Long> indices(LedgerBuilder ledger, long below, Predicate<Body> which) {
        Set<Long> found = new TreeSet<>();
        for (int index = 0; index < below; index++) {
            if (which.test(Entries.parse(index, ledger.entries.get(index)).body())) {
                found.add((long) index);
            }
        }
        return found;
    }

    @Test
    void everyNamedFigureLeadsToEntriesInTextAndJson() throws IOException {
        everyNamedFigureLeadsToEntries(EveryEntry.write(), List.of("acme", "beta", "carol"));
    }

    /** Shares at their cap, a deficit, a reversal after the close, and an agreed adjustment. */
    @Test
    void soDoesEveryFigureOfBillsWithCapsCutsCorrectionsAndAdjustments() throws IOException {
        LedgerBuilder ledger = WorkedExample.adjusted();
        Set<String> names = everyNamedFigureLeadsToEntries(ledger, List.of("acme", "beta", "carol", "dora"));
        assertThat(names).contains("cap", "cut", "deficit", "by-weight", "days", "corrections", "journal", "payable", "share", "net", "pool");
        long correcting = indices(ledger, ledger.state.size(), Reversal.class::isInstance).iterator().next();
        JsonNode second = figures(ledger, "beta", "--period=2");
        assertThat(entries(second, "corrections")).contains(correcting);
        second.forEach(figure -> {
            if (figure.path("figure").path("what").asText().startsWith("period 1: ")) {
                assertThat(figure.path("entries").get(0).path("entry").asLong()).isEqualTo(ledger.state.periods().getFirst().index());
            }
        });
    }

    /** @return the names of all figures */
    private Set<String> everyNamedFigureLeadsToEntries(LedgerBuilder ledger, List<String> members) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String member : members) {
            for (long period = 1; period <= ledger.state.periods().size(); period++) {
                String asked = "--period=" + period;
                JsonNode all = figures(ledger, member, asked);
                for (JsonNode one : all) {
                    String name = one.path("figure").path("figure").asText();
                    names.add(name);
                    boolean nothing = one.path("figure").path("value").asText().matches("0\\.00|0 s|absent|");
                    if (!name.isEmpty() && !nothing) {
                        assertThat(entries(all, name)).as("%s of %s, period %d", name, member, period).isNotEmpty();
                        assertThat(output(ledger, "explain", member, asked, "--figure", name)).contains(" " + name + ": ", "entry ", "Checked against");
                    }
                }
            }
        }
        return names;
    }

    /** Two workers on one device: what the second claims after a close is cut for what the first claimed before it. */
    @Test
    void ownWorkOfAnEarlierPeriodIsCalledThatAndNotAnotherMembers() throws IOException {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.join("acme", 300, 4);
        ledger.join("beta", 300, 3);
        WorkerId second = new WorkerId("acme", "w2");
        ledger.append(ledger.workerInvite(second), LedgerBuilder.organizationKey("acme"));
        ledger.append(ledger.workerKeyEntry(second), LedgerBuilder.inviteKey("acme/w2"));
        ledger.submit(LedgerBuilder.job());
        ledger.round(1, List.of("acme/w1", "acme/w2"));
        ledger.pass(10_000);
        Findings fine = new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1));
        List<String> device = List.of("00000000000000aa");
        ledger.claim(ledger.claimOf("acme/w1", 7_000).withMeters(Meters.ABSENT, device), fine);
        long first = ledger.state.size() - 2;
        ledger.closePeriod();
        ledger.claim(ledger.claimOf("acme/w2", 7_000).withMeters(Meters.ABSENT, device), fine);
        assertThat(output(ledger, "explain", "acme", "--period=2")).contains("the devices were at the work of the claims in entry " + first,
                "entry " + first + ", own work of another period: ").doesNotContain("of another member's work");
        assertThat(output(ledger, "explain", "acme", "--period=1")).contains("entry " + first + " usage-claim").doesNotContain("of another period");
        figures(ledger, "acme", "--period=2").forEach(figure -> figure.path("entries")
                .forEach(entry -> assertThat(entry.path("says").asText()).as(entry.toString()).isNotEmpty()));
    }

    @Test
    void thePoolLeadsToAllCostsAndToAllObservationsOfAllMembers() throws IOException {
        LedgerBuilder ledger = EveryEntry.write();
        long close = ledger.state.periods().getFirst().index();
        JsonNode figures = figures(ledger, "beta", "--period=1");
        assertThat(entries(figures, "pool")).contains(close)
                .containsAll(indices(ledger, close, ExternalCost.class::isInstance))
                .containsAll(indices(ledger, close, Observation.class::isInstance));
        assertThat(entries(figures, "external-costs")).as("acme's, not beta's").isEmpty();
        String text = output(ledger, "explain", "beta", "--period=1", "--figure=pool");
        assertThat(text).containsPattern("credit of acme: .* of normalized device time, costs 60.00  60.05")
                .containsPattern("credit of carol: ").contains("of another member's work: --all");
        assertThat(output(ledger, "explain", "beta", "--period=1", "--figure=pool", "--all")).doesNotContain("of another member's work");
        figures(ledger, "beta", "--period=1", "--figure=pool", "--all").forEach(figure -> figure.path("entries")
                .forEach(entry -> assertThat(entry.path("says").asText()).as(entry.toString()).isNotEmpty()));
    }

    @Test
    void aWeightLeadsToWhatEachMemberBroughtAndSaysHowItIsComputed() throws IOException {
        LedgerBuilder ledger = EveryEntry.write();
        long close = ledger.state.periods().getFirst().index();
        assertThat(entries(figures(ledger, "beta", "--period=1"), "weight")).contains(0L)
                .containsAll(indices(ledger, close, body -> body instanceof Member || body instanceof Acceptance || body instanceof Invitation));
        assertThat(output(ledger, "explain", "beta", "--period=1", "--figure=weight")).contains(
                "benefit: 70 % of 300 / 700, each by its days  30.0000 %", "tier: 20 % of 3 / 8, each by its days  7.5000 %",
                "equal parts: 10 % of 1 / 3, each by its days  3.3333 %", "carol: benefit 100, tier 1, days 1",
                "shared 70 % by benefit, 20 % by tier, 10 % equally");
    }

    @Test
    void theRateLeadsToTheCharterAndTheBenchmarksThatMakeAnHourANormalizedOne() throws IOException {
        LedgerBuilder ledger = EveryEntry.write();
        JsonNode figures = figures(ledger, "beta", "--period=1");
        long benchmark = indices(ledger, ledger.state.size(), body -> body instanceof Benchmark one && one.organization().equals("beta"))
                .iterator().next();
        assertThat(entries(figures, "rate")).containsExactly(0L, benchmark);
        assertThat(entries(figures, "normalized")).contains(benchmark);
        assertThat(output(ledger, "explain", "beta", "--period=1", "--figure=rate")).contains("1.84 EUR per hour", "reference of fashion-cnn", "of the rate: a demo rate");
    }

    @Test
    void deviceTimeLeadsToLeasesAndRoundsAndAReductionToItsClaimsAsWell() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        JsonNode figures = figures(ledger, "beta");
        assertThat(entries(figures, "device-time"))
                .containsAll(indices(ledger, ledger.state.size(), body -> body instanceof Lease lease && lease.organization().equals("beta")))
                .containsAll(indices(ledger, ledger.state.size(), RoundOpened.class::isInstance));
        assertThat(entries(figures, "claimed"))
                .isEqualTo(indices(ledger, ledger.state.size(), body -> body instanceof UsageClaim claim && claim.organization().equals("beta")));
        assertThat(entries(figures, "reductions")).contains(0L).containsAnyElementsOf(entries(figures, "claimed"));
    }

    @Test
    void whereACapDecidesTheLabelsSayItAndTheCapLeadsToTheCharter() throws IOException {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter().withTerms(new BillTerms(false, OptionalLong.of(1_000), 0, 0)));
        ledger.join("acme", 300, 4);
        ledger.join("beta", 100, 1);
        ledger.append(new ExternalCost(ledger.nowMillis(), "acme", 1_500, "hosting"), ledger.logKey);
        ledger.closePeriod();
        for (String form : List.of("--all", "--html", "--json")) {
            assertThat(output(ledger, "statement", "acme", form)).as(form).contains("net: credit less share at its cap", "share of the pool, as its cap has it",
                    "by weight alone, which does not decide here");
            assertThat(output(ledger, "statement", "beta", form)).as(form).contains("net: credit less share", "caps or floors of others leave it more or less",
                    "the costs paid for all that are in the pool, whoever&#39;s".replace("&#39;", form.equals("--html") ? "&#39;" : "'"))
                    .doesNotContain("at its cap");
        }
        JsonNode figures = figures(ledger, "acme", "--figure=net");
        assertThat(entries(figures, "cap")).containsExactly(0L);
        assertThat(output(ledger, "explain", "acme", "--figure=net")).contains("its cap decides, not what its weight alone would say",
                "each bears at most 10.00 EUR", "share of beta: 26.5000 % by weight, 3.97, with what caps and floors of others leave  5.00");
    }

    @Test
    void aFloorDecidesNothingInAnOpenPeriodInWhichNothingWasLent() throws IOException {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter().withTerms(new BillTerms(false, OptionalLong.empty(), 1_000, 0)));
        ledger.join("acme", 300, 4);
        ledger.join("beta", 100, 1);
        assertThat(output(ledger, "explain", "acme", "--all")).contains("period 1 (open").doesNotContain("floor decides", "as its floor has it", "at its floor",
                "raised to its floor");
        assertThat(output(ledger, "statement", "acme", "--json")).contains("\"clamp\":\"none\"").doesNotContain("as its floor has it");
        LedgerBuilder lent = new LedgerBuilder(LedgerBuilder.charter().withTerms(new BillTerms(false, OptionalLong.empty(), 1_000, 0)));
        lent.join("acme", 300, 4);
        lent.join("beta", 100, 1);
        lent.append(new ExternalCost(lent.nowMillis(), "acme", 1_500, "hosting"), lent.logKey);
        folder = folder.resolve("lent");
        assertThat(output(lent, "explain", "acme", "--all")).contains("its floor decides, not what its weight alone would say");
    }

    @Test
    void energyThatNoMeterToldIsAbsentAndNobodysWord() throws IOException {
        LedgerBuilder silent = metered();
        silent.claimAll(List.of("acme/w1"), 1_000);
        assertThat(output(silent, "explain", "acme")).contains("of processors, told by 0 of 1 claim  absent", "of GPUs, told by 0 of 1 claim  absent",
                "greenhouse gases of what was told  absent", "no worker's meter said any that counts").doesNotContain(" 0 g CO2e");
        assertThat(output(silent, "statement", "acme")).contains("of processors, told by 0 of 1 claim").doesNotContain("which the workers' meters told");
        LedgerBuilder told = metered();
        Meters meters = new Meters(OptionalLong.empty(), OptionalLong.of(3_600_000), OptionalLong.empty());
        told.claim(told.claimOf("acme/w1", 1_000).withMeters(meters, List.of("00000000000000aa")),
                new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1_000_000)));
        folder = folder.resolve("told");
        assertThat(output(told, "explain", "acme")).contains("of processors, told by 1 of 1 claim  0.001 kWh", "of GPUs, told by 0 of 1 claim  absent",
                " g CO2e");
        assertThat(output(told, "statement", "acme")).contains("energy, which the workers' meters told");
    }

    private static LedgerBuilder metered() {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter().metered(new Metering(OptionalLong.empty(), OptionalLong.of(400))));
        ledger.join("acme", 300, 4);
        ledger.join("beta", 100, 1);
        ledger.submit(LedgerBuilder.job());
        ledger.round(1, List.of("acme/w1", "beta/w1"));
        ledger.pass(LedgerBuilder.HOUR_MILLIS);
        return ledger;
    }

    @Test
    void aDeficitIsTakenOffInTheNetsLabel() throws IOException {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter().withTerms(new BillTerms(false, OptionalLong.of(100), 0, 0)));
        ledger.join("acme", 1, 1);
        ledger.append(new ExternalCost(ledger.nowMillis(), "acme", 1_500, "hosting"), ledger.logKey);
        ledger.closePeriod();
        assertThat(output(ledger, "statement", "acme")).contains("net: credit less cut less share at its cap");
        long close = indices(ledger, ledger.state.size(), PeriodClose.class::isInstance).iterator().next();
        assertThat(entries(figures(ledger, "acme"), "cut")).contains(close, close - 1);
    }

    @Test
    void aLongListSaysHowManyAreLeftOutAndAllShowsThem() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        for (int number = 1; number <= 30; number++) {
            ledger.append(new ExternalCost(ledger.nowMillis(), "acme", number, "invoice " + number), ledger.logKey);
        }
        ledger.closePeriod();
        String some = output(ledger, "explain", "acme", "--figure=external-costs");
        String all = output(ledger, "explain", "acme", "--figure=external-costs", "--all");
        assertThat(some).contains("and 10 more entries: --all lists them", "\"invoice 1\"", "Checked against");
        assertThat(all).doesNotContain("more entries").contains("\"invoice 30\"");
        assertThat(output(ledger, "statement", "acme", "--html")).contains("and 18 more", "All of them: --html --all");
        assertThat(output(ledger, "statement", "acme", "--html", "--all")).doesNotContain(" more<", "All of them");
        JsonNode json = figures(ledger, "acme", "--figure=external-costs");
        assertThat(json.get(0).path("entries")).hasSize(30);
    }

    @Test
    void aLongLineIsCutUnlessAllIsAskedForAndNeverInJson() throws IOException {
        LedgerBuilder ledger = EveryEntry.write();
        assertThat(output(ledger, "explain", "acme", "--figure=rate")).contains("…", "lines that end in … are cut: --all prints them whole");
        assertThat(output(ledger, "explain", "acme", "--figure=rate", "--all")).doesNotContain("…").contains(ledger.state.authority());
        assertThat(figures(ledger, "acme", "--figure=rate").get(0).path("entries").get(0).path("says").asText())
                .contains(ledger.state.authority()).endsWith("}");
    }

    @Test
    void anOpenPeriodLeadsToWhatItHasSoFarAndSaysThatNoEntryClosesIt() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        ledger.append(new ExternalCost(ledger.nowMillis(), "acme", 100, "power"), ledger.logKey);
        assertThat(output(ledger, "explain", "beta", "--period=2")).startsWith("beta, period 2 (open, nothing is owed yet: no entry says yet");
        JsonNode figures = figures(ledger, "beta", "--period=2");
        assertThat(entries(figures, "pool")).containsExactly(ledger.state.size() - 1);
        assertThat(entries(figures, "weight")).contains(0L).hasSize(10);
        assertThat(output(ledger, "statement", "beta", "--period=2")).contains("From any figure to its entries: consort audit explain --organization beta --period 2");
    }

    @Test
    void anExplanationSaysWhatItWasCheckedAgainst() throws IOException {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        assertThat(output(ledger, "explain", "beta", "--figure=net"))
                .contains("Checked against", "WHICH NOTHING YOU HOLD CONFIRMS", "What they do not prove");
        JsonNode basis = explanation(ledger, "beta", "--figure=net").path("basis");
        assertThat(basis).extracting(JsonNode::asText).contains("Checked against").anyMatch(line -> line.startsWith("receipts: none were given"));
    }
}
