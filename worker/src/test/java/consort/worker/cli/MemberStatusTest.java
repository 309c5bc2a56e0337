package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.proto.MembershipGrpc;
import consort.proto.OrganizationStatusReply;
import consort.proto.OrganizationStatusRequest;
import consort.worker.rpc.BlobServer;
import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member is told of its organization, over real sockets. */
class MemberStatusTest {

    @TempDir
    private Path root;

    private static final class Newer extends MembershipGrpc.MembershipImplBase {
        @Override
        public void status(OrganizationStatusRequest request, StreamObserver<OrganizationStatusReply> observer) {
            observer.onNext(OrganizationStatusReply.newBuilder().setJson(
                    "{\"certificateEndsMillis\":1,\"certificateOverdue\":true,\"organization\":\"acme\",\"origin\":\"pool.example/pool\"}").build());
            observer.onCompleted();
        }
    }

    @Test
    void whatACoordinatorSaysOfThisFoldersCertificateIsNotTaken() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try (BlobServer server = new BlobServer(new Newer())) {
            EnrolledFolder.organization(root, server, server.address().getPort(), Instant.now());
            assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), "member", "status", "--dir", root.toString(), "--json"))
                    .as(err.toString()).isZero();
        }
        JsonFields status = JsonObject.parse(out.toString().strip().getBytes(StandardCharsets.UTF_8), 65_536).fields();
        assertThat(status.text("organization", 100)).isEqualTo("acme");
        assertThat(status.integer("certificateEndsMillis", 0, Long.MAX_VALUE)).isGreaterThan(1);
        assertThat(status.flag("certificateOverdue")).isFalse();
    }
}
