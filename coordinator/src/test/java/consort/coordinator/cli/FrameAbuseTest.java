package consort.coordinator.cli;

import static consort.coordinator.cli.RawPeer.CANCEL;
import static consort.coordinator.cli.RawPeer.CONTINUATION;
import static consort.coordinator.cli.RawPeer.END_HEADERS;
import static consort.coordinator.cli.RawPeer.HEADERS;
import static consort.coordinator.cli.RawPeer.PING;
import static consort.coordinator.cli.RawPeer.RST_STREAM;
import static consort.coordinator.cli.RawPeer.SETTINGS;
import static consort.coordinator.cli.RawPeer.call;
import static consort.coordinator.cli.RawPeer.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members with a good certificate that abuse HTTP/2: each loses its connection, and the member beside it is served. */
class FrameAbuseTest {

    private static final String METHOD = "consort.v1.LedgerCopy/Keys";

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;
    private RawPeer peer;

    @BeforeEach
    void serves() {
        coordinator = new LiveCoordinator(temporary, "");
        peer = coordinator.raw(LiveCoordinator.worker("hostile"));
    }

    @AfterEach
    void stops() {
        peer.close();
        coordinator.close();
    }

    /** CVE-2023-44487. */
    @Test
    void streamsOpenedAndResetAtOnce() throws Exception {
        peer.begin();
        for (int stream = 1; stream < 2000 && peer.isOpen(); stream += 2) {
            peer.send(frame(HEADERS, END_HEADERS, stream, call(METHOD))).send(frame(RST_STREAM, 0, stream, CANCEL));
        }
        peer.awaitEnd();
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void pingsWithoutPause() throws Exception {
        peer.begin();
        for (int i = 0; i < 1000 && peer.isOpen(); i++) {
            peer.send(frame(PING, 0, 0, i, i));
        }
        peer.awaitEnd();
        coordinator.assertServesAnHonestMember();
    }

    /** CVE-2019-9515: each asks for an answer, and nobody takes the answers. */
    @Test
    void settingsWhoseAnswersAreNotRead() throws Exception {
        peer.begin().stopReading();
        ByteBuf many = Unpooled.buffer();
        for (int i = 0; i < 10_000; i++) {
            many.writeBytes(frame(SETTINGS, 0, 0));
        }
        for (int i = 0; i < 1000 && peer.isOpen(); i++) {
            peer.sendAndWait(many.retainedDuplicate());
        }
        peer.awaitEnd();
        coordinator.assertServesAnHonestMember();
    }

    /** CVE-2024-27316: a header block that never ends. */
    @Test
    void headersContinuedWithoutEnd() throws Exception {
        peer.begin().send(frame(HEADERS, 0, 1, call(METHOD)));
        ByteBuf padding = Unpooled.buffer().writeZero(1000);
        for (int i = 0; i < 1000 && peer.isOpen(); i++) {
            peer.send(frame(CONTINUATION, 0, 1, padding.retainedDuplicate()));
        }
        peer.awaitEnd();
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void headersContinuedWithNothing() throws Exception {
        peer.begin().send(frame(HEADERS, 0, 1, call(METHOD)));
        for (int i = 0; i < 10_000 && peer.isOpen(); i++) {
            peer.send(frame(CONTINUATION, 0, 1));
        }
        peer.awaitEnd();
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void moreStreamsThanAllowedAreRefusedOneByOne() throws Exception {
        peer.begin();
        for (int stream = 1; stream < 20; stream += 2) {
            peer.send(frame(HEADERS, END_HEADERS, stream, call(METHOD)));
        }
        while (peer.received(RST_STREAM) < 6) {
            Thread.sleep(10);
        }
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void headersThatAreTooLongAreRefused() {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("padding", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(9000));
        ManagedChannel channel = coordinator.connect(LiveCoordinator.worker("hostile"));
        assertThatThrownBy(() -> LedgerCopyGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata)).keys(KeysRequest.getDefaultInstance()))
                .hasMessageMatching("(?s).*(RESOURCE_EXHAUSTED|INTERNAL|UNAVAILABLE|CANCELLED|UNKNOWN).*");
        coordinator.assertServesAnHonestMember();
        assertThat(peer.isOpen()).as("another's connection").isTrue();
    }
}
