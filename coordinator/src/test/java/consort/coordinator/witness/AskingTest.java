package consort.coordinator.witness;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.core.Pool;
import consort.coordinator.core.WitnessFacts;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine's checkpoints and its members' witnesses, who are asked about them. */
class AskingTest {

    private static final String OPERATOR = "acme";

    private Pool pool;
    private MemberWitness acme;
    private MemberWitness beta;
    private MemberWitness carol;
    private Asking asking;
    private long now = 1_000;

    /** Two of beta's, carol's and dora's must cosign; acme operates the coordinator. */
    @BeforeEach
    void fourMembersOfWhomThreeHaveWitnesses() throws IOException {
        pool = Pool.withWitnesses(2, OPERATOR);
        for (String member : List.of("acme", "beta", "carol", "dora")) {
            pool.member(member);
        }
        acme = new MemberWitness(pool, "acme");
        beta = new MemberWitness(pool, "beta");
        carol = new MemberWitness(pool, "carol");
        asking = asking();
    }

    private Asking asking() {
        return new Asking(new PublishedLog(pool.disk, pool.engine.log(), () -> pool.engine.published().newest(), Map.of()));
    }

    private void attend(MemberWitness... witnesses) {
        for (MemberWitness witness : witnesses) {
            witness.attend(asking);
        }
    }

    private void tick(long millis) throws IOException {
        now += millis;
        for (MemberWitness witness : List.of(acme, beta, carol)) {
            witness.at(now);
        }
        asking.tick(now);
    }

    /** Long enough for a checkpoint to be shown, answered and kept. */
    private void settle() throws IOException {
        tick(Asking.PACE_MILLIS);
        tick(100);
        tick(100);
    }

    private void grow() throws IOException {
        pool.invite("org" + pool.state().size());
    }

    private SignedCheckpoint file(String path) throws IOException {
        return SignedCheckpoint.parse(pool.disk.readAll(path, SignedCheckpoint.MAX_BYTES));
    }

    private boolean isCosigned(String path, MemberWitness by) throws IOException, UnverifiedNoteException {
        return CosignerKey.of(by.key).cosigned(file(path).note()).isPresent();
    }

    private WitnessFacts.Witness fact(String organization) {
        return asking.facts(now).witnesses().stream().filter(one -> one.name().equals(organization)).findFirst().orElseThrow();
    }

    @Test
    void cosignaturesStandUnderTheCheckpointAndTheQuorumsInWitnessed() throws IOException, UnverifiedNoteException {
        attend(acme, beta);
        settle();
        assertThat(isCosigned("checkpoint", acme)).isTrue();
        assertThat(isCosigned("checkpoint", beta)).isTrue();
        assertThat(pool.disk.exists("witnessed")).as("the operator's own witness does not count").isFalse();
        assertThat(asking.facts(now).witnessedSize()).isZero();
        attend(carol);
        settle();
        assertThat(file("witnessed")).isEqualTo(file("checkpoint"));
        assertThat(isCosigned("witnessed", carol)).isTrue();
        assertThat(asking.facts(now).witnessedSize()).isEqualTo(pool.state().size());
        file("checkpoint").verify(pool.logKey.verifierKey());
        assertThat(pool.engine.log().published().orElseThrow()).isEqualTo(file("checkpoint"));
    }

    @Test
    void whoseKeyWasReplacedIsToldSoAndDoesNotTakeTheOthersPlace() throws IOException {
        attend(beta, carol);
        settle();
        MemberWitness old = acme;
        asking.attends(WitnessName.of("beta"), Optional.empty(), old, CosignerKey.of(old.key).toString(), now);
        assertThat(old.ends).singleElement().asString().contains("the witness of beta has the key " + CosignerKey.of(beta.key));
        assertThat(beta.ends).isEmpty();
        asking.attends(WitnessName.of("beta"), Optional.empty(), beta, CosignerKey.of(beta.key).toString(), now);
        grow();
        settle();
        assertThat(beta.statuses).hasSize(2);
    }

