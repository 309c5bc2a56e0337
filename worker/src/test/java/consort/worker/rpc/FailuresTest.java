package consort.worker.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.worker.session.Event;
import consort.worker.session.Fatal;
import io.grpc.Status;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void leavesOutHowTheNetworkCodeLooksInside() {
        Status status = Status.UNAVAILABLE.withDescription(
                "Connection closed while performing TLS negotiation\nChannel Pipeline: [SslHandler#0, WriteBuffering#0]");
        assertThat(Failures.text(status)).isEqualTo("Connection closed while performing TLS negotiation");
    }

    @Test
    void addsTheRootOfACause() {
        Throwable refused = new IllegalStateException(new ConnectException("Connection refused"));
        assertThat(Failures.text(Status.UNAVAILABLE.withDescription("io exception").withCause(refused)))
                .isEqualTo("Connection refused");
        assertThat(Failures.text(Status.UNAVAILABLE.withDescription("io exception").withCause(new ClosedChannelException())))
                .isEqualTo("the connection broke");
        assertThat(Failures.text(Status.UNAVAILABLE.withDescription("Unable to resolve host").withCause(refused)))
                .isEqualTo("Unable to resolve host (Connection refused)");
    }

    @Test
    void aWorkerThatIsLetInNoMoreEndsWithTheCoordinatorsReason() {
        String reason = "worker acme/w1 was evicted by the operator: unpaid";
        assertThat(Failures.ended(1, Status.PERMISSION_DENIED.withDescription(reason)))
                .isEqualTo(new Event.Rejected(1, Fatal.REFUSED, reason));
        assertThat(Fatal.REFUSED.exitCode()).isEqualTo(25);
    }

    @Test
    void namesTheCodeWhenThereIsNothingElse() {
        assertThat(Failures.text(Status.INTERNAL)).isEqualTo("the coordinator answered INTERNAL");
    }

    @Test
    void lettersOfTheCoordinatorDoNotReachTheTerminalAsCommands() {
        String text = Failures.text(Status.PERMISSION_DENIED.withDescription("no\u001b[2J\u009b1m\r\nconsort member: accepted"));
        assertThat(text).isEqualTo("no [2J 1m  consort member: accepted");
        Throwable proxy = new IllegalStateException(
                "http, none, /192.0.2.1:3128 => pool.example:7443, \u001b]0;title\u0007");
        assertThat(Failures.text(Status.UNAVAILABLE.withCause(proxy))).doesNotContain("\u001b", "\u0007");
        assertThat(Failures.text(Status.INTERNAL.withDescription("x".repeat(100_000)))).hasSizeLessThan(2100);
    }
}
