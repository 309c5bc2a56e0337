package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.certs.Authority;
import consort.certs.Invite;
import consort.certs.PendingCredential;
import consort.certs.Tls;
import consort.coordinator.core.Pool;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Receipts;
import consort.ledger.note.SignerKey;
import consort.proto.Chunk;
import consort.proto.Claim;
import consort.proto.ConsortiumDescription;
import consort.proto.CoordinatorMessage;
import consort.proto.DescribeRequest;
import consort.proto.EnrollOrganizationRequest;
import consort.proto.Enrolled;
import consort.proto.EnrollmentGrpc;
import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import consort.proto.MembershipGrpc;
import consort.proto.PositionRequest;
import consort.proto.Progress;
import consort.proto.ReadRequest;
import consort.proto.RenewRequest;
import consort.proto.RenewalGrpc;
import consort.proto.SessionGrpc;
import consort.proto.WorkerMessage;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
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

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;

    @BeforeEach
    void serves() {
        coordinator = new LiveCoordinator(temporary, "");
    }

    @AfterEach
    void stops() {
        coordinator.close();
    }

    @Test
    void endsAStreamWhoseMessageIsLongerThanAnyOfAWorker() {
        CompletableFuture<Status.Code> end = new CompletableFuture<>();
        sessionUntil(end).onNext(tooLong());
        assertThat(end.orTimeout(180, TimeUnit.SECONDS).join()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    /** One that waited for the loop to look around after each would need more than three minutes. */
    @Test
    void takesManySignsOfLifeWithoutDelayOfWhatFollows() {
        CompletableFuture<Status.Code> end = new CompletableFuture<>();
        StreamObserver<WorkerMessage> stream = sessionUntil(end);
        for (int step = 0; step < 2_000; step++) {
            stream.onNext(WorkerMessage.newBuilder().setProgress(Progress.newBuilder().setLease(1).setStep(step)).build());
        }
        stream.onNext(tooLong());
        assertThat(end.orTimeout(180, TimeUnit.SECONDS).join()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private StreamObserver<WorkerMessage> sessionUntil(CompletableFuture<Status.Code> end) {
        return SessionGrpc.newStub(worker()).open(new StreamObserver<>() {
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
    }

    private static WorkerMessage tooLong() {
        return WorkerMessage.newBuilder().setClaim(Claim.newBuilder().setEntry(ByteString.copyFrom(new byte[70_000]))).build();
    }

    @Test
    void everyAnswerBeginsWithTheTimeAndWhoIssuesCertificates() {
        AtomicReference<Metadata> headers = new AtomicReference<>();
        LedgerCopyGrpc.newBlockingStub(admin())
                .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
                .keys(KeysRequest.getDefaultInstance());

        String date = headers.get().get(Metadata.Key.of("date", Metadata.ASCII_STRING_MARSHALLER));
        assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date))).isBetween(CLOCK.instant().minusSeconds(600), CLOCK.instant());
        assertThat(headers.get().get(Metadata.Key.of("consort-issuer", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo(coordinator.folder().authorities().newest().fingerprint().hex());
    }

    @Test
    void refusesCallsOnTooManyConnectionsOfOnePeer() {
        int max = coordinator.config().server().maxConnectionsPerPeer();
        for (int i = 0; i < max; i++) {
            assertThat(call(worker(), "consort.v1.LedgerCopy/Keys")).isEqualTo(Status.Code.OK);
        }
        ManagedChannel tooMany = worker();
        assertThatThrownBy(() -> LedgerCopyGrpc.newBlockingStub(tooMany).keys(KeysRequest.getDefaultInstance()))
                .hasMessageContaining("RESOURCE_EXHAUSTED").hasMessageContaining("acme/w1 has its " + max + " connections");
        assertThat(call(admin(), "consort.v1.LedgerCopy/Keys")).as("another peer").isEqualTo(Status.Code.OK);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsTurnedAway() {
        Authority foreign = Authority.found(LiveCoordinator.CONSORTIUM, Duration.ofDays(1), CLOCK.instant(), RANDOM);
        ManagedChannel channel = coordinator.connect(coordinator.tls(foreign, LiveCoordinator.OPERATOR));
        assertThat(call(channel, "consort.v1.Operator/Status")).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void enrollsAnOrganizationOnceAndCertifiesNoOtherKey() throws Exception {
        Invite invite = coordinator.invite("acme");
        EnrollmentGrpc.EnrollmentBlockingStub enrollment =
                EnrollmentGrpc.newBlockingStub(coordinator.connect(Tls.enrollment(invite, CLOCK, RANDOM)));
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
        assertThat(Receipts.verify(enrolled.getReceipt().toByteArray(), coordinator.folder().logKeys().present().verifierKey()).entries()).hasSize(2);
        assertThat(enrollment.enrollOrganization(request.build()).getReceipt()).as("a lost answer").isEqualTo(enrolled.getReceipt());
        request.setSigningRequest(ByteString.copyFrom(PendingCredential.create(RANDOM).signingRequest()));
        assertThatThrownBy(() -> enrollment.enrollOrganization(request.build()))
                .isInstanceOf(StatusRuntimeException.class).hasMessageContaining("used by another key");
        assertThat(MembershipGrpc.newBlockingStub(admin()).position(PositionRequest.getDefaultInstance())
                .getLastSeq()).isEqualTo(1);
    }

    @Test
    void renewsTheCertificateOfWhoCalls() {
        byte[] request = PendingCredential.create(RANDOM).signingRequest();
        assertThat(RenewalGrpc.newBlockingStub(worker())
                .renew(RenewRequest.newBuilder().setSigningRequest(ByteString.copyFrom(request)).build()).getCertificate())
                .isNotEmpty();
        assertThatThrownBy(() -> RenewalGrpc.newBlockingStub(worker()).renew(RenewRequest.getDefaultInstance()))
                .hasMessageContaining("INVALID_ARGUMENT").hasMessageContaining("signing request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../coordinator.yaml", "journal/lock", "/etc/passwd", "docs/../checkpoint", "keys/../../keys/log.key",
        "tile/0/../../policy", "", "checkpoint/"})
    void servesNoOtherFileThanTheLedgers(String path) {
        LedgerCopyGrpc.LedgerCopyBlockingStub copy = LedgerCopyGrpc.newBlockingStub(worker());
        Iterator<Chunk> chunks = copy.read(ReadRequest.newBuilder().setPath(path).build());
        assertThatThrownBy(chunks::hasNext).hasMessageContaining("INVALID_ARGUMENT");
        assertThat(copy.read(ReadRequest.newBuilder().setPath("checkpoint").build()).next().getData().toStringUtf8())
                .startsWith("example.org/pool\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tile/entries/", "/tile/0/"})
    void sendsNoBundleAndNoTileThatAMediumChanged(String under) throws Exception {
        Path file;
        try (Stream<Path> all = Files.walk(temporary)) {
            file = all.filter(path -> path.toString().contains(under) && Files.isRegularFile(path)).sorted().findFirst().orElseThrow();
        }
        String path = file.toString().substring(file.toString().indexOf(under) + 1);
        LedgerCopyGrpc.LedgerCopyBlockingStub copy = LedgerCopyGrpc.newBlockingStub(worker());
        ByteString whole = ByteString.EMPTY;
        for (Iterator<Chunk> chunks = copy.read(ReadRequest.newBuilder().setPath(path).build()); chunks.hasNext();) {
            whole = whole.concat(chunks.next().getData());
        }
        byte[] bytes = Files.readAllBytes(file);
        assertThat(whole).isEqualTo(ByteString.copyFrom(bytes));
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Iterator<Chunk> chunks = copy.read(ReadRequest.newBuilder().setPath(path).build());
        assertThatThrownBy(chunks::hasNext).hasMessageContaining("DATA_LOSS").hasMessageContaining("the coordinator's ledger is damaged")
                .hasMessageContaining(path);
    }

    private ManagedChannel worker() {
        return coordinator.connect(LiveCoordinator.worker("w1"));
    }

    private ManagedChannel admin() {
        return coordinator.connect(LiveCoordinator.organization("acme"));
    }

    /** Calls any method with an empty message, which all of them can read. */
    private static Status.Code call(ManagedChannel channel, String method) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY).setFullMethodName(method)
                .setRequestMarshaller(new Bytes()).setResponseMarshaller(new Bytes()).build();
        try {
            ClientCalls.blockingUnaryCall(channel, descriptor, CallOptions.DEFAULT.withDeadlineAfter(180, TimeUnit.SECONDS),
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
}
