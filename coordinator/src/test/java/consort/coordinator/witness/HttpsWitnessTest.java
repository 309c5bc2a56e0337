package consort.coordinator.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import consort.coordinator.core.Pool;
import consort.coordinator.core.WitnessFacts;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.LogKeys;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.Answer;
import consort.ledger.witness.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness outside the consortium, behind a real HTTPS server. */
class HttpsWitnessTest {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final WitnessName OUTSIDE = new WitnessName("outside", true);

    @TempDir
    private static Path temporary;

    private static SSLContext tls;

    private final SignerKey key = Pool.key("witness.example/w1");
    private final List<String> requested = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> fatal = Collections.synchronizedList(new ArrayList<>());
    private Pool pool;
    private HttpsServer server;
    private Cosigning cosigning;

    /** What it does with a request. */
    private interface Conduct {
        void answer(HttpExchange exchange, byte[] body) throws IOException;
    }

    @BeforeAll
    static void aCertificateIsMade() throws Exception {
        Path store = temporary.resolve("server.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost",
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", new String(PASSWORD)).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    }

    @BeforeEach
    void anEngineWithoutMembers() throws IOException {
        pool = new Pool();
        pool.step();
    }

    @AfterEach
    void stops() {
        cosigning.close();
        if (server != null) {
            server.stop(0);
        }
        assertThat(fatal).isEmpty();
    }

    private int serve(Conduct conduct) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            requested.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            conduct.answer(exchange, exchange.getRequestBody().readAllBytes());
            exchange.close();
        });
        server.start();
        return server.getAddress().getPort();
    }

    private void ask(int port) {
        cosigning = new Cosigning(new PublishedLog(pool.disk, pool.engine.log(), () -> pool.engine.published().newest(),
                Map.of(OUTSIDE, CosignerKey.of(key))), () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), fatal::add);
        HttpClient client = HttpClient.newBuilder().sslContext(tls).followRedirects(HttpClient.Redirect.NEVER).build();
        cosigning.attends(OUTSIDE, new HttpsWitness(client, URI.create("https://localhost:" + port + "/witness/"), cosigning));
        cosigning.start();
    }

    private static void give(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private WitnessFacts.Witness fact() {
        return cosigning.facts().witnesses().getFirst();
    }

    private String trouble() {
        return cosigning.facts().witnesses().stream().findFirst().flatMap(WitnessFacts.Witness::trouble).orElse("");
    }

    private static void until(String what, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (!holds.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(10);
        }
    }

    @Test
    void itsCosignatureIsKeptAndDoesNotCount() throws Exception {
        Witness witness = Witness.open(new SimulatedDisk(new Random(1)), key, LogKeys.of(pool.logKey.verifierKey()));
        ask(serve((exchange, body) -> {
            Answer answer = witness.answer(body, 1_700_000_000L);
            give(exchange, answer.status(), answer.contentType(), answer.bytes());
        }));
        until("it cosigned", () -> CosignerKey.of(key).cosigned(SignedCheckpoint.parse(
                pool.disk.readAll("checkpoint", SignedCheckpoint.MAX_BYTES)).note()).isPresent());
        assertThat(requested).containsOnly("POST /witness/add-checkpoint");
        assertThat(fact().counts()).isFalse();
        assertThat(fact().outside()).isTrue();
        assertThat(pool.disk.exists("witnessed")).isFalse();
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        ask(serve((exchange, body) -> {
            exchange.getResponseHeaders().set("Location", "https://localhost:" + server.getAddress().getPort() + "/elsewhere");
            give(exchange, 307, "text/plain", new byte[0]);
        }));
        until("the redirect is noticed", () -> trouble().startsWith("answered with 307"));
        assertThat(requested).containsOnly("POST /witness/add-checkpoint");
    }

    @Test
    void aLongAnswerIsCut() throws Exception {
        ask(serve((exchange, body) -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 10_000; i++) {
                    exchange.getResponseBody().write(new byte[10_000]);
                }
            } catch (IOException cut) {
                requested.add("cut");
            }
        }));
        until("it is given up", () -> trouble().startsWith("cannot be reached"));
        until("it is cut", () -> requested.contains("cut"));
    }

    @Test
    void whoIsNotThereIsTroubleAndNoMore() throws Exception {
        int port = serve((exchange, body) -> { });
        server.stop(0);
        ask(port);
        until("nobody answers", () -> trouble().startsWith("cannot be reached"));
        assertThat(trouble()).isEqualTo("cannot be reached: the connection was refused: nobody listens there");
        assertThat(fact().alarming()).isFalse();
    }
}
