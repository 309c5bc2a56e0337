package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.coordinator.loop.Admitted;
import consort.ledger.entry.Access;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.Subject;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaverView;
import consort.ledger.fold.RunView;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody's part ends in the middle of a round, and perhaps begins anew. */
class LeavingTest {

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;
    private WorkerId carol;

    @BeforeEach
    void aRoundIsOpen() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
        carol = pool.member("carol");
        pool.connect(acme);
        pool.connect(beta);
        pool.connect(carol);
        pool.submit(Pool.job(2, 2, 3, 2));
    }

    private Reply revoke(Subject subject, String reason) throws IOException {
        return pool.ask(new Event.Revoke(pool.ticket(), subject, reason));
    }

    private Reply append(Subject signer, PartyBody body, SignerKey key) throws IOException {
        return pool.ask(new Event.AppendEntry(pool.ticket(), signer, Entries.sign("example.org", body, key)));
    }

    private Reply withdraw(String organization, Subject subject) throws IOException {
        long seq = pool.state().lastSeq(Pool.orgKey(organization).verifierKey()) + 1;
        return append(Subject.ofOrganization(organization), new Withdrawal(pool.now().wallMillis(), seq, subject, "sold"),
                Pool.orgKey(organization));
    }

    private Reply depart(WorkerId worker) throws IOException {
        return append(Subject.of(worker), new Departure(pool.now().wallMillis(), worker.organization(), worker.worker(),
                pool.nextSeq(worker), "moving"), Pool.workerKey(worker));
    }

    private Effect.CutOff cut() {
        return pool.released.stream().filter(Effect.CutOff.class::isInstance).map(Effect.CutOff.class::cast)
                .reduce((first, second) -> second).orElseThrow();
    }

    private LeaseEnded.Reason end(long lease) {
        return pool.state().lease(lease).orElseThrow().ended().orElseThrow();
    }

    @Test
    void theRoundGoesOnWithoutWhoWasRevoked() throws IOException {
        long lease = pool.lease(acme);
        assertThat(revoke(Subject.of(acme), "the key was copied")).extracting("already").isEqualTo(false);
        assertThat(end(lease)).isEqualTo(LeaseEnded.Reason.REVOKED);
        assertThat(cut()).isEqualTo(new Effect.CutOff(Subject.of(acme), "worker acme/w1 was revoked: the key was copied"));
        assertThat(pool.engine.ephemeral().connected()).containsExactly(beta, carol);
        for (int round = 0; round < 2; round++) {
            pool.work(beta);
            pool.work(carol);
            pool.pass(6_000);
        }
        assertThat(pool.run(1).phase()).isEqualTo(RunView.Phase.ENDED);
        pool.connect(acme);
        assertThat(pool.engine.ephemeral().connected()).as("turned away").containsExactly(beta, carol);
    }

    @Test
    void aPartThatHasEndedIsNotEndedAgain() throws IOException {
        OptionalLong entry = OptionalLong.of(pool.state().size());
        assertThat(revoke(Subject.of(acme), "the key was copied")).isEqualTo(new Reply.Changed(entry, false));
        long size = pool.state().size();
        assertThat(revoke(Subject.of(acme), "the key was copied")).as("when the answer was lost").isEqualTo(new Reply.Changed(entry, true));
        assertThat(withdraw("acme", Subject.of(acme))).isEqualTo(new Reply.Refused(Reply.Code.NOT_FOUND,
                "worker acme/w1 neither takes part nor is invited to: worker acme/w1 was revoked: the key was copied (entry "
                        + entry.getAsLong() + ")"));
        assertThat(revoke(new Subject("acme", Optional.of("w2"), Optional.empty()), "x")).as("never there")
                .isEqualTo(new Reply.Refused(Reply.Code.NOT_FOUND, "worker acme/w2 neither takes part nor is invited to"));
        assertThat(pool.state().size()).isEqualTo(size);
        OptionalLong whole = OptionalLong.of(pool.state().size());
        assertThat(revoke(Subject.ofOrganization("beta"), "unpaid")).isEqualTo(new Reply.Changed(whole, false));
        assertThat(revoke(Subject.of(beta), "x")).as("with its organization").isEqualTo(new Reply.Changed(whole, true));
    }

    @Test
    void whoEndedItIsTold() throws IOException {
        assertThat(withdraw("acme", Subject.of(acme))).isInstanceOf(Reply.Receipt.class);
        assertThat(cut().reason()).isEqualTo("worker acme/w1 was withdrawn: sold");
        assertThat(withdraw("acme", Subject.of(beta))).as("of another organization").isInstanceOf(Reply.Refused.class);
        assertThat(withdraw("acme", Subject.of(acme))).as("once").isInstanceOf(Reply.Refused.class);
        assertThat(revoke(Subject.of(acme), "x")).extracting("already").isEqualTo(true);
        assertThat(revoke(Subject.of(beta), "two\nlines")).isInstanceOf(Reply.Refused.class);
        assertThat(revoke(new Subject("No", Optional.of("w1"), Optional.empty()), "x"))
                .isInstanceOf(Reply.Refused.class);
    }

    @Test
    void aWorkerLeavesWithAReceiptBeforeItIsCutOff() throws Exception {
        long lease = pool.lease(acme);
        Reply reply = depart(acme);
        assertThat(reply).isInstanceOfSatisfying(Reply.Receipt.class, receipt -> {
            try {
                assertThat(Receipts.verify(receipt.note(), pool.logKey.verifierKey()).entries()).hasSize(1);
            } catch (Exception broken) {
                throw new AssertionError(broken);
            }
        });
        int answer = pool.released.stream().map(Object::getClass).toList().lastIndexOf(Effect.Answer.class);
        assertThat(pool.released.subList(answer + 1, pool.released.size())).contains(cut());
        assertThat(end(lease)).isEqualTo(LeaseEnded.Reason.REVOKED);
        assertThat(pool.state().leavers()).extracting(LeaverView::cause).containsExactly(LeaverView.Cause.LEFT);
        assertThat(append(Subject.of(beta), new Departure(1, "carol", "w1", 1, "x"), Pool.workerKey(carol)))
                .as("nobody leaves for another").isInstanceOf(Reply.Refused.class);
    }

    @Test
    void anOrganizationGoesWithAllItsOwn() throws IOException {
        long lease = pool.lease(acme);
        revoke(Subject.ofOrganization("acme"), "unpaid");
        assertThat(end(lease)).isEqualTo(LeaseEnded.Reason.REVOKED);
        assertThat(pool.state().workers()).doesNotContainKey(acme);
        assertThat(pool.ask(new Event.AskPosition(pool.ticket(), Subject.ofOrganization("acme"), Optional.empty())))
                .isInstanceOf(Reply.Refused.class);
        assertThat(pool.invite("acme")).isInstanceOfSatisfying(Reply.Refused.class,
                refused -> assertThat(refused.message()).contains("was revoked"));
    }

    @Test
    void aClaimThatIsBeingCheckedIsNotEnteredAnyMore() throws IOException {
        byte[] claim = pool.claim(acme, 1, pool.lease(acme));
        pool.holdChecks = true;
        pool.offer(acme, claim);
        revoke(Subject.of(acme), "x");
        long size = pool.state().size();
        pool.step(new Event.UpdateChecked(acme, 1, pool.verdict));
        assertThat(pool.state().size()).isEqualTo(size);
        assertThat(pool.state().acceptedMillis()).doesNotContainKey("acme");
    }

    @Test
    void aNameThatComesBackIsAdmittedByAnotherEntryAlsoAfterARestart() throws IOException {
        Subject subject = Subject.of(acme);
        OptionalLong first = OptionalLong.of(pool.state().workers().get(acme).index());
        assertThat(pool.engine.admitted().holds(subject, first)).isTrue();
        withdraw("acme", subject);
        assertThat(pool.engine.admitted().holds(subject, first)).isFalse();
        assertThat(pool.engine.admitted().holds(subject, OptionalLong.empty())).isFalse();
        SignerKey invite = SignerKey.fromSeed(KeyNames.invite(Pool.ORIGIN, acme), new byte[32]);
        SignerKey own = SignerKey.fromSeed(KeyNames.worker(Pool.ORIGIN, acme), new byte[32]);
        append(Subject.ofOrganization("acme"), Key.workerInvite(pool.now().wallMillis(), acme, 4,
                invite.verifierKey().toString(), Pool.inviteHash("again"), pool.now().wallMillis() + 1000), Pool.orgKey("acme"));
        Reply enrolled = pool.ask(new Event.EnrollWorker(pool.ticket(), Pool.inviteHash("again"), Entries.sign("example.org",
                Key.worker(1, acme, own.verifierKey().toString()), invite)));
        assertThat(enrolled).isInstanceOf(Reply.Enrolled.class);
        pool.restart();
        Admitted admitted = pool.engine.admitted();
        assertThat(admitted.holds(subject, first)).isFalse();
        assertThat(admitted.holds(subject, OptionalLong.of(((Reply.Enrolled) enrolled).indices().getFirst()))).isTrue();
        assertThat(admitted.holds(Subject.of(beta), OptionalLong.empty())).as("a certificate that names no entry").isTrue();
        assertThat(pool.ask(new Event.EnrollWorker(pool.ticket(), Pool.inviteHash(acme.toString()), pool.workerKeyEntry(acme))))
                .as("the first invite's answer is not given again").isInstanceOf(Reply.Refused.class);
    }

    @Test
    void aPersonEnrollsOnceAndALostAnswerIsGivenAgain() throws IOException {
        String hash = Pool.inviteHash("ann");
        append(Subject.ofOrganization("acme"), new Access(pool.now().wallMillis(), "acme", 3, "ann", Access.Role.MEMBER, hash,
                pool.now().wallMillis() + 1_000), Pool.orgKey("acme"));
        Reply.Enrolled enrolled = (Reply.Enrolled) pool.ask(new Event.EnrollPerson(pool.ticket(), hash));
        assertThat(enrolled.invite().subject()).isEqualTo(Subject.ofPerson("acme", "ann"));
        long size = pool.state().size();
        Reply.Enrolled again = (Reply.Enrolled) pool.ask(new Event.EnrollPerson(pool.ticket(), hash));
        assertThat(again.receipt()).isEqualTo(enrolled.receipt());
        assertThat(pool.state().size()).isEqualTo(size);
        Reply status = pool.ask(new Event.AskOrganization(pool.ticket(), "acme"));
        assertThat(((Reply.Status) status).json()).contains("\"people\":[{\"name\":\"ann\",\"role\":\"member\"}]")
                .doesNotContain("beta", "carol");
        withdraw("acme", Subject.ofPerson("acme", "ann"));
        assertThat(pool.ask(new Event.EnrollPerson(pool.ticket(), hash))).isInstanceOf(Reply.Refused.class);
        assertThat(pool.ask(new Event.EnrollPerson(pool.ticket(), Pool.inviteHash("acme")))).isInstanceOf(Reply.Refused.class);
    }
}
