package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.certs.Authority;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.certs.PendingCredential;
import consort.certs.SigningRequest;
import consort.certs.Tls;
import consort.coordinator.core.Pool;
import consort.coordinator.rpc.Access.Role;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Receipts;
import consort.ledger.note.SignerKey;
import consort.proto.BlobsGrpc;
import consort.proto.Chunk;
import consort.proto.Claim;
import consort.proto.ConsortiumDescription;
import consort.proto.CoordinatorMessage;
import consort.proto.DescribeRequest;
import consort.proto.EnrollOrganizationRequest;
import consort.proto.Enrolled;
import consort.proto.EnrollmentGrpc;
import consort.proto.FetchRequest;
import consort.proto.HeldRequest;
import consort.proto.InviteRequest;
import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import consort.proto.MembershipGrpc;
import consort.proto.PositionRequest;
import consort.proto.ReadRequest;
import consort.proto.RenewRequest;
import consort.proto.RenewalGrpc;
import consort.proto.SessionGrpc;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import consort.proto.WorkerMessage;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port as peers meet it: real sockets, real certificates, a real folder. */
class PortTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Name CONSORTIUM = new Name("pool");

    @TempDir
    private Path temporary;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private CoordinatorFolder folder;
    private CoordinatorConfig config;
    private Authority authority;
    private Serving serving;

    @BeforeEach
    void serves() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path root = temporary.resolve("coordinator");
        assertThat(Main.run("init", root.toString(), "--consortium", "pool", "--domain", "example.org",
                "--address", "localhost:" + port)).isZero();
        folder = new CoordinatorFolder(root);
        config = CoordinatorConfig.read(folder.config());
        authority = folder.authority(RANDOM);
        serving = Serving.start(folder, config, failure -> { });
    }

    @AfterEach
    void stops() throws InterruptedException {
        channels.forEach(ManagedChannel::shutdownNow);
        serving.stop();
    }

    @Test
    void endsAStreamWhoseMessageIsLongerThanAnyOfAWorker() {
        CompletableFuture<Status.Code> end = new CompletableFuture<>();
        StreamObserver<WorkerMessage> stream = SessionGrpc.newStub(channel(Role.WORKER)).open(new StreamObserver<>() {
            @Override
            public void onNext(CoordinatorMessage message) {
                end.complete(Status.Code.OK);
            }

            @Override
            public void onError(Throwable refused) {
                end.complete(Status.fromThrowable(refused).getCode());
            }

            @Override
            public void onCompleted() {
                end.complete(Status.Code.OK);
            }
        });
        stream.onNext(WorkerMessage.newBuilder()
                .setClaim(Claim.newBuilder().setEntry(ByteString.copyFrom(new byte[70_000]))).build());
        assertThat(end.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void refusesCallsOnTooManyConnectionsOfOnePeer() {
        int max = config.server().maxConnectionsPerPeer();
        for (int i = 0; i < max; i++) {
            assertThat(call(channel(Role.WORKER), "consort.v1.LedgerCopy/Keys")).isEqualTo(Status.Code.OK);
        }
        ManagedChannel tooMany = channel(Role.WORKER);
        assertThatThrownBy(() -> LedgerCopyGrpc.newBlockingStub(tooMany).keys(KeysRequest.getDefaultInstance()))
                .hasMessageContaining("RESOURCE_EXHAUSTED").hasMessageContaining("acme/w1 has its " + max + " connections");
        assertThat(call(channel(Role.ADMIN), "consort.v1.LedgerCopy/Keys")).as("another peer").isEqualTo(Status.Code.OK);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsTurnedAway() {
        Authority foreign = Authority.found(CONSORTIUM, Duration.ofDays(1), CLOCK.instant(), RANDOM);
        Credential credential = credential(foreign, new Identity.Operator(CONSORTIUM));
        ManagedChannel channel = open(Tls.client(() -> credential, authority.certificate(), CLOCK));
        assertThat(call(channel, "consort.v1.Operator/Status")).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void enrollsAnOrganizationOnceAndCertifiesNoOtherKey() throws Exception {
        Invite invite = invite("acme");
        EnrollmentGrpc.EnrollmentBlockingStub enrollment =
                EnrollmentGrpc.newBlockingStub(open(Tls.enrollment(invite, CLOCK, RANDOM)));
        ConsortiumDescription description = enrollment.describe(DescribeRequest.getDefaultInstance());
        SignerKey key = Pool.key(KeyNames.organization(description.getOrigin(), "acme"));
        byte[] acceptance = Entries.sign("example.org", new Acceptance(CLOCK.millis(), "acme", 1,
                Document.digest(description.getCharter().toByteArray()),
                description.getTerms().getBenefit(), description.getTerms().getTier()), key);
        PendingCredential pending = PendingCredential.create(RANDOM);
        EnrollOrganizationRequest.Builder request = EnrollOrganizationRequest.newBuilder()
                .setVerifierKey(key.verifierKey().toString())
                .setAcceptance(ByteString.copyFrom(acceptance))
                .setSigningRequest(ByteString.copyFrom(pending.signingRequest()));
        Enrolled enrolled = enrollment.enrollOrganization(request.build());
        assertThat(Receipts.verify(enrolled.getReceipt().toByteArray(), folder.logKey().verifierKey()).entries()).hasSize(2);
        assertThat(enrollment.enrollOrganization(request.build()).getReceipt()).as("a lost answer").isEqualTo(enrolled.getReceipt());
        request.setSigningRequest(ByteString.copyFrom(PendingCredential.create(RANDOM).signingRequest()));
        assertThatThrownBy(() -> enrollment.enrollOrganization(request.build()))
                .isInstanceOf(StatusRuntimeException.class).hasMessageContaining("used by another key");
        assertThat(MembershipGrpc.newBlockingStub(channel(Role.ADMIN)).position(PositionRequest.getDefaultInstance())
                .getLastSeq()).isEqualTo(1);
    }

    @Test
    void statusListsOrganizationsAndOpenInvitesAndAClosedPeriodHasItsNumber() {
        assertThat(printed("status")).contains("no organization yet");
        printed("invite", "acme", "--expires", "12h");
        assertThat(printed("status")).contains("open invite for organization acme, ends in 11 h 59 min");
        assertThat(printed("status", "--json"))
                .contains("\"organizations\":[]", "\"invites\":[{\"expiresMillis\":", "\"organization\":\"acme\"");
        assertThat(printed("period", "close")).startsWith("period 1 closed at entry ");
        assertThat(printed("period", "close", "--json")).contains("\"period\":2");
    }

    @Test
    void commandsAboutWhatIsNotThereSayWhatIsThere() {
        assertThat(refused("pause", "7")).contains("there is no run 7");
        assertThat(refused("resume", "7")).contains("there is no run 7");
        assertThat(refused("stop", "7")).contains("there is no run 7");
        assertThat(refused("drain", "dora")).contains("there is no member \"dora\"");
        assertThat(refused("evict", "dora/w1", "--reason", "unpaid")).contains("there is no member \"dora\"");
        assertThat(refused("readmit", "dora")).contains("there is no member \"dora\"");
        assertThat(refused("cost", "add", "dora", "50.00", "--for", "hosting")).contains("there is no member \"dora\"");
    }

    private String refused(String... words) {
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", folder.root().toString()));
        assertThat(Main.run(new PrintWriter(System.out), new PrintWriter(err), all.toArray(String[]::new)))
                .isEqualTo(ExitCode.REFUSED.code());
        return err.toString();
    }

    @Test
    void aSecondCoordinatorIsToldWhichFolderIsInUse() {
        assertThatThrownBy(() -> Serving.start(folder, config, failure -> { })).isInstanceOfSatisfying(CommandException.class,
                refused -> assertThat(refused.code()).isEqualTo(ExitCode.IN_USE))
                .hasMessageContaining(folder.root().toAbsolutePath().toString());
    }

    @Test
    void renewsTheCertificateOfWhoCalls() {
        byte[] request = PendingCredential.create(RANDOM).signingRequest();
        assertThat(RenewalGrpc.newBlockingStub(channel(Role.WORKER))
                .renew(RenewRequest.newBuilder().setSigningRequest(ByteString.copyFrom(request)).build()).getCertificate())
                .isNotEmpty();
        assertThatThrownBy(() -> RenewalGrpc.newBlockingStub(channel(Role.WORKER)).renew(RenewRequest.getDefaultInstance()))
                .hasMessageContaining("INVALID_ARGUMENT").hasMessageContaining("signing request");
    }

    @Test
    void resumesAnUploadThatWasCutAndServesNoUnpublishedBlob() throws Exception {
        byte[] bytes = new byte[3 << 20];
        String digest = Document.digest(bytes);
        ManagedChannel worker = channel(Role.WORKER);
        Uploading cut = new Uploading(worker);
        cut.send(StorePart.newBuilder().setHeader(header(digest, bytes.length, 0)).setData(ByteString.copyFrom(bytes, 0, 1 << 20)));
        awaitHeld(worker, digest, 1 << 20);
        cut.out.onError(Status.CANCELLED.asRuntimeException());
        Uploading resumed = new Uploading(worker);
        resumed.send(StorePart.newBuilder().setHeader(header(digest, bytes.length, 1 << 20))
                .setData(ByteString.copyFrom(bytes, 1 << 20, 1 << 20)));
        resumed.send(StorePart.newBuilder().setData(ByteString.copyFrom(bytes, 2 << 20, 1 << 20)));
        resumed.out.onCompleted();
        assertThat(resumed.reply.get(30, TimeUnit.SECONDS).getBytes()).isEqualTo(bytes.length);
        Iterator<Chunk> fetched = BlobsGrpc.newBlockingStub(worker).fetch(FetchRequest.newBuilder().setDigest(digest).build());
        assertThatThrownBy(fetched::hasNext).hasMessageContaining("NOT_FOUND");
    }

    @Test
    void refusesPartsThatAreNotAsAgreed() {
        String digest = "e".repeat(64);
        assertThat(refusal(StorePart.newBuilder().setData(ByteString.copyFrom(new byte[1])))).contains("INVALID_ARGUMENT", "header");
        assertThat(refusal(StorePart.newBuilder().setHeader(header(digest, 2 << 20, 0))
                .setData(ByteString.copyFrom(new byte[(1 << 20) + 1])))).contains("INVALID_ARGUMENT", "1048576");
        assertThat(refusal(StorePart.newBuilder().setHeader(header(digest, 10, 5)))).contains("ABORTED", "byte 0");
        assertThat(refusal(StorePart.newBuilder().setHeader(header("x", 10, 0)))).contains("INVALID_ARGUMENT", "digest");
        assertThat(refusal(StorePart.newBuilder().setHeader(header(digest, Long.MAX_VALUE, 0)))).contains("INVALID_ARGUMENT");
        assertThat(refusal(StorePart.newBuilder().setHeader(header(digest, 4 << 20, 0))
                .setData(ByteString.copyFrom(new byte[2 << 20])))).as("beyond the size of any message").contains("RESOURCE_EXHAUSTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../coordinator.yaml", "journal/lock", "/etc/passwd", "docs/../checkpoint", "keys/../../keys/log.key",
        "tile/0/../../policy", "", "checkpoint/"})
    void servesNoOtherFileThanTheLedgers(String path) {
        LedgerCopyGrpc.LedgerCopyBlockingStub copy = LedgerCopyGrpc.newBlockingStub(channel(Role.WORKER));
        Iterator<Chunk> chunks = copy.read(ReadRequest.newBuilder().setPath(path).build());
        assertThatThrownBy(chunks::hasNext).hasMessageContaining("INVALID_ARGUMENT");
        assertThat(copy.read(ReadRequest.newBuilder().setPath("checkpoint").build()).next().getData().toStringUtf8())
                .startsWith("example.org/pool\n");
    }

    /** What a command of the operator prints. */
    private String printed(String... words) {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", folder.root().toString()));
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(System.err), all.toArray(String[]::new))).isZero();
        return out.toString();
    }

    // ---- peers

    private ManagedChannel channel(Role role) {
        Name acme = new Name("acme");
        return switch (role) {
            case OPERATOR -> member(new Identity.Operator(CONSORTIUM));
            case ADMIN -> member(new Identity.Organization(CONSORTIUM, acme));
            case MEMBER -> member(new Identity.Person(CONSORTIUM, acme, Identity.PersonRole.MEMBER, new Name("ann")));
            case AUDITOR -> member(new Identity.Person(CONSORTIUM, acme, Identity.PersonRole.AUDITOR, new Name("bob")));
            case WORKER -> member(new Identity.Worker(CONSORTIUM, acme, new Name("w1")));
            case BOOTSTRAP -> open(Tls.enrollment(invite("invited"), CLOCK, RANDOM));
        };
    }

    private ManagedChannel member(Identity.Member identity) {
        Credential credential = credential(authority, identity);
        return open(Tls.client(() -> credential, authority.certificate(), CLOCK));
    }

    private static Credential credential(Authority issuer, Identity.Member identity) {
        PendingCredential pending = PendingCredential.create(RANDOM);
        return pending.complete(issuer.issue(SigningRequest.parse(pending.signingRequest()), identity, Duration.ofDays(1),
                CLOCK.instant()), issuer.certificate().fingerprint(), identity, CLOCK.instant());
    }

    private ManagedChannel open(SslContext tls) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", config.address().port()).sslContext(tls).build();
        channels.add(channel);
        return channel;
    }

    private Invite invite(String organization) {
        Invite invite = Invite.create(config.address(), new Identity.Organization(CONSORTIUM, new Name(organization)),
                authority.certificate().fingerprint(), RANDOM);
        try (Client client = Client.connect(folder)) {
            client.operator(coordinator -> coordinator.invite(InviteRequest.newBuilder().setOrganization(organization)
                    .setInviteHash(invite.hash().hex()).setExpiresMillis(CLOCK.millis() + 60_000).build()));
        }
        return invite;
    }

    /** Calls any method with an empty message, which all of them can read. */
    private static Status.Code call(ManagedChannel channel, String method) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY).setFullMethodName(method)
                .setRequestMarshaller(new Bytes()).setResponseMarshaller(new Bytes()).build();
        try {
            ClientCalls.blockingUnaryCall(channel, descriptor, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                    new byte[0]);
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            return new byte[0];
        }
    }

    // ---- uploads

    private static StoreHeader header(String digest, long total, long offset) {
        return StoreHeader.newBuilder().setDigest(digest).setTotalBytes(total).setOffset(offset).build();
    }

    private String refusal(StorePart.Builder part) {
        Uploading uploading = new Uploading(channel(Role.WORKER));
        uploading.send(part);
        try {
            return "accepted: " + uploading.reply.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            return refused.getCause().getMessage();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitHeld(ManagedChannel worker, String digest, long bytes) throws InterruptedException {
        HeldRequest request = HeldRequest.newBuilder().setDigest(digest).build();
        while (BlobsGrpc.newBlockingStub(worker).held(request).getBytes() < bytes) {
            Thread.sleep(10);
        }
    }

    private static final class Uploading implements StreamObserver<StoreReply> {

        private final CompletableFuture<StoreReply> reply = new CompletableFuture<>();
        private final StreamObserver<StorePart> out;

        private Uploading(ManagedChannel channel) {
            out = BlobsGrpc.newStub(channel).store(this);
        }

        private void send(StorePart.Builder part) {
            out.onNext(part.build());
        }

        @Override
        public void onNext(StoreReply stored) {
            reply.complete(stored);
        }

        @Override
        public void onError(Throwable refused) {
            reply.completeExceptionally(refused);
        }

        @Override
        public void onCompleted() {
            reply.completeExceptionally(new AssertionError("no reply"));
        }
    }
}