    @Test
    void aWorkerThatIsNotTheWitnessKeepsItNotAway() throws IOException {
        attend(beta, carol);
        settle();
        MemberWitness thief = acme;
        for (String key : List.of("", CosignerKey.of(beta.key).toString())) {
            asking.attends(WitnessName.of("beta"), Optional.of("w9"), thief, key, now);
        }
        assertThat(thief.ends).hasSize(2).allMatch(end -> end.contains("none of its workers in the ledger, and not its worker w9"));
        assertThat(beta.ends).isEmpty();
        grow();
        settle();
        assertThat(beta.statuses).hasSize(2);
    }

    @Test
    void aCheckpointIsShownOnceToEachAndTheNextWhenThereIsOne() throws IOException {
        attend(beta, carol);
        settle();
        settle();
        assertThat(beta.statuses).as("its size is not known at first").containsExactly(200);
        grow();
        settle();
        assertThat(beta.statuses).containsExactly(200, 200);
        assertThat(file("witnessed").checkpoint().size()).isEqualTo(pool.state().size());
    }

    @Test
    void aWitnessThatIsBehindTellsItsSizeAndCatchesUp() throws IOException, UnverifiedNoteException {
        attend(beta);
        settle();
        asking = asking();
        grow();
        grow();
        attend(beta);
        settle();
        assertThat(beta.statuses).containsExactly(200, 409, 200);
        assertThat(beta.witness.size()).isEqualTo(pool.state().size());
        assertThat(isCosigned("checkpoint", beta)).isTrue();
    }

    @Test
    void whoIsSlowHoldsNobodyUpAndCountsWhenItAnswers() throws IOException, UnverifiedNoteException {
        attend(acme, beta, carol);
        carol.prompt = false;
        settle();
        long first = pool.state().size();
        grow();
        settle();
        grow();
        settle();
        assertThat(carol.owed).as("one question at a time").hasSize(1);
        tick(Asking.PATIENCE_MILLIS);
        settle();
        assertThat(isCosigned("checkpoint", beta)).as("the others went on").isTrue();
        assertThat(file("checkpoint").checkpoint().size()).isEqualTo(pool.state().size());
        assertThat(pool.disk.exists("witnessed")).isFalse();
        carol.prompt = true;
        carol.answer();
        tick(100);
        assertThat(file("witnessed").checkpoint().size()).as("it counts for what it was shown").isEqualTo(first);
        settle();
        assertThat(file("witnessed").checkpoint().size()).isEqualTo(pool.state().size());
    }

    @Test
    void whoIsSilentIsGivenUpAndAskedAgainWhenItComesBack() throws IOException {
        beta.prompt = false;
        attend(beta);
        settle();
        tick(Asking.SILENCE_MILLIS + 1);
        assertThat(beta.ends).containsExactly("no answer within 60 s");
        assertThat(fact("beta").attends()).isFalse();
        assertThat(fact("beta").trouble()).contains("did not answer within 60 s");
        beta.answer();
        assertThat(fact("beta").cosignedSize()).as("nobody waits for it any more").isZero();
        beta.prompt = true;
        attend(beta);
        settle();
        assertThat(fact("beta").cosignedSize()).isEqualTo(pool.state().size());
        assertThat(fact("beta").trouble()).isEmpty();
    }

    @Test
    void whoComesAnewTakesTheOldStreamsPlace() throws IOException {
        attend(beta);
        Peer old = new Peer() {
            @Override
            public void ask(long number, byte[] body) {
                throw new AssertionError("asked over a stream that was replaced");
            }

            @Override
            public void end(String reason) {
                beta.ends.add("old: " + reason);
            }
        };
        asking.attends(WitnessName.of("carol"), old, now);
        attend(carol);
        assertThat(beta.ends).containsExactly("old: the witness of carol attends over another stream now");
        asking.gone(old);
        settle();
        assertThat(fact("carol").attends()).as("the end of the old stream is not that of the new one").isTrue();
        assertThat(fact("carol").cosignedSize()).isPositive();
    }

