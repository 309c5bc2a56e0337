package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.examples.demo.process.PrintedInvite;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.Withdrawal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Workers are revoked in the middle of their work, withdrawn and invited again; people come to read, and go. */
class LeavingTest {

    private static final long MODEL_BYTES = 4096;
    private static final int EXIT_REFUSED = 25;
    private static final int EXIT_CERTIFICATE = 24;
    private static final int EXIT_FOLDER = 26;
    /** So slow that only the end of its part ends its task. */
    private static final long NEVER_DONE_MILLIS = 3_600_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @Test
    void runGoesOnWithoutAWorkerThatIsRevokedAndANameComesBackAfterItsWithdrawal() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            Running coordinator = consortium.serve();
            Site acme = joined(consortium, "acme", NEVER_DONE_MILLIS);
            Site beta = joined(consortium, "beta", 1);
            Site carol = joined(consortium, "carol", 1);
            Running revoked = consortium.run(acme);
            Running withdrawn = consortium.run(beta);
            Running stays = consortium.run(carol);
            for (Running worker : new Running[] {revoked, withdrawn, stays}) {
                worker.awaitSaid("link +connected");
            }
            consortium.submit(job("first").with("cohort", Map.of("min", 2, "max", 3)).with("rounds", 2),
                    consortium.initialModel(MODEL_BYTES));
            withdrawn.awaitSaid("is accepted");
            stays.awaitSaid("is accepted");
            revoked.awaitSaid("steps of reference");

            assertThat(consortium.programs().run("coordinator", "revoke", "acme/w1", "--reason", "its key was copied",
                    "--dir", consortium.operator().toString()).expect(0).out()).contains("acme/w1 is revoked");
            requireTurnedAway(revoked, "worker acme/w1 was revoked: its key was copied");
            assertThat(consortium.awaitEnd(1, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(consortium.bodies(RoundClosed.class)).hasSize(2).allMatch(round -> round.updates() == 2);
            assertThat(consortium.bodies(LeaseEnded.class)).extracting(LeaseEnded::reason)
                    .containsExactly(LeaseEnded.Reason.REVOKED);
            assertThat(consortium.bodies(Revocation.class)).hasSize(1);
            assertThat(stays.runs()).isTrue();

            consortium.programs().run("member", "withdraw", "w1", "--reason", "sold", "--dir", beta.member().toString()).expect(0);
            requireTurnedAway(withdrawn, "worker beta/w1 was withdrawn: sold");
            coordinator.stop();
            consortium.serve();
            assertThat(consortium.programs().runProcess("worker", "run", "--dir", beta.folder().toString()).expect(EXIT_CERTIFICATE)
                    .withoutStackTrace().said()).contains("revoked");
            Site again = again(consortium, beta);
            consortium.run(again);
            consortium.submit(job("second").with("rounds", 1), consortium.initialModel(MODEL_BYTES));
            assertThat(consortium.awaitEnd(2, Waiting.LONG).outcome()).isEqualTo(RunEnded.Outcome.COMPLETED);
            assertThat(consortium.bodies(Withdrawal.class)).hasSize(1);
            consortium.closePeriod();
            consortium.audit(again).expect(0);
            consortium.audit(beta).expect(0);
            consortium.audit(acme).expect(0);
        }
    }

    @Test
    void peopleReadWhatTheirRoleSaysUntilTheyAreWithdrawnAndARevokedOrganizationIsOut() throws Exception {
        try (Consortium consortium = new Consortium(root)) {
            consortium.serve();
            Site acme = joined(consortium, "acme", 1);
            Path ann = person(consortium, acme, "ann", "member");
            Path bob = person(consortium, acme, "bob", "auditor");
            for (Path reader : new Path[] {ann, bob}) {
                Path copy = reader.resolveSibling(reader.getFileName() + "-copy");
                consortium.programs().run("member", "ledger", copy.toString(), "--dir", reader.toString()).expect(0);
                consortium.programs().run("audit", "verify", copy.toString(), "--trust", reader.resolve("trust.json").toString())
                        .expect(0);
                assertThat(consortium.programs().run("member", "invite-worker", "w9", "--dir", reader.toString())
                        .expect(EXIT_FOLDER).err()).contains("does not speak for the organization");
            }
            consortium.programs().run("model", "list", "--dir", ann.toString()).expect(0);
            assertThat(consortium.programs().run("model", "list", "--dir", bob.toString()).expect(EXIT_REFUSED)
                    .withoutStackTrace().err()).contains("auditor bob of organization acme", "may not call");
            assertThat(consortium.programs().run("member", "status", "--dir", ann.toString()).expect(0).out())
                    .contains("acme in pool.example/pool", "worker w1 away", "member ann", "auditor bob");

            Path office = acme.member();
            consortium.programs().run("member", "withdraw", "--person", "ann", "--reason", "left", "--dir", office.toString())
                    .expect(0);
            assertThat(consortium.programs().run("model", "list", "--dir", ann.toString()).expect(EXIT_CERTIFICATE).err())
                    .contains("revoked");
            assertThat(consortium.programs().run("member", "withdraw", "--person", "bert", "--reason", "x", "--dir",
                    office.toString()).expect(EXIT_REFUSED).err()).contains("neither takes part nor is invited");
            consortium.programs().run("coordinator", "revoke", "acme", "--reason", "unpaid", "--dir",
                    consortium.operator().toString()).expect(0);
            for (Path gone : new Path[] {office, bob}) {
                assertThat(consortium.programs().run("member", "ledger", gone.resolve("copy").toString(), "--dir", gone.toString())
                        .expect(EXIT_CERTIFICATE).withoutStackTrace().err()).contains("revoked");
            }
        }
    }

    private Path person(Consortium consortium, Site site, String name, String role) throws Exception {
        String line = PrintedInvite.in(consortium.programs().run("member", "invite-person", name, "--role", role,
                "--dir", site.member().toString()).expect(0).out());
        Path folder = root.resolve(name);
        assertThat(consortium.programs().run("worker", "join", line, "--dir", folder.toString()).exit()).isEqualTo(21);
        consortium.programs().run("member", "join", line, "--dir", folder.toString()).expect(0);
        return folder;
    }

    private static void requireTurnedAway(Running worker, String reason) throws Exception {
        Waiting.until(worker.name() + " ends", () -> !worker.runs());
        assertThat(worker.process().exitValue()).as(worker.said()).isEqualTo(EXIT_CERTIFICATE);
        assertThat(worker.said()).containsAnyOf(reason, "certificate was revoked").doesNotContain("\tat ");
    }

    /** The same name in a new folder. */
    private Site again(Consortium consortium, Site site) throws Exception {
        Path folder = root.resolve(site.organization()).resolve("w1-again");
        consortium.programs().run("worker", "join", consortium.inviteWorker(site.organization(), "w1"),
                "--dir", folder.toString()).expect(0);
        Site again = new Site(site.organization(), "w1", site.member(), folder);
        again.offerReference(consortium.port(), MODEL_BYTES, 1, "train");
        return again;
    }

    private static Site joined(Consortium consortium, String organization, long stepMillis) throws Exception {
        consortium.enroll(organization);
        Site site = consortium.join(organization, "w1");
        site.offerReference(consortium.port(), MODEL_BYTES, stepMillis, "train");
        return site;
    }

    private static JobFile job(String name) {
        return new JobFile(name, 2).with("gatherSeconds", 1);
    }
}
