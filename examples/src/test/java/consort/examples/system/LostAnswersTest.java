package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.fuzz.network.CuttingProxy;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Body;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Member;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.SignerKey;
import consort.worker.enroll.Consortium;
import consort.worker.enroll.Enrollment;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.network.Route;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Joining over a line that breaks just when the coordinator has entered what it was asked for: its answer, and all connections
 * that the command tries after it, are cut. The command is given again, as the docs say.
 */
class LostAnswersTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final WorkerId WORKER = new WorkerId("acme", "w1");
    /** As often as one command tries by itself. */
    private static final int TRIES = 3;

    /** What a command does. */
    private interface Step {

        /** @param asking called when the next message asks for an entry */
        void run(Runnable asking) throws IOException, StatusException;
    }

    @TempDir
    private Path root;

    @Test
    void everyStepOfJoiningSurvivesLostAnswers() throws Exception {
        try (consort.examples.system.Consortium consortium = new consort.examples.system.Consortium(root)) {
            consortium.serve();
            String printed = consortium.invite("acme");
            try (CuttingProxy proxy = new CuttingProxy(consortium.port())) {
                Invite organization = Invite.parse(printed.replace(":" + consortium.port() + "/", ":" + proxy.port() + "/"));
                PartyFolder member = folder("acme/member");
                PartyFolder worker = folder("acme/w1");

                losing(consortium, proxy, asking -> accept(organization, member, asking));
                AtomicReference<Invite> invite = new AtomicReference<>();
                losing(consortium, proxy, asking -> invite.set(inviteWorker(member, asking)));
                losing(consortium, proxy, asking -> join(invite.get(), worker, asking));

                assertThat(member.enrolled().describe()).isEqualTo("acme");
                assertThat(worker.enrolled().describe()).isEqualTo("acme/w1");
                assertThat(worker.pendingKeyFile()).doesNotExist();
                Waiting.until("all is published", () -> consortium.bodies(Key.class).stream().anyMatch(LostAnswersTest::isOwn));
                enteredOnce(consortium.bodies());
            }
        }
    }

    private static void enteredOnce(List<Body> bodies) {
        assertThat(bodies).filteredOn(Member.class::isInstance).hasSize(1);
        assertThat(bodies).filteredOn(Acceptance.class::isInstance).hasSize(1);
        assertThat(bodies).filteredOn(body -> body instanceof Key key && isOwn(key)).hasSize(1);
    }

    private static boolean isOwn(Key key) {
        return key.purpose() == Key.Purpose.WORKER;
    }

    /** Gives a step until something was entered and no answer came; then once more, with the line mended. */
    private static void losing(consort.examples.system.Consortium consortium, CuttingProxy proxy, Step step)
            throws IOException, StatusException {
        int before = consortium.bodies().size();
        for (int tries = 0; consortium.bodies().size() == before; tries++) {
            assertThat(tries).as("answers lost before anything was entered").isLessThan(10);
            assertThatThrownBy(() -> step.run(() -> proxy.cutEvery(CuttingProxy.Direction.DOWN, 1, TRIES)))
                    .isInstanceOf(StatusException.class);
        }
        proxy.mend(CuttingProxy.Direction.DOWN);
        step.run(() -> { });
    }

    private static void accept(Invite invite, PartyFolder folder, Runnable asking) throws StatusException {
        try (Enrollment enrollment = enrollment(invite, folder)) {
            Consortium described = enrollment.describe();
            asking.run();
            enrollment.enrollOrganization(described, "acme");
        }
    }

    /** A new invite each time: it takes the place of one that never came. */
    private static Invite inviteWorker(PartyFolder folder, Runnable asking) throws IOException, StatusException {
        Invite invite = Invite.create(folder.coordinator(),
                new Identity.Worker(folder.authorities().consortium(), new Name("acme"), new Name("w1")),
                folder.authorities().oldest().fingerprint(), RANDOM);
        String origin = folder.trust().logKey().name();
        String key = SignerKey.fromSeed(KeyNames.invite(origin, WORKER), invite.signingSeed()).verifierKey().toString();
        long expiresMillis = Instant.now().plus(1, ChronoUnit.DAYS).toEpochMilli();
        try (CoordinatorChannel channel = MemberChannel.openAsItIs(folder, new Route.Direct())) {
            new OwnEntries(folder, channel).append(seq -> {
                asking.run();
                return Key.workerInvite(System.currentTimeMillis(), WORKER, seq, key, invite.hash().hex(), expiresMillis);
            });
        }
        return invite;
    }

    private static void join(Invite invite, PartyFolder folder, Runnable asking) throws StatusException {
        try (Enrollment enrollment = enrollment(invite, folder)) {
            Consortium described = enrollment.describe();
            asking.run();
            enrollment.enrollWorker(described, WORKER);
        }
    }

    private static Enrollment enrollment(Invite invite, PartyFolder folder) {
        return new Enrollment(invite, folder, new Route.Direct(), Clock.systemUTC(), RANDOM);
    }

    private PartyFolder folder(String name) {
        PartyFolder folder = new PartyFolder(root.resolve(name));
        folder.requireWritable();
        return folder;
    }
}
