package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.InviteStanding;
import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.Limits;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.State;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How organizations and workers come in. */
class EnrollmentsTest {

    private static final WorkerId W1 = new WorkerId("acme", "w1");

    private Pool pool;

    @BeforeEach
    void foundsAPool() throws IOException {
        pool = new Pool();
    }

    @Test
    void anInvitedOrganizationBecomesAMemberWithItsAcceptance() throws IOException {
        pool.invite("acme");
        assertThat(pool.engine.standing(Pool.inviteHash("acme"), pool.now().wallMillis())).isEqualTo(InviteStanding.OPEN);
        assertThat(pool.enroll("acme")).isInstanceOfSatisfying(Reply.Enrolled.class, 
                enrolled -> assertThat(enrolled.receipt()).isNotEmpty());
        assertThat(pool.state().members().get("acme").active()).isTrue();
    }

    @Test
    void aLostAnswerIsGivenAgainAndEntersNothing() throws IOException {
        pool.invite("acme");
        Reply.Enrolled first = (Reply.Enrolled) pool.enroll("acme");
        pool.restart();
        long size = pool.state().size();
        assertThat(pool.enroll("acme")).isInstanceOfSatisfying(Reply.Enrolled.class,
                again -> assertThat(again.receipt()).isEqualTo(first.receipt()));
        assertThat(pool.state().size()).isEqualTo(size);
    }

    @Test
    void aUsedInviteAdmitsNobodyElse() throws IOException {
        pool.invite("acme");
        pool.enroll("acme");
        refused(pool.ask(new Event.EnrollOrganization(pool.ticket(), Pool.inviteHash("acme"),
                Pool.orgKey("acme").verifierKey().toString(), pool.acceptance("beta"))), Code.INVITE, "was used");
    }

    @Test
    void anExpiredInviteIsRefused() throws IOException {
        pool.invite("acme");
        pool.pass(1_000_001);
        refused(pool.enroll("acme"), Code.INVITE, "has expired");
        assertThat(pool.engine.standing(Pool.inviteHash("acme"), pool.now().wallMillis())).isEqualTo(InviteStanding.EXPIRED);
    }

    @Test
    void anAcceptanceSignedByAnotherKeyIsRefused() throws IOException {
        pool.invite("acme");
        refused(pool.ask(new Event.EnrollOrganization(pool.ticket(), Pool.inviteHash("acme"),
                Pool.orgKey("beta").verifierKey().toString(), pool.acceptance("acme"))), Code.INVALID, "the invite is for example.org/pool/acme");
        refused(pool.ask(new Event.EnrollOrganization(pool.ticket(), Pool.inviteHash("acme"),
                "nonsense", pool.acceptance("acme"))), Code.INVALID, "nonsense");
    }

    @Test
    void anInvitedOrganizationIsToldItsPlaceInTheCostShareAndSignsIt() throws IOException {
        pool.member("acme");
        pool.ask(new Event.Invite(pool.ticket(), "beta", Pool.inviteHash("beta"), Long.MAX_VALUE >> 12, 300, 4));
        Reply.ShareTerms terms = new Reply.ShareTerms(300, 4, 1, 1, 1);
        assertThat(terms("beta")).contains(terms);
        refused(enroll("beta", 1, 4), Code.INVALID, "the invitation says 300 and 4");
        refused(enroll("beta", 300, 1), Code.INVALID, "is for benefit 300 and tier 1");
        assertThat(enroll("beta", 300, 4)).isInstanceOf(Reply.Enrolled.class);
        assertThat(terms("beta")).as("asked again after a lost answer").contains(terms);
    }

    private Optional<Reply.ShareTerms> terms(String organization) throws IOException {
        return ((Reply.Charter) pool.ask(new Event.Describe(pool.ticket(), Pool.inviteHash(organization)))).terms();
    }

    private Reply enroll(String organization, long benefit, long tier) throws IOException {
        return pool.ask(new Event.EnrollOrganization(pool.ticket(), Pool.inviteHash(organization),
                Pool.orgKey(organization).verifierKey().toString(), pool.acceptance(organization, benefit, tier)));
    }

    @Test
    void aMemberIsNotInvitedAgain() throws IOException {
        pool.member("acme");
        refused(pool.ask(new Event.Invite(pool.ticket(), "acme", "b".repeat(64), Long.MAX_VALUE >> 12, 1, 1)), Code.CONFLICT,
                "member already");
    }

    @Test
    void invitationsOutOfBoundsAreRefusedByName() throws IOException {
        refused(pool.ask(new Event.Invite(pool.ticket(), "Acme!", "b".repeat(64), 1, 1, 1)), Code.INVALID, "Acme!");
        refused(pool.ask(new Event.Invite(pool.ticket(), "acme", "b", 1, 1, 1)), Code.INVALID, "64");
        refused(pool.ask(new Event.Invite(pool.ticket(), "acme", "b".repeat(64), 1, -1, 1)), Code.INVALID, "-1");
        refused(pool.ask(new Event.Invite(pool.ticket(), "acme", "b".repeat(64), 1, 1, 1)), Code.INVALID, "expired");
    }

