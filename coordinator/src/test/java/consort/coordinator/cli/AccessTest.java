package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import consort.certs.Authority;
import consort.certs.Certificates;
import consort.certs.Credential;
import consort.certs.Fingerprint;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.IssuedCertificate;
import consort.certs.PendingCredential;
import consort.certs.Principal;
import consort.coordinator.rpc.Access;
import consort.coordinator.rpc.Access.Role;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Standing;
import consort.ledger.entry.Subject;
import consort.ledger.entry.Withdrawal;
import consort.ledger.entry.WorkerId;
import consort.proto.AppendRequest;
import consort.proto.BlobsGrpc;
import consort.proto.CoordinatorMessage;
import consort.proto.HeldRequest;
import consort.proto.Hello;
import consort.proto.MembershipGrpc;
import consort.proto.OrganizationStatusRequest;
import consort.proto.PositionRequest;
import consort.proto.RenewRequest;
import consort.proto.RenewalGrpc;
import consort.proto.SessionGrpc;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import consort.proto.WorkerMessage;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every RPC of every service with every role, and with none: over real sockets, with certificates of real enrollments. What
 * the table says is what happens; a foreign issuer, another organization and whoever was revoked get nothing.
 */
class AccessTest {

    private static final String REFUSED = "may not call";

    @TempDir
    private static Path temporary;

    private static LivePool pool;
    private static final Map<Role, Credential> ACME = new EnumMap<>(Role.class);
    private static final Map<Role, Credential> BETA = new EnumMap<>(Role.class);

    @BeforeAll
    static void everybodyEnrolls() {
        pool = new LivePool(temporary);
        ACME.putAll(everybody("acme"));
        BETA.putAll(everybody("beta"));
        pool.organization("dora");
        ACME.put(Role.EVICTED, pool.worker("dora", "w1"));
        pool.stand("dora", "w1", Standing.Level.EVICTED);
    }

    @AfterAll
    static void stops() {
        pool.close();
    }

