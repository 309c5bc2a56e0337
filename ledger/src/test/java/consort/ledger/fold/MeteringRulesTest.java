package consort.ledger.fold;

import static consort.ledger.fold.Claims.FINE;
import static consort.ledger.fold.LedgerBuilder.workerKey;
import static consort.ledger.fold.Rulings.assertRule;
import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.statement.ClaimLine;
import consort.ledger.audit.statement.Figure;
import consort.ledger.audit.statement.Figures;
import consort.ledger.audit.statement.Statement;
import consort.ledger.audit.statement.StatementJson;
import consort.ledger.audit.statement.StatementReader;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Meters;
import consort.ledger.entry.Metering;
import consort.ledger.entry.Observation;
import consort.ledger.entry.Reduction;
import consort.ledger.entry.Reversal;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import java.math.BigInteger;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MeteringRulesTest {

    private static final String GPU = "00000000000000aa";
    private static final String OTHER = "00000000000000bb";
    private static final List<String> BOTH = List.of("acme/w1", "acme/w2");

    /** Acme with workers w1 and w2, beta, and a run. */
    private static LedgerBuilder ledger(CharterDocument charter) {
        LedgerBuilder ledger = new LedgerBuilder(charter);
        ledger.join("acme", 300, 4);
        ledger.join("beta", 300, 3);
        WorkerId second = new WorkerId("acme", "w2");
        ledger.append(ledger.workerInvite(second), LedgerBuilder.organizationKey("acme"));
        ledger.append(ledger.workerKeyEntry(second), LedgerBuilder.inviteKey("acme/w2"));
        for (String worker : charter.references().isEmpty() ? List.<String>of() : List.of("acme/w1", "acme/w2", "beta/w1")) {
            ledger.append(ledger.benchmark(worker, "fashion-cnn", 100, 10_000, 1).withDevices(List.of(GPU), OptionalLong.of(250_000)),
                    workerKey(worker));
        }
        ledger.submit(LedgerBuilder.job());
        return ledger;
    }

    private static UsageClaim on(UsageClaim claim, List<String> deviceIds, Meters meters) {
        return claim.withMeters(meters, deviceIds);
    }

    private static Observation claim(LedgerBuilder ledger, String worker, long busyMillis, String device) {
        return claim(ledger, on(ledger.claimOf(worker, busyMillis), List.of(device), Meters.ABSENT));
    }

    private static Observation claim(LedgerBuilder ledger, UsageClaim claim) {
        Observation observation = Observations.of(ledger.state, claim, ledger.state.size(), FINE, ledger.nowMillis());
        ledger.claim(claim, FINE);
        return observation;
    }

    @Test
    void twoWorkersCannotClaimOneDeviceForTheSameTime() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        assertThat(claim(ledger, "acme/w1", 7_000, GPU).reductions()).isEmpty();
        Observation second = claim(ledger, "acme/w2", 7_000, GPU);
        assertThat(second.acceptedMillis()).isEqualTo(3_000);
        assertThat(second.reduction()).contains("overlap");
        assertThat(second.reductions()).containsExactly(new Reduction("overlap", 4_000));
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 10_000L);
    }

    @Test
    void devicesOfOneNameAreOthersInAnotherOrganizationAndOtherNamesAreOtherDevices() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.round(1, List.of("acme/w1", "acme/w2", "beta/w1"));
        ledger.pass(10_000);
        assertThat(claim(ledger, "acme/w1", 10_000, GPU).acceptedMillis()).isEqualTo(10_000);
        assertThat(claim(ledger, "acme/w2", 10_000, OTHER).acceptedMillis()).isEqualTo(10_000);
        assertThat(claim(ledger, "beta/w1", 10_000, GPU).acceptedMillis()).isEqualTo(10_000);
    }

    @Test
    void aClaimThatNamesNoDevicesIsHeldAgainstThoseOfItsWorkerOnly() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        long first = ledger.state.openLeaseOf(WorkerId.parse("acme/w1")).orElseThrow().lease().lease();
        ledger.endLease("acme/w1", LeaseEnded.Reason.EXPIRED);
        assertThat(claim(ledger, ledger.claimOf("acme/w2", 10_000)).acceptedMillis()).isEqualTo(10_000);
        assertThat(claim(ledger, ledger.claimOf("acme/w1", first, 10_000)).acceptedMillis()).as("late").isEqualTo(5_000);
    }

    @Test
    void whatCountsForNothingOccupiesNothingAndALateClaimFindsWhatWasAcceptedMeanwhile() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        long lost = ledger.state.openLeaseOf(WorkerId.parse("acme/w1")).orElseThrow().lease().lease();
        long done = ledger.state.openLeaseOf(WorkerId.parse("acme/w2")).orElseThrow().lease().lease();
        ledger.endLease("acme/w1", LeaseEnded.Reason.EXPIRED);
        claim(ledger, "acme/w2", 6_000, GPU);
        assertThat(claim(ledger, on(ledger.claimOf("acme/w2", done, 6_000), List.of(GPU), Meters.ABSENT)).reductions())
                .as("a duplicate").isEmpty();
        Observation late = claim(ledger, on(ledger.claimOf("acme/w1", lost, 6_000), List.of(GPU), Meters.ABSENT));
        assertThat(late.reductions()).containsExactly(new Reduction("overlap", 2_000));
        assertThat(late.acceptedMillis()).as("half of what is left").isEqualTo(2_000);
    }

    @Test
    void withoutMeteringTheCharterCountsAsBefore() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter());
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        claim(ledger, "acme/w1", 10_000, GPU);
        assertThat(claim(ledger, "acme/w2", 10_000, GPU).acceptedMillis()).isEqualTo(10_000);
    }

    @Test
    void moreThanTheBenchmarkAndAQuarterCountsInProportion() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charterWithReference().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        assertThat(claim(ledger, "acme/w1", 4_000, GPU).acceptedMillis()).as("12.5 steps/s, the benchmark's 10 and a quarter")
                .isEqualTo(4_000);
        Observation fast = claim(ledger, "acme/w2", 2_000, OTHER);
        assertThat(fast.acceptedMillis()).as("25 steps/s").isEqualTo(1_000);
        assertThat(fast.reductions()).containsExactly(new Reduction("beyond-speed", 1_000));
    }

    @Test
    void noSpeedIsHiddenByClaimingMoreTimeOrDevicesThanThereWere() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charterWithReference().metered(Metering.PLAIN));
        ledger.round(1, List.of("acme/w1", "beta/w1"));
        ledger.pass(2_000);
        Observation long1 = claim(ledger, "acme/w1", 90_000, GPU);
        assertThat(long1.acceptedMillis()).as("25 steps/s").isEqualTo(1_000);
        assertThat(long1.reductions()).containsExactly(new Reduction("beyond-speed", 1_000));
        UsageClaim one = ledger.claimOf("beta/w1", 2_000);
        UsageClaim many = new UsageClaim(one.timeMillis(), one.organization(), one.worker(), one.seq(), one.lease(), one.model(), one.outcome(),
                one.reason(), one.detail(), one.busyMillis(), 1_024, one.steps(), one.update(), one.lossMillionths(), one.accuracyMillionths());
        assertThat(claim(ledger, many).acceptedMillis()).isEqualTo(1_000);
    }

    @Test
    void aWorkerHasTheDevicesOfItsBenchmarkWhateverItsClaimsName() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charterWithReference().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        assertThat(claim(ledger, "acme/w1", 5_000, GPU).acceptedMillis()).isEqualTo(5_000);
        UsageClaim fresh = on(ledger.claimOf("acme/w2", 10_000), List.of("00000000000000cc"), Meters.ABSENT);
        assertThat(claim(ledger, fresh).reductions()).as("both measured the same device")
                .containsExactly(new Reduction("beyond-work", 4_500), new Reduction("overlap", 500));
    }

    @Test
    void aReversalUndoesTheOutcomeButNotWhatWorkDevicesAndSpeedAllow() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charterWithReference().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(8_000);
        claim(ledger, "acme/w1", 5_000, GPU);
        UsageClaim second = on(ledger.claimOf("acme/w2", 8_000), List.of(GPU), Meters.ABSENT);
        ledger.claim(second, new Observations.Findings(Optional.of("norm-too-large"), Optional.empty(),
                OptionalLong.of(60_000_000)));
        LeaseView lease = ledger.state.lease(second.lease()).orElseThrow();
        assertThat(lease.claimableMillis()).as("8 s in the lease, 5.5 s by its work, 3 s that the device has left").isEqualTo(3_000);
        assertRule(ledger, reversal(ledger, lease, 3_001), ledger.logKey, Rule.REVERSAL);
        ledger.append(reversal(ledger, lease, 3_000), ledger.logKey);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 8_000L);
    }

    private static Reversal reversal(LedgerBuilder ledger, LeaseView lease, long acceptedMillis) {
        return new Reversal(ledger.nowMillis(), lease.claim().orElseThrow(), lease.lease().lease(), lease.countedMillis(), acceptedMillis,
                "it was fit", OptionalLong.empty());
    }

    @Test
    void energyOfADeviceThatNobodyRatedHasABoundToo() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        Observation hot = claim(ledger, on(ledger.claimOf("acme/w1", 100), List.of(GPU),
                new Meters(OptionalLong.of(80), OptionalLong.empty(), OptionalLong.of(1_000_000_000_000L))));
        assertThat(ledger.state.devices().energy().get("acme").gpuMillijoules()).as("10 kW and a tenth for 10 s").isEqualTo(110_000_000);
        assertThat(hot.reductions()).containsExactly(new Reduction("beyond-power", 0, (1_000_000_000_000L) - 110_000_000));
    }

    @Test
    void allReductionsStandInTheOrderOfTheRules() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charterWithReference().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(8_000);
        claim(ledger, "acme/w1", 5_000, GPU);
        Meters hot = new Meters(OptionalLong.of(1), OptionalLong.empty(), OptionalLong.of(9_000_000));
        UsageClaim claim = on(ledger.claimOf("acme/w2", 8_000), List.of(GPU), hot);
        Observation observation = claim(ledger, claim);
        assertThat(observation.reduction()).contains("beyond-work");
        assertThat(observation.reductions()).containsExactly(new Reduction("beyond-work", 2_500), new Reduction("overlap", 2_500),
                new Reduction("beyond-power", 0, 9_000_000 - 2_200_000));
        assertThat(observation.acceptedMillis()).isEqualTo(3_000);
        assertThat(ledger.state.devices().energy().get("acme").gpuMillijoules()).isEqualTo(2_200_000);
    }

    @Test
    void aStatementsReductionsAndAcceptedTimeSumToWhatWasClaimed() throws RuleViolation {
        LedgerBuilder ledger = ledger(LedgerBuilder.charterWithReference().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(8_000);
        claim(ledger, "acme/w1", 2_000, GPU);
        claim(ledger, "acme/w2", 90_000, GPU);
        List<ClaimLine> lines = statement(ledger).claims();
        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line.acceptedMillis()
                + line.reductions().stream().mapToLong(ClaimLine.Reduction::millis).sum()).isEqualTo(line.claimedMillis()));
        assertThat(lines.getFirst().reductions()).extracting(ClaimLine.Reduction::reason).singleElement().asString().contains("beyond-speed");
        assertThat(lines.getLast().reductions()).extracting(ClaimLine.Reduction::millis).containsExactly(82_000L, 2_500L);
    }

    @Test
    void aStatementSaysWhichEnergyDoesNotCount() throws RuleViolation {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        claim(ledger, on(ledger.claimOf("acme/w1", 100), List.of(GPU),
                new Meters(OptionalLong.of(80), OptionalLong.empty(), OptionalLong.of(1_000_000_000_000L))));
        long observation = ledger.state.size() - 1;
        Statement statement = statement(ledger);
        assertThat(statement.claims().getFirst().cutMillijoules()).isEqualTo(1_000_000_000_000L - 110_000_000);
        assertThat(StatementJson.of(statement).canonicalText()).contains("\"cutMillijoules\":999890000000");
        assertThat(Figures.of(statement)).flatMap(Figure.Section::figures).anySatisfy(figure -> {
            assertThat(figure.what()).contains("beyond-power");
            assertThat(figure.value()).isEqualTo("(277.747 kWh)");
            assertThat(figure.entries()).containsExactly(observation);
        });
    }

    @Test
    void aStatementNamesTheClaimsThatAnOverlappingOneWasCutFor() throws RuleViolation {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        claim(ledger, "acme/w1", 7_000, GPU);
        long first = ledger.state.size() - 2;
        claim(ledger, "acme/w2", 7_000, GPU);
        Statement statement = statement(ledger);
        assertThat(statement.claims()).extracting(ClaimLine::beside).containsExactly(List.of(), List.of(first));
        StringWriter text = new StringWriter();
        StatementJson.of(statement).print(text::write);
        assertThat(text.toString()).contains("\"beside\":[" + first + "]");
        assertThat(Figures.of(statement).getFirst().figures()).anySatisfy(figure -> {
            assertThat(figure.what()).isEqualTo("  the devices were at the work of the claims in entry " + first);
            assertThat(figure.entries()).containsExactly(first);
        });
    }

    private static Statement statement(LedgerBuilder ledger) throws RuleViolation {
        StatementReader reader = new StatementReader("acme", OptionalLong.empty(), Pages.HEAP);
        State state = new State();
        for (byte[] bytes : ledger.entries) {
            Entry entry = Entries.parse(state.size(), bytes);
            state.apply(entry, ledger.documents());
            reader.applied(state, entry);
        }
        return reader.statement().orElseThrow();
    }

    @Test
    void energyIsSummedByPeriodAndAbsentIsNotZero() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        claim(ledger, on(ledger.claimOf("acme/w1", 100), List.of(GPU),
                new Meters(OptionalLong.of(80), OptionalLong.of(700), OptionalLong.of(0))));
        claim(ledger, ledger.claimOf("acme/w2", 100));
        EnergyView energy = ledger.state.devices().energy().get("acme");
        assertThat(energy).isEqualTo(new EnergyView(BigInteger.valueOf(700), BigInteger.ZERO, 2, 1, 1));
        ledger.closeRound(1);
        ledger.closePeriod();
        assertThat(ledger.state.devices().energy()).isEmpty();
    }

    @Test
    void theFoldTakesNoOtherReductionsThanItsOwn() {
        LedgerBuilder ledger = ledger(LedgerBuilder.charter().metered(Metering.PLAIN));
        ledger.round(1, BOTH);
        ledger.pass(10_000);
        claim(ledger, "acme/w1", 10_000, GPU);
        UsageClaim twice = on(ledger.claimOf("acme/w2", 10_000), List.of(GPU), Meters.ABSENT);
        Observation right = Observations.of(ledger.state, twice, ledger.state.size(), FINE, ledger.nowMillis());
        ledger.append(twice, workerKey("acme/w2"));
        assertRule(ledger, with(right, 10_000, List.of()), ledger.logKey, Rule.ACCEPTANCE_RULE);
        assertRule(ledger, with(right, right.acceptedMillis(), List.of()), ledger.logKey, Rule.ACCEPTANCE_RULE);
        assertRule(ledger, with(right, right.acceptedMillis(), List.of(new Reduction("overlap", 9_999))), ledger.logKey,
                Rule.ACCEPTANCE_RULE);
        ledger.append(right, ledger.logKey);
        assertThat(ledger.state.copy().stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    private static Observation with(Observation right, long acceptedMillis, List<Reduction> reductions) {
        return new Observation(right.timeMillis(), right.claim(), right.lease(), right.verdict(), right.reason(), right.detail(),
                acceptedMillis, right.normMillionths(), right.scoreMilli(), right.reduction(), reductions);
    }
}
