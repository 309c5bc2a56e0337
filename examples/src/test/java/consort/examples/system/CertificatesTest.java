package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.certs.Authority;
import consort.certs.AuthorityCertificate;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.KeyFiles;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.examples.demo.process.PrintedInvite;
import consort.proto.AppendRequest;
import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import consort.proto.MembershipGrpc;
import consort.proto.OperatorGrpc;
import consort.proto.StatusRequest;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.Failures;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Who has no business with a coordinator is refused by it, and told why in a sentence. */
class CertificatesTest {

    private static final int EXIT_INVITE = 21;
    private static final int EXIT_CERTIFICATE = 24;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path root;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static Consortium consortium;
    private static Site acme;
    private static Site beta;

    @BeforeAll
    static void foundWithTwoOrganizations() throws Exception {
        consortium = new Consortium(root.resolve("ours"));
        consortium.serve();
        consortium.enroll("acme");
        acme = consortium.join("acme", "w1");
        consortium.enroll("beta");
        beta = consortium.join("beta", "w1");
    }

    @AfterAll
    static void end() {
        consortium.close();
    }

    @Test
    void inviteThatNobodyIssuedIsRefused() throws Exception {
        Invite invented = Invite.create(new PartyFolder(acme.folder()).coordinator(),
                new Identity.Organization(authority().consortium(), new Name("mallory")), authority().fingerprint(), RANDOM);
        assertThat(accept(invented.line(), "mallory").expect(EXIT_INVITE).err())
                .contains("the invite is refused").contains("it knows no such invite");
    }

    @Test
    void inviteOfAnOrganizationWorksOnce() throws Exception {
        String line = consortium.invite("carol");
        accept(line, "carol-first").expect(0);
        assertThat(accept(line, "carol-second").expect(EXIT_INVITE).err())
                .contains("the invite is refused").contains("this invite was used by another key");
    }

    @Test
    void inviteOfAWorkerWorksOnce() throws Exception {
        String line = consortium.inviteWorker("acme", "w2");
        join(line, "w2-first").expect(0);
        assertThat(join(line, "w2-second").expect(EXIT_INVITE).err())
                .contains("the invite is refused").contains("this invite was used by another key");
    }

    @Test
    void usedInviteIsRefusedAlsoWithTheTlsKeyThatUsedIt() throws Exception {
        String organization = consortium.invite("frank");
        accept(organization, "frank-first").expect(0);
        keepOnlyTlsKey("frank-first", "frank-second");
        assertThat(accept(organization, "frank-second").expect(EXIT_INVITE).err()).contains("the invite is refused", "was used");

        String worker = consortium.inviteWorker("acme", "w3");
        join(worker, "w3-first").expect(0);
        keepOnlyTlsKey("w3-first", "w3-second");
        assertThat(join(worker, "w3-second").expect(EXIT_INVITE).err()).contains("the invite is refused", "was used");
    }

