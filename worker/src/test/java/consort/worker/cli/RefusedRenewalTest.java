package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.proto.ListModelsReply;
import consort.proto.ListModelsRequest;
import consort.proto.ModelsGrpc;
import consort.proto.RenewRequest;
import consort.proto.RenewalGrpc;
import consort.proto.Renewed;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.BlobServer;
import consort.worker.rpc.Slamming;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of an organization while two authorities count, whose certificate is not renewed on the way; over real sockets. */
class RefusedRenewalTest {

    private static final Status NOT_RENEWED = Status.INVALID_ARGUMENT.withDescription("not renewed: none of the newest");

    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private volatile Status refusal = NOT_RENEWED;
    private BlobServer server;
    private PartyFolder folder;

    @BeforeEach
    void starts() throws Exception {
        server = new BlobServer(new Refusing(), new Models());
        folder = EnrolledFolder.organization(root, server, server.address().getPort(), Instant.now());
    }

    @AfterEach
    void ends() {
        server.close();
    }

    private final class Refusing extends RenewalGrpc.RenewalImplBase {
        @Override
        public void renew(RenewRequest request, StreamObserver<Renewed> observer) {
            observer.onError(refusal.asRuntimeException());
        }
    }

    private static final class Models extends ModelsGrpc.ModelsImplBase {
        @Override
        public void list(ListModelsRequest request, StreamObserver<ListModelsReply> observer) {
            observer.onNext(ListModelsReply.getDefaultInstance());
            observer.onCompleted();
        }
    }

    private int command(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--dir";
        all[words.length + 1] = folder.path().toString();
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    @Test
    void aCommandGoesOnWithTheCertificateItHasAndSaysSoInOneLine() {
        assertThat(command("model", "list")).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualTo("no models yet" + System.lineSeparator());
        assertThat(err.toString().lines()).singleElement().asString().startsWith("warning: the renewal of the certificate was refused")
                .contains("valid until", "not renewed: none of the newest");
        assertThat(command("model", "list", "--json")).isZero();
        assertThat(out.toString()).as("for machines").isEmpty();
    }

    @Test
    void renewingIsWhatTheCommandRenewIsForSoThatFails() {
        assertThat(command("member", "renew")).isEqualTo(ExitCodes.REFUSED);
        assertThat(err.toString().lines()).singleElement().asString()
                .contains("the coordinator refused: not renewed: none of the newest");
    }

    @Test
    void aCertificateThatCountsNoMoreEndsTheCommand() {
        refusal = Status.UNAUTHENTICATED.withDescription("acme was revoked");
        assertThat(command("model", "list")).isEqualTo(ExitCodes.CERTIFICATE);
        assertThat(err.toString().lines()).singleElement().asString().contains("acme was revoked");
    }

    @Test
    void aCertificateThatHasEndedIsTheReasonWhenTheConnectionBreaks() throws Exception {
        try (Slamming slamming = new Slamming()) {
            folder = EnrolledFolder.organization(root.resolve("old"), server, slamming.port(), Instant.now().minus(Duration.ofDays(2)));
            assertThat(command("model", "list")).isEqualTo(ExitCodes.CERTIFICATE);
            assertThat(err.toString()).contains("this side's certificate ended at", "ask who invited you for a new invite");
        }
    }
}
