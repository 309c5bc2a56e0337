package consort.worker.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.fuzz.network.ConnectProxy;
import consort.proto.BlobsGrpc;
import consort.proto.HeldReply;
import consort.proto.HeldRequest;
import consort.worker.network.Route;
import consort.worker.network.Routes;
import io.grpc.StatusException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls over mutual TLS within a tunnel, over real sockets. */
class ProxyTest {

    private static final String DIGEST = "a".repeat(64);

    private ConnectProxy proxy;
    private BlobServer server;

    @BeforeEach
    void starts() throws IOException {
        proxy = new ConnectProxy();
        server = new BlobServer();
        server.put(DIGEST, new byte[] {1});
    }

    @AfterEach
    void ends() throws IOException {
        server.close();
        proxy.close();
    }

    @Test
    void callsPassThroughTheTunnelAndTheProxyAloneLooksUpTheName() throws StatusException {
        proxy.teach("localhost:7443", server.address().getPort());
        try (CoordinatorChannel channel = server.channel(7443, through(proxy.url()))) {
            assertThat(held(channel).getComplete()).isTrue();
        }
        assertThat(proxy.asked()).containsOnly("localhost:7443");
    }

    @Test
    void opensAnotherTunnelWhenOneIsCut() throws StatusException {
        try (CoordinatorChannel channel = server.channel(server.address().getPort(), through(proxy.url()))) {
            held(channel);
            proxy.cut();
            assertThat(held(channel).getComplete()).isTrue();
        }
        assertThat(proxy.asked()).hasSize(2);
    }

    @Test
    void showsItsLogin() throws StatusException {
        proxy.demand("acme", "s:cret");
        try (CoordinatorChannel channel = server.channel(server.address().getPort(),
                through("http://acme:s%3Acret@localhost:" + proxy.port()))) {
            assertThat(held(channel).getComplete()).isTrue();
        }
    }

    @Test
    void saysThatTheLoginIsWrongWithoutSayingWhichItWas() throws StatusException {
        proxy.demand("acme", "right");
        assertFails("it answered 407, as it wants a user name and password", through("http://acme:wrong@localhost:" + proxy.port()));
        assertFails("it answered 407, as it wants a user name and password", through(proxy.url()));
    }

    @Test
    void saysWhatTheProxyAnswered() throws Exception {
        proxy.refuse(403);
        assertFails("ask who runs it to allow CONNECT to localhost:" + server.address().getPort(), through(proxy.url()));
        proxy.refuse(503);
        assertFails("does not reach the coordinator from where it stands", through(proxy.url()));
        proxy.close();
        assertFails("Connection refused", through(proxy.url()));
        assertFails("the proxy's name nowhere.invalid is not known", through("http://nowhere.invalid:3128"));
    }

    private void assertFails(String says, Route route) throws StatusException {
        try (CoordinatorChannel channel = server.channel(server.address().getPort(), route)) {
            assertThatThrownBy(() -> held(channel)).isInstanceOfSatisfying(StatusException.class, failure -> {
                assertThat(Failures.text(failure.getStatus())).contains(says);
                assertThat(failure.toString()).doesNotContain("wrong", "right");
            });
        }
    }

    private static Route through(String proxy) {
        return Routes.written(proxy, "the test");
    }

    private static HeldReply held(CoordinatorChannel channel) throws StatusException {
        return Calls.unary(channel, BlobsGrpc::newBlockingV2Stub,
                stub -> stub.held(HeldRequest.newBuilder().setDigest(DIGEST).build()));
    }
}