    @Test
    void liesAreWorthNothing() throws IOException, UnverifiedNoteException {
        attend(beta, carol);
        carol.prompt = false;
        settle();
        byte[] published = file("checkpoint").bytes();
        for (Heard lie : List.of(
                cosignature("\u2014 example.org/pool/carol/witness AAAAAAAA\n"),
                cosignature("no line"),
                cosignature(""),
                cosignature("\u2014 \u001b[31m\n".repeat(400)),
                new Heard(409, "text/x.tlog.size", "-1\n".getBytes()),
                new Heard(409, "text/plain", "3\n".getBytes()),
                new Heard(500, "", new byte[Heard.MAX_BYTES]),
                new Heard(302, "", "https://elsewhere.example/".getBytes()),
                Heard.unreached("no way"))) {
            carol.give(lie);
            assertThat(fact("carol").trouble().orElseThrow()).as(lie.toString()).hasSizeLessThan(600).matches("\\P{C}*");
            assertThat(fact("carol").alarming()).isFalse();
            tick(300_001);
            assertThat(carol.owed).as("it is asked again, later").hasSize(1);
        }
        assertThat(file("checkpoint").bytes()).isEqualTo(published);
        assertThat(pool.disk.exists("witnessed")).isFalse();
        carol.answer();
        tick(100);
        assertThat(isCosigned("witnessed", carol)).isTrue();
    }

    @Test
    void whoFailsIsAskedEverMoreRarely() throws IOException {
        beta.prompt = false;
        attend(beta);
        settle();
        int asked = 0;
        for (int second = 0; second < 3_600; second++) {
            if (!beta.owed.isEmpty()) {
                asked++;
                beta.give(new Heard(503, "", new byte[0]));
            }
            tick(1_000);
        }
        assertThat(asked).isBetween(10, 25);
    }

    @Test
    void whoComesBackAllTheTimeIsNotAskedEachTime() throws IOException {
        beta.prompt = false;
        attend(beta);
        settle();
        int asked = 0;
        for (int second = 0; second < 600; second++) {
            if (!beta.owed.isEmpty()) {
                asked++;
                beta.give(new Heard(400 + asked % 2, "", new byte[0]));
            }
            attend(beta);
            tick(1_000);
        }
        assertThat(asked).isBetween(40, 70);
    }

    @Test
    void aProofOfADamagedTileIsNotSent() throws IOException {
        attend(beta);
        settle();
        grow();
        pool.step();
        String tile = "tile/0/000.p/" + pool.state().size();
        pool.disk.flipBit(tile, 9);
        settle();
        assertThat(beta.statuses).as("it would take that for another history").containsExactly(200);
        assertThat(fact("beta").alarming()).isTrue();
        assertThat(fact("beta").trouble().orElseThrow()).contains("is not asked about " + pool.state().size() + " entries: files of ledger/",
                "consort audit verify");
        pool.disk.flipBit(tile, 9);
        tick(10_000);
        settle();
        assertThat(beta.statuses).containsExactly(200, 200);
        assertThat(fact("beta").trouble()).isEmpty();
        assertThat(beta.disk.list("evidence")).isEmpty();
    }

    @Test
    void anotherSizeAgainAndAgainEndsInAFailure() throws IOException {
        beta.prompt = false;
        attend(beta);
        settle();
        for (int i = 1; i <= 20 && !beta.owed.isEmpty(); i++) {
            beta.give(new Heard(409, "text/x.tlog.size", (i % 5 + "\n").getBytes()));
        }
        assertThat(beta.statuses).hasSize(2);
        assertThat(fact("beta").trouble().orElseThrow()).contains("changes what it says it cosigned");
    }

    @Test
    void aCosignatureOfSomebodyElseIsNone() throws IOException {
        attend(beta, carol);
        carol.prompt = false;
        settle();
        String betas = new String(file("checkpoint").bytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> line.contains("beta/witness")).findFirst().orElseThrow() + "\n";
        carol.give(cosignature(betas));
        assertThat(fact("carol").cosignedSize()).isZero();
        assertThat(fact("carol").trouble()).isPresent();
    }