    @Test
    void aWorkersKeyMustBeSignedByItsInvite() throws IOException {
        pool.invite("acme");
        pool.enroll("acme");
        pool.ask(new Event.AppendEntry(pool.ticket(), "acme", pool.workerInvite(W1, 2)));
        refused(pool.ask(new Event.EnrollWorker(pool.ticket(), Pool.inviteHash("acme/w1"), pool.workerInvite(W1, 3))),
                Code.INVALID, "signed with the key of its invite");
        assertThat(pool.ask(new Event.EnrollWorker(pool.ticket(), Pool.inviteHash("acme/w1"), pool.workerKeyEntry(W1))))
                .isInstanceOf(Reply.Enrolled.class);
        assertThat(pool.state().workers()).containsKey(W1);
    }

    @Test
    void aLostAnswerToAWorkerIsGivenAgainAndEntersNothing() throws IOException {
        pool.invite("acme");
        pool.enroll("acme");
        pool.ask(new Event.AppendEntry(pool.ticket(), "acme", pool.workerInvite(W1, 2)));
        Event.EnrollWorker request = new Event.EnrollWorker(pool.ticket(), Pool.inviteHash("acme/w1"), pool.workerKeyEntry(W1));
        Reply.Enrolled first = (Reply.Enrolled) pool.ask(request);
        pool.restart();
        long size = pool.state().size();
        assertThat(pool.ask(request)).isInstanceOfSatisfying(Reply.Enrolled.class,
                again -> assertThat(again.receipt()).isEqualTo(first.receipt()));
        assertThat(pool.state().size()).isEqualTo(size);
    }

    @Test
    void joiningChangesNothingForMembersAlreadyThere() throws IOException {
        List<WorkerId> there = List.of(pool.member("acme"), pool.member("beta"));
        for (WorkerId worker : there) {
            pool.connect(worker);
        }
        pool.submit(Pool.job(2, 2, 2, 2));
        State before = pool.state().copy();
        int sent = pool.sent.size();
        int released = pool.released.size();

        WorkerId newcomer = pool.member("carol");
        pool.connect(newcomer);
        pool.pass(1000);

        State after = pool.state();
        assertThat(after.size()).as("invitation, member, acceptance and two keys").isEqualTo(before.size() + 5);
        assertThat(after.members()).containsAllEntriesOf(before.members()).hasSize(3);
        assertThat(after.workers()).containsAllEntriesOf(before.workers()).hasSize(3);
        assertThat(after.keysByName()).containsAllEntriesOf(before.keysByName());
        assertThat(after.runs()).isEqualTo(before.runs());
        assertThat(after.openLeases()).isEqualTo(before.openLeases()).hasSize(2);
        assertThat(after.acceptedMillis()).isEqualTo(before.acceptedMillis());
        assertThat(after.charterDigest()).isEqualTo(before.charterDigest());
        assertThat(pool.sent.subList(sent, pool.sent.size())).as("messages").noneMatch(send -> there.contains(send.worker()));
        assertThat(pool.released.subList(released, pool.released.size())).as("answers to the newcomer only")
                .allMatch(Effect.Answer.class::isInstance);
    }

    @Test
    void anOrganizationAppendsOnlyItsOwnEntriesInOrder() throws IOException {
        pool.invite("acme");
        pool.enroll("acme");
        pool.member("beta");
        refused(append("beta", pool.workerInvite(W1, 2)), Code.INVALID, "signed with its key");
        refused(append("acme", pool.workerInvite(W1, 3)), Code.CONFLICT, "has seq 2");
        refused(append("carol", pool.workerInvite(W1, 2)), Code.NOT_FOUND, "no member");
        byte[] entry = pool.workerInvite(W1, 2);
        Reply first = append("acme", entry);
        assertThat(append("acme", entry)).usingRecursiveComparison().isEqualTo(first);
        refused(append("acme", pool.workerInvite(new WorkerId("acme", "w2"), 2)), Code.CONFLICT, "finding");
    }

    @Test
    void theNameOfTheLogsKeyIsNoOrganizations() throws IOException {
        refused(pool.invite("log"), Code.INVALID, "named log");
    }

    @Test
    void openInvitesOfAnOrganizationsWorkersAreBounded() throws IOException {
        pool.member("acme");
        for (int i = 0; i < Limits.MAX_OPEN_WORKER_INVITES; i++) {
            assertThat(append("acme", pool.workerInvite(new WorkerId("acme", "x" + i), 3 + i))).isInstanceOf(Reply.Receipt.class);
        }
        refused(append("acme", pool.workerInvite(new WorkerId("acme", "more"), 3 + Limits.MAX_OPEN_WORKER_INVITES)),
                Code.CONFLICT, "at most " + Limits.MAX_OPEN_WORKER_INVITES + " open invites of acme's workers");
    }

    @Test
    void whatTheFoldRefusesIsRefusedWithTheRulesWords() throws IOException {
        WorkerId worker = pool.member("acme");
        refused(append("acme", pool.workerInvite(worker, 3)), Code.CONFLICT, "a worker that has no key yet");
        assertThat(pool.invite("beta")).isInstanceOf(Reply.Entry.class);
    }

    private Reply append(String organization, byte[] entry) throws IOException {
        return pool.ask(new Event.AppendEntry(pool.ticket(), organization, entry));
    }

    private static void refused(Reply reply, Code code, String words) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.message()).contains(words);
        });
    }
}
