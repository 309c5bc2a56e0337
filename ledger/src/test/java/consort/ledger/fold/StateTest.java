package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.digest;
import static consort.ledger.fold.LedgerBuilder.inviteKey;
import static consort.ledger.fold.LedgerBuilder.organizationKey;
import static consort.ledger.fold.LedgerBuilder.workerKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Finding;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Member;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Observations.Findings;
import consort.ledger.note.SignerKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StateTest {

    private static final List<String> ALL = List.of("acme/w1", "beta/w1", "carol/w1");
    private static final Findings FINE = new Findings(Optional.empty(), Optional.empty(), OptionalLong.of(1));

    /** Three members, a run that waits. */
    private static LedgerBuilder started() {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charter());
        ledger.join("acme", 300, 4);
        ledger.join("beta", 300, 3);
        ledger.join("carol", 100, 1);
        ledger.submit(LedgerBuilder.job());
        return ledger;
    }

    @Test
    void theWholeStoryEndsAsItShould() {
        State state = LedgerBuilder.consortium().state;
        RunView run = state.runs().get(1L);
        assertThat(run.phase()).isEqualTo(RunView.Phase.ENDED);
        assertThat(run.models()).hasSize(3);
        assertThat(run.models()).extracting(model -> model.accuracyMillionths().orElse(-1))
                .containsExactly(-1L, 870_000L, 884_000L);
        assertThat(state.openLeases()).isEmpty();
        assertThat(state.awaited()).isEmpty();
        assertThat(state.acceptedMillis()).as("billed").isEmpty();
    }

    @Test
    void paysByTheOutcomeTable() {
        PeriodView period = LedgerBuilder.consortium().state.periods().getFirst();
        long hour = LedgerBuilder.HOUR_MILLIS;
        assertThat(period.close().members()).extracting(line -> line.ngpuMillis()).containsExactly(
                3 * hour + 2 * 60_000 * 800 / 1000, 2 * hour + hour / 2 * 250 / 1000, hour / 2 + hour);
    }

    @Test
    void foldingTheSameEntriesGivesAnEqualState() throws RuleViolation {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        State again = new State();
        for (byte[] bytes : ledger.entries) {
            again.apply(Entries.parse(again.size(), bytes), ledger.documents());
        }
        assertThat(again.stateDigest()).isEqualTo(ledger.state.stateDigest());
    }

    @Test
    void aCopyIsEqualAndGoesItsOwnWay() {
        LedgerBuilder ledger = started();
        State copy = ledger.state.copy();
        String before = copy.stateDigest();
        assertThat(before).isEqualTo(ledger.state.stateDigest());
        ledger.round(1, ALL);
        ledger.claimAll(ALL, 1000);
        assertThat(copy.stateDigest()).isEqualTo(before).isNotEqualTo(ledger.state.stateDigest());
    }

    @Test
    void everyEntryChangesTheDigest() throws RuleViolation {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        State state = new State();
        String before = state.stateDigest();
        for (byte[] bytes : ledger.entries) {
            state.apply(Entries.parse(state.size(), bytes), ledger.documents());
            assertThat(state.stateDigest()).isNotEqualTo(before);
            before = state.stateDigest();
        }
    }

    @Test
    void onlyACharterCanComeFirstAndOnlyOne() {
        LedgerBuilder ledger = started();
        State empty = new State();
        Entry second = Entries.parse(0, ledger.entries.get(1));
        assertRule(empty.objection(second, ledger.documents()), Rule.ORDER);
        Entry again = Entries.parse(ledger.state.size(), ledger.entries.getFirst());
        assertRule(ledger.state.objection(again, ledger.documents()), Rule.ORDER);
        assertThatThrownBy(empty::origin).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnEntryAtAnotherIndexOrOfAnotherDomain() {
        LedgerBuilder ledger = started();
        CoordinatorStarted body = new CoordinatorStarted(ledger.nowMillis(), 2, "x");
        Entry elsewhere = Entries.parse(7, Entries.sign("example.org", body, ledger.logKey));
        assertRule(ledger.state.objection(elsewhere, ledger.documents()), Rule.INDEX);
        Entry foreign = Entries.parse(ledger.state.size(), Entries.sign("example.com", body, ledger.logKey));
        assertRule(ledger.state.objection(foreign, ledger.documents()), Rule.DOMAIN);
    }

    @Test
    void epochsIncrease() {
        LedgerBuilder ledger = started();
        assertRule(ledger, new CoordinatorStarted(ledger.nowMillis(), 1, "x"), ledger.logKey, Rule.EPOCH);
        ledger.append(new CoordinatorStarted(ledger.nowMillis(), 5, "x"), ledger.logKey);
        assertThat(ledger.state.epoch()).isEqualTo(5);
    }

    @Test
    void refusesTheWrongSigner() {
        LedgerBuilder ledger = started();
        CoordinatorStarted body = new CoordinatorStarted(ledger.nowMillis(), 2, "x");
        assertRule(ledger, body, organizationKey("acme"), Rule.SIGNER);
        assertRule(ledger, body, SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[32]), Rule.SIGNER);
        Entry honest = Entries.parse(ledger.state.size(), Entries.sign("example.org", body, ledger.logKey));
        String forged = new String(honest.bytes(), StandardCharsets.UTF_8).replace("\"x\"", "\"y\"");
        Entry altered = Entries.parse(ledger.state.size(), forged.getBytes(StandardCharsets.UTF_8));
        assertRule(ledger.state.objection(altered, ledger.documents()), Rule.SIGNATURE);
    }

    @Test
    void anAcceptanceFollowsItsMemberAtOnceAndRepeatsItsInvitation() {
        LedgerBuilder ledger = started();
        ledger.invite("dora", 300, 4);
        ledger.append(new Member(ledger.nowMillis(), "dora", organizationKey("dora").verifierKey().toString(),
                digest("dora")), ledger.logKey);
        assertThat(ledger.state.members().get("dora").active()).isFalse();
        assertRule(ledger, new CoordinatorStarted(ledger.nowMillis(), 2, "x"), ledger.logKey, Rule.ORDER);
        assertRule(ledger, new Acceptance(0, "dora", 1, digest("other charter"), 300, 4), organizationKey("dora"), Rule.CHARTER);
        assertRule(ledger, new Acceptance(0, "dora", 2, ledger.state.charterDigest(), 300, 4), organizationKey("dora"), Rule.SEQ);
        assertRule(ledger, new Acceptance(0, "dora", 1, ledger.state.charterDigest(), 299, 4), organizationKey("dora"),
                Rule.INVITATION);
        assertRule(ledger, new Acceptance(0, "dora", 1, ledger.state.charterDigest(), 300, 3), organizationKey("dora"),
                Rule.INVITATION);
        ledger.append(new Acceptance(0, "dora", 1, ledger.state.charterDigest(), 300, 4), organizationKey("dora"));
        assertThat(ledger.state.members().get("dora").active()).isTrue();
        assertRule(ledger, new Acceptance(0, "dora", 2, ledger.state.charterDigest(), 300, 4), organizationKey("dora"), Rule.ORDER);
    }

    @Test
    void invitesAdmitOnceAndInTime() {
        LedgerBuilder ledger = started();
        ledger.invite("dora", 1, 1);
        long expires = ledger.nowMillis() + LedgerBuilder.HOUR_MILLIS;
        assertThat(ledger.state.admits(digest("dora"), expires)).isPresent();
        assertThat(ledger.state.admits(digest("dora"), expires + 1)).isEmpty();
        assertThat(ledger.state.admits(digest("acme"), 0)).as("used").isEmpty();
        assertThat(ledger.state.admits(digest("acme/w1"), 0)).as("used").isEmpty();
        assertThat(ledger.state.knowsInvite(digest("acme"))).isTrue();
    }

    @Test
    void aWorkersKeyNeedsItsInvite() {
        LedgerBuilder ledger = started();
        WorkerId worker = WorkerId.parse("acme/w2");
        assertRule(ledger, ledger.workerKeyEntry(worker), inviteKey("acme/w2"), Rule.SIGNER);
        assertRule(ledger, ledger.workerInvite(worker), organizationKey("beta"), Rule.SIGNER);
        ledger.append(ledger.workerInvite(worker), organizationKey("acme"));
        assertThat(ledger.state.admits(digest("acme/w2"), ledger.nowMillis())).isPresent();
        assertRule(ledger, ledger.workerKeyEntry(worker), organizationKey("acme"), Rule.SIGNER);
        LedgerBuilder late = started();
        late.append(late.workerInvite(worker), organizationKey("acme"));
        late.pass(LedgerBuilder.HOUR_MILLIS + 1);
        late.append(new CoordinatorStarted(late.nowMillis(), 2, "x"), late.logKey);
        assertRule(late, late.workerKeyEntry(worker), inviteKey("acme/w2"), Rule.INVITATION);
        ledger.append(ledger.workerKeyEntry(worker), inviteKey("acme/w2"));
        assertThat(ledger.state.workers()).containsKey(worker);
        assertRule(ledger, ledger.workerKeyEntry(worker), inviteKey("acme/w2"), Rule.SIGNER);
        assertRule(ledger, ledger.workerInvite(worker), organizationKey("acme"), Rule.KEY);
    }

    @Test
    void boundsWorkersAndOpenInvitesOfAnOrganization() {
        LedgerBuilder ledger = started();
        for (int i = 2; i <= Limits.MAX_WORKERS_PER_ORGANIZATION; i++) {
            WorkerId worker = WorkerId.parse("acme/w" + i);
            ledger.append(ledger.workerInvite(worker), organizationKey("acme"));
            if (i % 2 == 0) {
                ledger.append(ledger.workerKeyEntry(worker), inviteKey("acme/w" + i));
            }
            if (i == 2 * Limits.MAX_OPEN_WORKER_INVITES + 1) {
                assertRule(ledger, ledger.workerInvite(WorkerId.parse("acme/next")), organizationKey("acme"), Rule.KEY);
            }
            if (i % (2 * Limits.MAX_OPEN_WORKER_INVITES) == 1) {
                ledger.pass(LedgerBuilder.HOUR_MILLIS + 1);
                ledger.append(new CoordinatorStarted(ledger.nowMillis(), i, "x"), ledger.logKey);
            }
        }
        ledger.pass(LedgerBuilder.HOUR_MILLIS + 1);
        ledger.append(new CoordinatorStarted(ledger.nowMillis(), 1000, "x"), ledger.logKey);
        assertRule(ledger, ledger.workerInvite(WorkerId.parse("acme/next")), organizationKey("acme"), Rule.KEY);
        ledger.append(ledger.workerInvite(WorkerId.parse("beta/next")), organizationKey("beta"));
    }

    @Test
    void noOrganizationBearsTheNameOfTheLogsKey() {
        LedgerBuilder ledger = started();
        assertRule(ledger, new Invitation(ledger.nowMillis(), "log", digest("log"), ledger.nowMillis() + 1, 1, 1),
                ledger.logKey, Rule.INVITATION);
    }

    @Test
    void aNewInviteReplacesALostOne() {
        LedgerBuilder ledger = started();
        ledger.invite("dora", 1, 1);
        ledger.append(new Invitation(ledger.nowMillis(), "dora", digest("again"),
                ledger.nowMillis() + 1, 5, 5), ledger.logKey);
        ledger.append(new Member(ledger.nowMillis(), "dora", organizationKey("dora").verifierKey().toString(),
                digest("again")), ledger.logKey);
        assertThat(ledger.state.members().get("dora").benefit()).isEqualTo(5);
        assertThat(ledger.state.admits(digest("dora"), 0)).as("the other one is void").isEmpty();
    }

    @Test
    void onlyATaskHandedBackComesWithAWord() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        assertRule(ledger, new LeaseEnded(ledger.nowMillis(), 1, LeaseEnded.Reason.EXPIRED, Optional.of("x")), ledger.logKey,
                Rule.LEASE);
        ledger.append(new LeaseEnded(ledger.nowMillis(), 1, LeaseEnded.Reason.HANDED_BACK, Optional.of("x")), ledger.logKey);
        assertThat(ledger.state.lease(1).orElseThrow().endedDetail()).contains("x");
    }

    @Test
    void aClaimAnswersALeaseOfItsWorkerInSequence() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(1000);
        UsageClaim own = ledger.claimOf("acme/w1", 1000);
        assertRule(ledger, ledger.claimOf("acme/w1", 2, 1000), workerKey("acme/w1"), Rule.CLAIM);
        assertRule(ledger, ledger.claimOf("acme/w1", 99, 1000), workerKey("acme/w1"), Rule.CLAIM);
        assertRule(ledger, own, workerKey("beta/w1"), Rule.SIGNER);
        ledger.append(own, workerKey("acme/w1"));
        assertRule(ledger, new CoordinatorStarted(ledger.nowMillis(), 2, "x"), ledger.logKey, Rule.ORDER);
    }

    @Test
    void aDuplicateClaimIsEnteredAndEarnsNothing() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        long lease = ledger.state.openLeaseOf(WorkerId.parse("acme/w1")).orElseThrow().lease().lease();
        ledger.claim(ledger.claimOf("acme/w1", lease, 10_000), FINE);
        ledger.claim(ledger.claimOf("acme/w1", lease, 10_000), FINE);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 10_000L);
        assertThat(ledger.state.runs().get(1L).round().orElseThrow().accepted()).hasSize(1);
    }

    @Test
    void aClaimIsBoundedByClockLeaseAndDevices() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(5_000);
        UsageClaim greedy = ledger.claimOf("acme/w1", 60_000);
        ledger.claim(withDevices(greedy, 8), FINE);
        assertThat(ledger.state.acceptedMillis()).as("from lease to arrival, one device").containsEntry("acme", 5_000L);
        ledger.pass(100 * LedgerBuilder.HOUR_MILLIS);
        ledger.claim(ledger.claimOf("beta/w1", 90 * LedgerBuilder.HOUR_MILLIS), FINE);
        assertThat(ledger.state.acceptedMillis()).as("the lease's length").containsEntry("beta", 7_200_000L);
    }

    @Test
    void aFailedTaskCountsByItsOwnLine() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        ledger.claim(failed(ledger.claimOf("acme/w1", 10_000), "crashed"), FINE);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 1_000L);
    }

    @Test
    void aClaimAboutAnotherModelIsRefused() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        UsageClaim done = ledger.claimOf("acme/w1", 10_000);
        UsageClaim stale = new UsageClaim(done.timeMillis(), "acme", "w1", done.seq(), done.lease(), Document.digest(new byte[0]),
                done.outcome(), done.reason(), done.detail(), done.busyMillis(), 1, done.steps(), done.update(),
                done.lossMillionths(), done.accuracyMillionths());
        assertThat(Observations.refusal(ledger.state.lease(done.lease()).orElseThrow(), stale)).contains("wrong-model");
        ledger.claim(stale, FINE);
        assertThat(ledger.state.runs().get(1L).round().orElseThrow().accepted()).isEmpty();
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 2_500L);
    }

    @Test
    void aFailedTaskEarnsNoMoreForBeingOrCallingItselfLate() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        UsageClaim afterTheEnd = ledger.claimOf("beta/w1", 10_000);
        ledger.endLease("beta/w1", LeaseEnded.Reason.EXPIRED);
        ledger.claim(failed(ledger.claimOf("acme/w1", 10_000), "late"), FINE);
        ledger.claim(failed(afterTheEnd, "crashed"), FINE);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 1_000L).containsEntry("beta", 1_000L);
    }

    @Test
    void aLateClaimEarnsNothingAfterAHandBackOrWithoutAnUpdate() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(10_000);
        List<UsageClaim> claims = ALL.stream().map(worker -> ledger.claimOf(worker, 10_000)).toList();
        ledger.endLease("acme/w1", LeaseEnded.Reason.HANDED_BACK);
        ledger.endLease("beta/w1", LeaseEnded.Reason.EXPIRED);
        ledger.endLease("carol/w1", LeaseEnded.Reason.EXPIRED);
        ledger.claim(claims.get(0), FINE);
        ledger.claim(withoutUpdate(claims.get(1)), FINE);
        ledger.claim(claims.get(2), FINE);
        assertThat(ledger.state.acceptedMillis()).containsEntry("acme", 0L).containsEntry("beta", 0L)
                .containsEntry("carol", 5_000L);
    }

    private static UsageClaim withoutUpdate(UsageClaim done) {
        return new UsageClaim(done.timeMillis(), done.organization(), done.worker(), done.seq(), done.lease(),
                done.model(), done.outcome(), done.reason(), done.detail(), done.busyMillis(), 1, done.steps(),
                Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    private static UsageClaim failed(UsageClaim done, String reason) {
        return new UsageClaim(done.timeMillis(), done.organization(), done.worker(), done.seq(), done.lease(),
                done.model(), UsageClaim.Outcome.FAILED, Optional.of(reason), Optional.of("exit 137"), done.busyMillis(), 1, 3,
                Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    @Test
    void theSameClaimHasTheSameReceipt() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.claimAll(List.of("acme/w1"), 1000);
        PartyEntryView claim = ledger.state.entryAt(workerKey("acme/w1").verifierKey(), 1).orElseThrow();
        assertThat(claim.receipted()).hasSize(2);
        assertThat(claim.receipted().get(1).index()).isEqualTo(claim.entry().index() + 1);
        assertThat(ledger.state.entryAt(workerKey("acme/w1").verifierKey(), 2)).isEmpty();
        assertThat(ledger.state.entryAt(workerKey("acme/w1").verifierKey(), 0)).isEmpty();
    }

    @Test
    void aRoundGoesThroughItsPhases() {
        LedgerBuilder ledger = started();
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.WAITING);
        ledger.round(1, ALL);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.TRAINING);
        ledger.claimAll(List.of("acme/w1", "beta/w1"), 1000);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.TRAINING);
        ledger.endLease("carol/w1", LeaseEnded.Reason.DROPOUT);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.AGGREGATING);
        ledger.closeRound(1);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.WAITING);
        ledger.append(Rounds.evaluateLease(ledger.state.runs().get(1L), WorkerId.parse("beta/w1"), ledger.state.nextLease(), 1,
                ledger.nowMillis()), ledger.logKey);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.EVALUATING);
        assertRule(ledger, Rounds.open(ledger.state.runs().get(1L), workers(ALL), ledger.nowMillis()), ledger.logKey, Rule.PHASE);
        ledger.endLease("beta/w1", LeaseEnded.Reason.HANDED_BACK);
        assertThat(phase(ledger)).isEqualTo(RunView.Phase.WAITING);
    }

    @Test
    void aRoundCannotCloseBeforeItsLeasesAreSettledOrWithoutQuorum() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.claimAll(List.of("acme/w1"), 1000);
        RunView run = ledger.state.runs().get(1L);
        assertRule(ledger, Rounds.close(run, run.round().orElseThrow(), digest("m"), ledger.nowMillis()), ledger.logKey,
                Rule.PHASE);
        assertRule(ledger, new RoundAbandoned(ledger.nowMillis(), 1, 1, "why not"), ledger.logKey, Rule.PHASE);
        ledger.endLease("beta/w1", LeaseEnded.Reason.EXPIRED);
        ledger.endLease("carol/w1", LeaseEnded.Reason.EXPIRED);
        RunView settled = ledger.state.runs().get(1L);
        assertRule(ledger, Rounds.close(settled, settled.round().orElseThrow(), digest("m"), ledger.nowMillis()),
                ledger.logKey, Rule.QUORUM);
    }

    @Test
    void tooManyAbandonedRoundsEndTheRun() {
        LedgerBuilder ledger = started();
        for (long round = 1; round <= 2; round++) {
            ledger.round(1, ALL);
            ALL.forEach(worker -> ledger.endLease(worker, LeaseEnded.Reason.DROPOUT));
            ledger.append(new RoundAbandoned(ledger.nowMillis(), 1, round, "no updates"), ledger.logKey);
        }
        assertRule(ledger, Rounds.open(ledger.state.runs().get(1L), workers(ALL), ledger.nowMillis()), ledger.logKey, Rule.ROUND);
        assertRule(ledger, end(ledger, RunEnded.Outcome.COMPLETED), ledger.logKey, Rule.ROUND);
        ledger.append(end(ledger, RunEnded.Outcome.ABANDONED), ledger.logKey);
        assertRule(ledger, end(ledger, RunEnded.Outcome.STOPPED), ledger.logKey, Rule.RUN);
    }

    @Test
    void aRunWithOpenLeasesCannotEnd() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        assertRule(ledger, end(ledger, RunEnded.Outcome.STOPPED), ledger.logKey, Rule.PHASE);
        ALL.forEach(worker -> ledger.endLease(worker, LeaseEnded.Reason.RUN_ENDED));
        ledger.append(end(ledger, RunEnded.Outcome.STOPPED), ledger.logKey);
        ledger.lateClaim("acme/w1", 1);
        assertThat(ledger.state.runs().get(1L).phase()).isEqualTo(RunView.Phase.ENDED);
    }

    @Test
    void aWorkerHoldsOneLeaseAcrossRuns() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        long second = ledger.submit(LedgerBuilder.job());
        ledger.append(Rounds.open(ledger.state.runs().get(second), workers(ALL), ledger.nowMillis()), ledger.logKey);
        RunView run = ledger.state.runs().get(second);
        assertRule(ledger, Rounds.trainLease(run, run.round().orElseThrow(), WorkerId.parse("acme/w1"),
                ledger.state.nextLease(), 1,
                ledger.nowMillis()), ledger.logKey, Rule.LEASE);
    }

    @Test
    void aFindingMustProveItself() {
        LedgerBuilder ledger = started();
        ledger.round(1, ALL);
        ledger.pass(1000);
        UsageClaim first = ledger.claimOf("acme/w1", 1000);
        ledger.claim(first, FINE);
        long held = ledger.state.entryAt(workerKey("acme/w1").verifierKey(), 1).orElseThrow().entry().index();
        byte[] other = Entries.sign("example.org", withDevices(first, 2), workerKey("acme/w1"));
        byte[] forged = Entries.sign("example.org", withDevices(first, 2), workerKey("beta/w1"));
        byte[] same = Entries.sign("example.org", first, workerKey("acme/w1"));
        assertRule(ledger, finding(ledger, held, other), ledger.logKey, Rule.DOCUMENT);
        keep(ledger, other);
        keep(ledger, forged);
        keep(ledger, same);
        assertRule(ledger, finding(ledger, held, forged), ledger.logKey, Rule.FINDING);
        assertRule(ledger, finding(ledger, held, same), ledger.logKey, Rule.FINDING);
        assertRule(ledger, finding(ledger, held + 1, other), ledger.logKey, Rule.FINDING);
        ledger.append(finding(ledger, held, other), ledger.logKey);
    }

    @Test
    void withoutSettlementAllAmountsAreZeroAndDeviceTimeIsRecorded() {
        LedgerBuilder ledger = new LedgerBuilder(LedgerBuilder.charterWithoutSettlement());
        ledger.join("acme", 1, 1);
        ledger.join("beta", 1, 1);
        ledger.submit(LedgerBuilder.job());
        ledger.round(1, List.of("acme/w1", "beta/w1"));
        ledger.claimAll(List.of("acme/w1", "beta/w1"), LedgerBuilder.HOUR_MILLIS);
        ledger.closePeriod();
        var close = ledger.state.periods().getFirst().close();
        assertThat(close.poolMinor()).isZero();
        assertThat(close.transfers()).isEmpty();
        assertThat(close.members()).allSatisfy(line -> {
            assertThat(line.ngpuMillis()).isEqualTo(LedgerBuilder.HOUR_MILLIS);
            assertThat(List.of(line.creditMinor(), line.externalMinor(), line.shareMinor(), line.netMinor())).containsOnly(0L);
        });
        assertThat(close.rateMinorPerHour()).as("the charter's rate stays on record").isEqualTo(184);
    }

    @Test
    void thePeriodsFollowEachOther() {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        long first = ledger.state.periods().getFirst().index();
        ledger.closePeriod();
        var second = ledger.state.periods().get(1).close();
        assertThat(second.period()).isEqualTo(2);
        assertThat(second.fromIndex()).isEqualTo(first + 1);
        assertThat(second.poolMinor()).isZero();
    }

    private static RunEnded end(LedgerBuilder ledger, RunEnded.Outcome outcome) {
        return new RunEnded(ledger.nowMillis(), 1, outcome, "because", ledger.state.runs().get(1L).model());
    }

    private static Finding finding(LedgerBuilder ledger, long held, byte[] offered) {
        return new Finding(ledger.nowMillis(), Finding.Kind.CONFLICTING_SEQ, "acme", Optional.of("w1"), 1, held,
                Document.digest(offered));
    }

    private static void keep(LedgerBuilder ledger, byte[] document) {
        ledger.documents.put(Document.digest(document), document);
    }

    private static UsageClaim withDevices(UsageClaim claim, int devices) {
        return new UsageClaim(claim.timeMillis(), claim.organization(), claim.worker(), claim.seq(), claim.lease(), claim.model(),
                claim.outcome(), claim.reason(), claim.detail(), claim.busyMillis(), devices, claim.steps(), claim.update(),
                claim.lossMillionths(), claim.accuracyMillionths());
    }

    private static RunView.Phase phase(LedgerBuilder ledger) {
        return ledger.state.runs().get(1L).phase();
    }

    private static List<WorkerId> workers(List<String> names) {
        return names.stream().map(WorkerId::parse).toList();
    }

    private static void assertRule(LedgerBuilder ledger, Body body, SignerKey key, Rule rule) {
        Entry entry = Entries.parse(ledger.state.size(), Entries.sign("example.org", body, key));
        assertRule(ledger.state.objection(entry, ledger.documents()), rule);
    }

    private static void assertRule(Optional<RuleViolation> objection, Rule rule) {
        assertThat(objection).hasValueSatisfying(violation ->
                assertThat(violation.rule()).as(violation.getMessage()).isEqualTo(rule));
    }
}
