package consort.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By which group keys are agreed, read from the handshake's own bytes. */
class KeyAgreementTest extends ConnectionFixture {

    @Override
    SslProvider provider() {
        return SslProvider.OPENSSL;
    }

    @BeforeEach
    void boringSslLoads() {
        assumeTrue(OpenSsl.isAvailable(), "BoringSSL does not load here: the JDK's TLS has no hybrid group");
    }

    @Test
    void peersOfThisReleaseAgreeByTheHybridGroup() {
        Hello server = agreed(Tls.GROUPS);
        assertThat(server).isEqualTo(new Hello(List.of(Hello.TLS_1_3), List.of(Hello.X25519_MLKEM768), false));
    }

    @Test
    void aClientThatHasOnlyTheHybridGroupIsServed() {
        assertThat(agreed(List.of("X25519MLKEM768")).groups()).containsExactly(Hello.X25519_MLKEM768);
    }

    @Test
    void clientsWithoutTheHybridGroupAreServedByX25519OrP256() {
        assertThat(agreed(List.of("X25519")).groups()).containsExactly(Hello.X25519);
        assertThat(agreed(List.of("P-256")).groups()).containsExactly(Hello.P_256);
    }

    @Test
    void aMemberOffersTheHybridGroupAndTls13Only() {
        Hello client = recorded(Tls.GROUPS).client;
        assertThat(client.versions()).filteredOn(KeyAgreementTest::isVersion).containsExactly(Hello.TLS_1_3);
        assertThat(client.groups()).startsWith(Hello.X25519_MLKEM768);
    }

    @Test
    void theJdksTlsOnEitherSideStillConnects() {
        Credential worker = acme.credential(acme.worker("beta", "w1"));
        SslContext jdk = Tls.client(() -> worker, CoordinatorTrust.known(acme.authority.certificate(), acme), SslProvider.JDK);
        assertThat(port.call(jdk, Port.TRAIN)).contains("beta");
    }

    /** Clients grease: they also offer versions that nobody has (RFC 8701), of the shape 0x?a?a. */
    private static boolean isVersion(int version) {
        return (version & 0x0f0f) != 0x0a0a;
    }

    private Hello agreed(List<String> groups) {
        return recorded(groups).server;
    }

    private Handshake recorded(List<String> groups) {
        Credential worker = acme.credential(acme.worker("beta", "w1"));
        SslContext tls = Tls.client(() -> worker, CoordinatorTrust.known(acme.authority.certificate(), acme), provider(), groups);
        try (Recorder recorder = new Recorder(port.number()); Port.Line line = port.dial(tls, "localhost", recorder.port())) {
            assertThat(line.call(Port.TRAIN)).contains("beta");
            return new Handshake(Hello.client(recorder.fromClient()), Hello.server(recorder.fromServer()));
        }
    }

    private record Handshake(Hello client, Hello server) {
    }
}
