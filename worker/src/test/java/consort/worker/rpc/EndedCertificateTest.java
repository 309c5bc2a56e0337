package consort.worker.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.certs.Address;
import consort.certs.Credential;
import consort.certs.Identity;
import consort.certs.Name;
import consort.certs.Tls;
import consort.proto.BlobsGrpc;
import consort.proto.HeldRequest;
import consort.worker.network.Route;
import consort.worker.session.Event;
import consort.worker.session.Fatal;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that breaks, with a certificate that has ended and with one that has not. */
class EndedCertificateTest {

    private BlobServer server;
    private Slamming slamming;

    @BeforeEach
    void starts() throws Exception {
        server = new BlobServer();
        slamming = new Slamming();
    }

    @AfterEach
    void ends() throws Exception {
        slamming.close();
        server.close();
    }

    private CoordinatorChannel channel(Duration ago) {
        Credential credential = server.credential(
                new Identity.Worker(new Name("pool"), new Name("acme"), new Name("w1")), Instant.now().minus(ago));
        return new CoordinatorChannel(new Address("localhost", slamming.port()), new Route.Direct(),
                () -> Tls.client(() -> credential, server.authority(), Clock.systemUTC()),
                () -> credential.certificate().getNotAfter().toInstant());
    }

    private static void call(CoordinatorChannel channel) throws StatusException {
        Calls.unary(channel, BlobsGrpc::newBlockingV2Stub,
                stub -> stub.held(HeldRequest.newBuilder().setDigest("a".repeat(64)).build()));
    }

    private static Event streamEnds(CoordinatorChannel channel) throws InterruptedException {
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (GrpcStreams streams = new GrpcStreams(channel, issuer -> { })) {
            streams.open(1, 0, events::add);
            Event event = events.poll(120, TimeUnit.SECONDS);
            return event instanceof Event.Connected ? events.poll(120, TimeUnit.SECONDS) : event;
        }
    }

    @Test
    void thatItHasEndedIsTheReasonForCallsAndForTheStream() throws Exception {
        try (CoordinatorChannel channel = channel(Duration.ofDays(2))) {
            assertThatThrownBy(() -> call(channel)).isInstanceOfSatisfying(StatusException.class, failure -> {
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                assertThat(Failures.text(failure.getStatus())).contains("this side's certificate ended at", "new invite");
            });
            assertThat(streamEnds(channel)).isInstanceOfSatisfying(Event.Rejected.class,
                    rejected -> assertThat(rejected.fatal()).isEqualTo(Fatal.CERTIFICATE));
        }
    }

    @Test
    void whileItLastsALostConnectionIsALostConnection() throws Exception {
        try (CoordinatorChannel channel = channel(Duration.ZERO)) {
            assertThatThrownBy(() -> call(channel)).isInstanceOfSatisfying(StatusException.class,
                    failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
            assertThat(streamEnds(channel)).isInstanceOf(Event.Disconnected.class);
        }
    }

    @Test
    void aCertificateThatLastsHereAndIsRefusedForItsDatesIsAMatterOfClocksAndNotTheEnd() throws Exception {
        Credential later = server.credential(new Identity.Worker(new Name("pool"), new Name("acme"), new Name("w1")),
                Instant.now().plus(Duration.ofHours(2)));
        try (CoordinatorChannel channel = new CoordinatorChannel(new Address("localhost", server.address().getPort()), new Route.Direct(),
                () -> Tls.client(() -> later, server.authority(), Clock.systemUTC()), () -> later.certificate().getNotAfter().toInstant())) {
            Status status = clocks(channel);
            assertThat(Failures.text(status)).contains("by its clock this side's certificate is not valid yet", "One of the two clocks is wrong");
            assertThat(streamEnds(channel)).as("it is tried again").isInstanceOf(Event.Disconnected.class);
        }
    }

    @Test
    void aCoordinatorsCertificateOfTheFutureIsAMatterOfClocksToo() throws Exception {
        Credential own = server.credential(new Identity.Worker(new Name("pool"), new Name("acme"), new Name("w1")), Instant.now());
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofHours(-2));
        try (CoordinatorChannel channel = new CoordinatorChannel(new Address("localhost", server.address().getPort()), new Route.Direct(),
                () -> Tls.client(() -> own, server.authority(), behind), () -> own.certificate().getNotAfter().toInstant())) {
            assertThat(Failures.text(clocks(channel))).contains("this side refused the server", "is not valid before", "check both clocks");
        }
    }

    /** Of a certificate that was refused, until the alert is not lost in the reset that follows it. */
    private static Status clocks(CoordinatorChannel channel) {
        Status status = Status.UNAVAILABLE;
        Instant end = Instant.now().plus(Duration.ofMinutes(5));
        while (!Failures.clocksDiffer(status)) {
            assertThat(Instant.now()).as("the last refusal: %s", Failures.text(status)).isBefore(end);
            try {
                call(channel);
            } catch (StatusException refused) {
                status = refused.getStatus();
                assertThat(Failures.refusesCertificate(status)).as(Failures.text(status)).isFalse();
            }
        }
        return status;
    }
}