    private static Map<Role, Credential> everybody(String organization) {
        Map<Role, Credential> credentials = new EnumMap<>(Role.class);
        credentials.put(Role.ADMIN, pool.organization(organization));
        credentials.put(Role.WORKER, pool.worker(organization, "w1"));
        credentials.put(Role.MEMBER, pool.person(organization, "ann", consort.ledger.entry.Access.Role.MEMBER));
        credentials.put(Role.AUDITOR, pool.person(organization, "bob", consort.ledger.entry.Access.Role.AUDITOR));
        return credentials;
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void eachRoleMayCallWhatTheTableSaysAndNothingElse(Role role) {
        ManagedChannel channel = channel(role);
        for (String method : Methods.all()) {
            Status status = Methods.call(channel, method, message(method, "acme"));
            boolean refused = status.getCode() == Status.Code.PERMISSION_DENIED
                    && String.valueOf(status.getDescription()).contains(REFUSED);
            assertThat(Methods.isShutOut(status)).as("%s %s: %s", role, method, status).isFalse();
            assertThat(refused).as("%s %s: %s", role, method, status).isEqualTo(Access.scope(method, role).isEmpty());
        }
        assertThat(Methods.call(channel, "consort.v1.Operator/Unheard", new byte[0]).getCode())
                .isIn(Status.Code.UNIMPLEMENTED, Status.Code.PERMISSION_DENIED);
    }

    @Test
    void whoShowsNoCertificateCallsNothing() throws Exception {
        SslContext bare = GrpcSslContexts.configure(SslContextBuilder.forClient())
                .trustManager(InsecureTrustManagerFactory.INSTANCE).protocols("TLSv1.3").build();
        requireShutOut(pool.connect(bare), "nobody");
    }

    @Test
    void theSameNamesByAnotherIssuerAreNobody() {
        Authority namesake = Authority.found(LivePool.CONSORTIUM, Duration.ofDays(1), LivePool.CLOCK.instant(), LivePool.RANDOM);
        Fingerprint ours = pool.authority().certificate().fingerprint();
        Access table = new Access(ours::equals, worker -> false);
        for (Credential known : List.of(pool.operator(), ACME.get(Role.ADMIN), ACME.get(Role.MEMBER), ACME.get(Role.AUDITOR),
                ACME.get(Role.WORKER))) {
            Identity.Member identity = (Identity.Member) known.issued().identity();
            requireShutOut(pool.connect(pool.tls(LivePool.issued(namesake, identity))), identity.describe());
            for (String method : Methods.all()) {
                assertThat(table.admits(method, new Principal(identity, Optional.of(namesake.certificate().fingerprint()))))
                        .as(method + " " + identity.describe()).isFalse();
            }
        }
        Invite invented = Invite.create(pool.invite("fred").coordinator(), (Identity.Worker) ACME.get(Role.WORKER).issued()
                .identity(), ours, LivePool.RANDOM);
        requireShutOut(pool.connect(pool.enrolling(invented)), "the holder of no invite");
    }

    @Test
    void nobodySpeaksForOrAsksAboutAnotherOrganization() {
        for (Role role : List.of(Role.ADMIN, Role.MEMBER)) {
            ManagedChannel channel = pool.connect(pool.tls(BETA.get(role)));
            assertThat(Methods.call(channel, "consort.v1.Membership/Status", message("consort.v1.Membership/Status", "acme")))
                    .as(role.toString()).satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED))
                    .satisfies(status -> assertThat(status.getDescription()).contains("about its own organization only"));
            assertThat(MembershipGrpc.newBlockingStub(channel).status(about("beta")).getJson()).doesNotContain("acme");
        }
        assertThat(MembershipGrpc.newBlockingStub(channel(Role.OPERATOR)).status(about("acme")).getJson()).contains("acme");
        byte[] ofAcme = Entries.sign("example.org", new Withdrawal(LivePool.CLOCK.millis(), 99,
                Subject.of(new WorkerId("acme", "w1")), "x"), LivePool.organizationKey("acme"));
        for (Role role : List.of(Role.ADMIN, Role.WORKER)) {
            StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> MembershipGrpc
                    .newBlockingStub(pool.connect(pool.tls(BETA.get(role))))
                    .append(AppendRequest.newBuilder().setEntry(ByteString.copyFrom(ofAcme)).build()));
            assertThat(refused).hasMessageContaining("not an entry that").hasMessageContaining("beta");
        }
        assertThat(position(ACME.get(Role.ADMIN))).isGreaterThan(position(ACME.get(Role.WORKER))).isEqualTo(4);
    }

    @Test
    void whatACallMakesIsTheCallersOwn() throws Exception {
        for (Credential credential : ACME.values()) {
            PendingCredential pending = PendingCredential.create(LivePool.RANDOM);
            byte[] renewed = RenewalGrpc.newBlockingStub(pool.connect(pool.tls(credential))).renew(RenewRequest.newBuilder()
                    .setSigningRequest(ByteString.copyFrom(pending.signingRequest())).build()).getCertificate().toByteArray();
            IssuedCertificate certificate = IssuedCertificate.of(Certificates.decode(List.of(renewed)).getFirst());
            assertThat(certificate.identity()).isEqualTo(credential.issued().identity());
            assertThat(certificate.entry()).isEqualTo(credential.issued().entry()).isPresent();
        }
        byte[] bytes = new byte[100];
        String digest = Document.digest(bytes);
        Ending<StoreReply> upload = new Ending<>();
        StreamObserver<StorePart> out = BlobsGrpc.newStub(channel(Role.WORKER)).store(upload);
        out.onNext(StorePart.newBuilder().setHeader(StoreHeader.newBuilder().setDigest(digest).setTotalBytes(100))
                .setData(ByteString.copyFrom(bytes, 0, 50)).build());
        HeldRequest held = HeldRequest.newBuilder().setDigest(digest).build();
        while (BlobsGrpc.newBlockingStub(channel(Role.WORKER)).held(held).getBytes() < 50) {
            Thread.sleep(10);
        }
        assertThat(BlobsGrpc.newBlockingStub(pool.connect(pool.tls(BETA.get(Role.WORKER)))).held(held).getBytes()).isZero();
        out.onError(Status.CANCELLED.asRuntimeException());
    }

    @Test
    void whoeverIsRevokedIsCutOffAtOnceAndCallsNothingMore() throws Exception {
        Map<Role, Credential> carol = everybody("carol");
        Map<Role, ManagedChannel> open = new EnumMap<>(Role.class);
        carol.forEach((role, credential) -> open.put(role, pool.connect(pool.tls(credential))));
        open.forEach((role, channel) -> assertThat(Methods.call(channel, "consort.v1.LedgerCopy/Keys", new byte[0]).isOk()).isTrue());
        Ending<CoordinatorMessage> session = new Ending<>();
        SessionGrpc.newStub(open.get(Role.WORKER)).open(session).onNext(WorkerMessage.newBuilder()
                .setHello(Hello.newBuilder().setDevices(1)).build());
        session.first.orTimeout(180, TimeUnit.SECONDS).join();
        Ending<StoreReply> upload = new Ending<>();
        BlobsGrpc.newStub(open.get(Role.WORKER)).store(upload).onNext(StorePart.newBuilder().setHeader(StoreHeader.newBuilder()
                .setDigest("d".repeat(64)).setTotalBytes(100)).build());

        pool.revoke("carol");
        assertThat(Methods.isShutOut(session.end())).isTrue();
        assertThat(Methods.isShutOut(upload.end())).isTrue();
        open.forEach((role, channel) -> requireShutOut(channel, "revoked, connected before, " + role));
        carol.forEach((role, credential) -> requireShutOut(pool.connect(pool.tls(credential)), "revoked " + role));
        assertThat(Methods.call(channel(Role.WORKER), "consort.v1.LedgerCopy/Keys", new byte[0]).isOk()).as("others go on").isTrue();
    }

    @Test
    void anEvictedWorkerTransfersNothingUntilItIsReadmitted() {
        pool.organization("erin");
        ManagedChannel worker = pool.connect(pool.tls(pool.worker("erin", "w1")));
        Ending<CoordinatorMessage> session = new Ending<>();
        SessionGrpc.newStub(worker).open(session).onNext(WorkerMessage.newBuilder().setHello(Hello.newBuilder().setDevices(1)).build());
        session.first.orTimeout(180, TimeUnit.SECONDS).join();
        Ending<StoreReply> upload = new Ending<>();
        BlobsGrpc.newStub(worker).store(upload).onNext(StorePart.newBuilder().setHeader(StoreHeader.newBuilder()
                .setDigest("e".repeat(64)).setTotalBytes(100)).build());
        assertThat(transfers(worker)).doesNotContain(Status.Code.PERMISSION_DENIED);

        pool.stand("erin", "w1", Standing.Level.EVICTED);
        assertThat(session.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(session.end().getDescription()).contains("worker erin/w1 was evicted by the operator: for a test");
        assertThat(Methods.isShutOut(upload.end())).as("what it transferred is cut: " + upload.end()).isTrue();
        assertThat(transfers(worker)).containsOnly(Status.Code.PERMISSION_DENIED);
        assertThat(Methods.call(worker, "consort.v1.Blobs/Fetch", new byte[0]).getDescription())
                .contains("it was evicted by the operator; ask the operator, who can re-admit it");

        pool.stand("erin", "w1", Standing.Level.ACTIVE);
        assertThat(transfers(worker)).doesNotContain(Status.Code.PERMISSION_DENIED);
    }

    private static List<Status.Code> transfers(ManagedChannel channel) {
        return Stream.of("Blobs/Held", "Blobs/Store", "Blobs/Fetch", "Models/List")
                .map(method -> Methods.call(channel, "consort.v1." + method, new byte[0]).getCode()).toList();
    }

    @Test
    void aNameThatIsInvitedAgainHasACertificateThatCountsAndOneThatDoesNot() {
        Credential first = pool.worker("acme", "w2");
        pool.append("acme", seq -> new Withdrawal(LivePool.CLOCK.millis(), seq, Subject.of(new WorkerId("acme", "w2")), "sold"));
        Credential second = pool.worker("acme", "w2");
        requireShutOut(pool.connect(pool.tls(first)), "the first w2");
        assertThat(Methods.call(pool.connect(pool.tls(second)), "consort.v1.LedgerCopy/Keys", new byte[0]).isOk()).isTrue();
    }

    // ---- peers

    private static ManagedChannel channel(Role role) {
        return pool.connect(switch (role) {
            case OPERATOR -> pool.tls(pool.operator());
            case ADMIN, MEMBER, AUDITOR, WORKER, EVICTED -> pool.tls(ACME.get(role));
            case BOOTSTRAP -> pool.enrolling(pool.invite("invited"));
        });
    }

    private static OrganizationStatusRequest about(String organization) {
        return OrganizationStatusRequest.newBuilder().setOrganization(organization).build();
    }

    private static long position(Credential credential) {
        return MembershipGrpc.newBlockingStub(pool.connect(pool.tls(credential)))
                .position(PositionRequest.getDefaultInstance()).getLastSeq();
    }

    /** What a call must say to be about an organization; nothing where the caller is all it is about. */
    private static byte[] message(String method, String organization) {
        Message message = method.equals("consort.v1.Membership/Status")
                ? about(organization) : PositionRequest.getDefaultInstance();
        return message.toByteArray();
    }

    private static void requireShutOut(ManagedChannel channel, String who) {
        for (String method : Methods.all()) {
            Status status = Methods.call(channel, method, message(method, "acme"));
            assertThat(Methods.isShutOut(status)).as("%s calls %s: %s", who, method, status).isTrue();
        }
    }
}