    @Test
    void aCoordinatorPutBackToABackupIsRefusedLoudlyAndAForkIsKept() throws IOException {
        attend(beta, carol);
        settle();
        SimulatedDisk backup = pool.restored(OptionalInt.of(0));
        grow();
        grow();
        grow();
        settle();
        long cosigned = beta.witness.size();

        pool.replaceBy(backup);
        pool.step();
        assertThat(pool.state().size()).isLessThan(cosigned);
        asking = asking();
        attend(beta, carol);
        settle();
        assertThat(fact("beta").alarming()).isTrue();
        assertThat(fact("beta").trouble().orElseThrow()).contains("has cosigned " + cosigned + " entries", "an older copy was put back",
                "or the witness is wrong");
        assertThat(asking.facts(now).witnessedSize()).isZero();

        while (pool.state().size() <= cosigned) {
            grow();
        }
        for (int i = 0; i < 20; i++) {
            tick(60_000);
        }
        assertThat(beta.statuses).endsWith(422);
        assertThat(fact("beta").trouble().orElseThrow()).contains("does not continue the " + cosigned + " that it cosigned");
        assertThat(beta.disk.list("evidence")).isNotEmpty();
        assertThat(beta.witness.size()).as("it stands by what it cosigned").isEqualTo(cosigned);
        int asked = beta.statuses.size();
        tick(600_000);
        assertThat(beta.statuses).as("a contradiction is not asked again").hasSize(asked);
    }

    @Test
    void dyingBetweenMergingAndPublishingLosesNothingThatIsNotAskedAgain() throws IOException, UnverifiedNoteException {
        attend(beta, carol);
        beta.prompt = false;
        settle();
        beta.answer();
        pool.restart();
        asking = asking();
        attend(beta, carol);
        beta.prompt = true;
        settle();
        assertThat(isCosigned("witnessed", beta)).isTrue();
        assertThat(file("witnessed").checkpoint().size()).isEqualTo(pool.state().size());
        SignedCheckpoint witnessed = file("witnessed");
        pool.restart();
        assertThat(file("witnessed")).isEqualTo(witnessed);
        assertThat(asking().facts(now).witnessedSize()).isEqualTo(witnessed.checkpoint().size());
    }

    @Test
    void cosignaturesNeverPutAnOlderCheckpointBack() throws IOException {
        attend(beta, carol);
        beta.prompt = false;
        settle();
        grow();
        long newest = pool.state().size();
        beta.answer();
        tick(100);
        assertThat(file("checkpoint").checkpoint().size()).isEqualTo(newest);
        assertThat(file("witnessed").checkpoint().size()).isLessThan(newest);
    }

    @Test
    void tellsForHowLongTheQuorumIsMissing() throws IOException {
        settle();
        tick(50_000);
        assertThat(asking.facts(now).unwitnessedMillis()).isGreaterThanOrEqualTo(50_000);
        attend(beta, carol);
        settle();
        assertThat(asking.facts(now).unwitnessedMillis()).isZero();
        for (int i = 0; i < 20; i++) {
            grow();
            settle();
            grow();
            tick(10);
        }
        assertThat(asking.facts(now).unwitnessedMillis()).as("a log that never rests").isLessThan(5 * Asking.PACE_MILLIS);
    }

    @Test
    void whoseKeyTheLedgerDoesNotHaveIsNotAsked() throws IOException {
        asking.attends(WitnessName.of("dora"), new Peer() {
            @Override
            public void ask(long number, byte[] body) {
                throw new AssertionError("asked without a key");
            }

            @Override
            public void end(String reason) {
            }
        }, now);
        settle();
        assertThat(fact("dora").attends()).isTrue();
    }

    private static Heard cosignature(String body) {
        return new Heard(200, "", body.getBytes(StandardCharsets.UTF_8));
    }
}