    /** As when a folder lost its signing key: the request for a certificate is the same, the entry is another. */
    private static void keepOnlyTlsKey(String from, String to) throws IOException {
        String credential = Files.readString(new PartyFolder(root.resolve(from)).credentialFile());
        String end = "-----END PRIVATE KEY-----\n";
        String key = credential.substring(credential.indexOf("-----BEGIN PRIVATE KEY-----"), credential.indexOf(end) + end.length());
        KeyFiles.writeNewSecret(new PartyFolder(root.resolve(to)).pendingKeyFile(), key.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void inviteThatExpiredIsRefused() throws Exception {
        assertThat(accept(expiredInvite(), "dora").expect(EXIT_INVITE).err())
                .contains("the invite is refused").contains("certificate or invite has expired");
    }

    /** On a busy machine a short life may be over before the coordinator hears of the invite: then a longer one is tried. */
    private static String expiredInvite() throws Exception {
        Ended invited;
        int lifeSeconds = 1;
        do {
            lifeSeconds *= 2;
            invited = consortium.programs().run("coordinator", "invite", "dora", "--expires", lifeSeconds + "s",
                    "--dir", consortium.operator().toString());
        } while (invited.exit() != 0 && lifeSeconds < 60);
        String line = PrintedInvite.in(invited.expect(0).out());
        TimeUnit.SECONDS.sleep(lifeSeconds);
        Thread.sleep(100);
        return line;
    }

    @Test
    void lineThatIsNoInviteIsRefusedWithoutAsking() throws Exception {
        assertThat(accept("", "nobody").expect(EXIT_INVITE).err()).contains("invite");
        String line = consortium.invite("erin");
        String withoutSecret = line.substring(0, line.indexOf('#'));
        assertThat(accept(withoutSecret, "erin").expect(EXIT_INVITE).err()).contains("no secret");
        assertThat(join(line, "erin").expect(EXIT_INVITE).err()).contains("use consort member accept");
    }

    @Test
    void certificateOfAnotherConsortiumIsRefused() throws Exception {
        Authority foreign = Authority.found(new Name("pool"), Duration.ofDays(1), Instant.now(), RANDOM);
        Credential credential = issued(foreign, worker("acme", "w1"), Instant.now(), Duration.ofHours(1));
        assertThat(refusal(credential)).contains("not one of the coordinator's consortium");
        assertThat(runWith("foreign", credential).expect(EXIT_CERTIFICATE).withoutStackTrace().said())
                .contains("not one of the coordinator's consortium");
    }

    @Test
    void expiredCertificateIsRefused() throws Exception {
        Authority ours = Authority.load(consortium.operator().resolve("keys"), RANDOM);
        // No certificate can be older than its authority, whose own begins five minutes before it was founded.
        Credential credential = issued(ours, worker("acme", "w1"), Instant.now().minus(Duration.ofMinutes(3)), Duration.ofMinutes(1));
        assertThat(refusal(credential)).contains("has expired");
        assertThat(runWith("expired", credential).expect(EXIT_CERTIFICATE).withoutStackTrace().said())
                .contains("certificate ended at");
    }

    @Test
    void callerWithoutACertificateIsRefused() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", consortium.port())
                .sslContext(GrpcSslContexts.forClient().protocols("TLSv1.3")
                        .trustManager(acme.folder().resolve("certs/authority.pem").toFile()).build())
                .build();
        assertThat(Failures.text(refusal(channel, CertificatesTest::keys))).contains("showed no certificate");
    }

    @Test
    void organizationCannotSpeakForAnother() throws Exception {
        ManagedChannel channel = channel(new PartyFolder(acme.member()).credential());
        byte[] entryOfBeta = Files.readAllBytes(enrollment(beta.member()));
        Status status = refusal(channel, on -> MembershipGrpc.newBlockingStub(on).append(
                AppendRequest.newBuilder().setEntry(ByteString.copyFrom(entryOfBeta)).build()));
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains("not an entry that organization acme may append");
    }

    @Test
    void workerDoesNotRunWithTheCertificateOfAnotherOrganization() throws Exception {
        assertThat(runWith("swapped", new PartyFolder(beta.folder()).credential())
                .expect(EXIT_CERTIFICATE).withoutStackTrace().said())
                .contains("worker w1 of organization beta").contains("this folder is that of acme/w1");
    }

    @Test
    void certificateOpensNoMoreThanItsRole() throws Exception {
        Status status = refusal(channel(new PartyFolder(acme.folder()).credential()),
                on -> OperatorGrpc.newBlockingStub(on).status(StatusRequest.getDefaultInstance()));
        assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(status.getDescription()).contains("worker").contains("w1");
    }

    private static Ended accept(String line, String folder) throws Exception {
        return consortium.programs().run("member", "accept", line, "--yes", "--dir", root.resolve(folder).toString())
                .withoutStackTrace();
    }

    private static Ended join(String line, String folder) throws Exception {
        return consortium.programs().run("worker", "join", line, "--dir", root.resolve(folder).toString()).withoutStackTrace();
    }

    /** Runs acme's worker with another credential, to its end. */
    private static Ended runWith(String name, Credential credential) throws Exception {
        Path folder = root.resolve(name);
        copy(acme.folder(), folder);
        credential.save(folder.resolve("certs/credential.pem"));
        new Site("acme", "w1", acme.member(), folder).offerReference(consortium.port(), 64, 1, "train");
        return consortium.programs().runProcess("worker", "run", "--dir", folder.toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** An entry that an organization signed when it accepted. */
    private static Path enrollment(Path member) throws IOException {
        Path keys = member.resolve("keys");
        return Consortium.names(keys).stream().filter(name -> name.startsWith("enrollment-")).map(keys::resolve)
                .findFirst().orElseThrow();
    }

    private static AuthorityCertificate authority() {
        return new PartyFolder(acme.folder()).authorities().oldest();
    }

    private static Identity.Worker worker(String organization, String worker) {
        return new Identity.Worker(authority().consortium(), new Name(organization), new Name(worker));
    }

    private static Credential issued(Authority authority, Identity.Member member, Instant from, Duration lifetime) {
        PendingCredential pending = PendingCredential.create(RANDOM);
        return pending.complete(
                authority.issue(SigningRequest.parse(pending.signingRequest()), member, lifetime, from),
                authority.certificate().fingerprint(), member, from);
    }

    private static ManagedChannel channel(Credential credential) {
        return RawWorker.channel(credential, authority(), consortium.port());
    }

    /** What the coordinator says to a caller with this certificate. */
    private static String refusal(Credential credential) {
        return Failures.text(refusal(channel(credential), CertificatesTest::keys));
    }

    private static void keys(ManagedChannel channel) {
        LedgerCopyGrpc.newBlockingStub(channel).withDeadlineAfter(180, TimeUnit.SECONDS).keys(KeysRequest.getDefaultInstance());
    }

    private static Status refusal(ManagedChannel channel, Consumer<ManagedChannel> call) {
        try {
            call.accept(channel);
            throw new AssertionError("was let in");
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        } finally {
            channel.shutdownNow();
        }
    }
}
