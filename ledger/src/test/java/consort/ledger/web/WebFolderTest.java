package consort.ledger.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebFolderTest {

    private static final WebLimits PATIENT = new WebLimits(120_000, 120_000, 3, 1);
    private static final WebLimits HASTY = new WebLimits(120_000, 300, 2, 1);
    private static final int MAX_BYTES = 1000;

    @TempDir
    private Path folder;
    private FolderServer server;

    @BeforeEach
    void serve() throws IOException {
        Files.writeString(folder.resolve("checkpoint"), "a checkpoint");
        server = new FolderServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsAFile() throws IOException {
        assertThat(web(PATIENT).read("checkpoint", MAX_BYTES)).hasValueSatisfying(bytes -> assertThat(bytes).asString(UTF_8)
                .isEqualTo("a checkpoint"));
    }

    @Test
    void hasNoFileThatTheServerDoesNotFind() throws IOException {
        assertThat(web(PATIENT).read("tile/0/000", MAX_BYTES)).isEmpty();
        server.meddledBy((exchange, path, time) -> answered(exchange, 404, new byte[1 << 20]));
        assertThat(web(PATIENT).read("checkpoint", MAX_BYTES)).as("whatever the page says").isEmpty();
    }

    @Test
    void cannotTellWhatElseIsThere() throws IOException {
        assertThat(web(PATIENT).list("")).isEmpty();
        assertThat(web(PATIENT).address()).contains(server.address());
    }

    @Test
    void takesAFileOfExactlyTheBound() throws IOException {
        Files.write(folder.resolve("full"), new byte[MAX_BYTES]);
        assertThat(web(PATIENT).read("full", MAX_BYTES)).hasValueSatisfying(bytes -> assertThat(bytes).hasSize(MAX_BYTES));
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        Files.write(folder.resolve("huge"), new byte[MAX_BYTES + 1]);
        assertThatThrownBy(() -> web(PATIENT).read("huge", MAX_BYTES)).isInstanceOf(WebException.class)
                .hasMessageContaining(server.address() + "huge").hasMessageContaining("more than 1000 bytes");
        assertThat(server.paths()).as("not asked again").containsExactly("huge");
    }

    @Test
    void takesNoMoreOfAnEndlessFileThanItsBound() {
        server.meddledBy((exchange, path, time) -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[8192]);
                }
            } catch (IOException hungUp) {
                return true;
            }
        });
        assertThatThrownBy(() -> web(PATIENT).read("checkpoint", MAX_BYTES)).hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void asksAgainForWhatWasCutOff() throws IOException {
        server.meddledBy((exchange, path, time) -> time < 3 && cutOff(exchange));
        assertThat(web(PATIENT).read("checkpoint", MAX_BYTES)).isPresent();
        assertThat(server.paths()).hasSize(3);
    }

    @Test
    void givesUpOnWhatIsAlwaysCutOff() {
        server.meddledBy((exchange, path, time) -> cutOff(exchange));
        assertThatThrownBy(() -> web(PATIENT).read("checkpoint", MAX_BYTES)).isInstanceOf(WebException.class)
                .hasMessageContaining("no whole answer").hasMessageContaining("asked 3 times").hasMessageContaining("try again later");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void asksAServerAgainThatIsBusy(int status) throws IOException {
        server.meddledBy((exchange, path, time) -> time == 1 && answered(exchange, status, new byte[0]));
        assertThat(web(PATIENT).read("checkpoint", MAX_BYTES)).isPresent();
        server.meddledBy((exchange, path, time) -> answered(exchange, status, new byte[0]));
        assertThatThrownBy(() -> web(PATIENT).read("checkpoint", MAX_BYTES)).hasMessageContaining("the server answers " + status)
                .hasMessageContaining("asked 3 times");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        server.meddledBy((exchange, path, time) -> {
            exchange.getResponseHeaders().set("Location", "https://elsewhere.example/ledger/checkpoint");
            return answered(exchange, status, new byte[0]);
        });
        assertThatThrownBy(() -> web(PATIENT).read("checkpoint", MAX_BYTES)).isInstanceOf(WebException.class)
                .hasMessageContaining("answers " + status + " and sends to https://elsewhere.example/ledger/checkpoint")
                .hasMessageContaining("redirects are not followed");
        assertThat(server.paths()).containsExactly("checkpoint");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 401, 403, 410, 418})
    void takesNoOtherAnswerForAFileOrForNone(int status) {
        server.meddledBy((exchange, path, time) -> answered(exchange, status, new byte[0]));
        assertThatThrownBy(() -> web(PATIENT).read("checkpoint", MAX_BYTES)).isInstanceOf(WebException.class)
                .hasMessageContaining("answers " + status);
    }

    @Test
    void refusesACodingThatNobodyAskedFor() {
        server.meddledBy((exchange, path, time) -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            return answered(exchange, 200, new byte[10]);
        });
        assertThatThrownBy(() -> web(PATIENT).read("checkpoint", MAX_BYTES)).hasMessageContaining("in the coding \"gzip\"");
    }

    @Test
    void waitsForASlowServerOnlySoLong() {
        server.meddledBy((exchange, path, time) -> {
            exchange.sendResponseHeaders(200, 12);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            pause();
            return true;
        });
        assertThatThrownBy(() -> web(HASTY).read("checkpoint", MAX_BYTES)).isInstanceOf(WebException.class)
                .hasMessageContaining("no whole answer within 300 ms").hasMessageContaining("asked 2 times");
    }

    @Test
    void saysWhenNobodyIsThere() {
        server.close();
        assertThatThrownBy(() -> web(PATIENT).read("checkpoint", MAX_BYTES)).isInstanceOf(WebException.class)
                .hasMessageContaining("no connection (the connection was refused: nobody listens there)");
    }

    @Test
    void readsOverAnEncryptedConnectionToAServerThatIsTrustedAndToNoOther() throws Exception {
        KeyStore keys = selfSigned();
        HttpsServer encrypted = HttpsServer.create();
        SSLContext served = SSLContext.getInstance("TLS");
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        served.init(own.getKeyManagers(), null, null);
        encrypted.setHttpsConfigurator(new HttpsConfigurator(served));
        try (FolderServer https = new FolderServer(folder, encrypted)) {
            WebAddress address = WebAddress.parse("https://localhost:" + https.port() + "/ledger/");
            TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            others.init(keys);
            SSLContext trusting = SSLContext.getInstance("TLS");
            trusting.init(null, others.getTrustManagers(), null);
            assertThat(new WebFolder(address, PATIENT, HttpClient.newBuilder().sslContext(trusting)).read("checkpoint", MAX_BYTES))
                    .isPresent();
            assertThatThrownBy(() -> new WebFolder(address, PATIENT).read("checkpoint", MAX_BYTES))
                    .isInstanceOf(WebException.class).hasMessageContaining("no encrypted connection");
        }
    }

    /** The JDK has no other way to make a certificate than its own program. */
    private KeyStore selfSigned() throws Exception {
        Path file = folder.resolveSibling("keys-" + System.nanoTime());
        Process made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-keystore", file.toString(), "-storepass", "changeit", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost",
                "-ext", "SAN=dns:localhost").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        Files.delete(file);
        return keys;
    }

    private WebFolder web(WebLimits limits) {
        return new WebFolder(WebAddress.parse(server.address()), limits);
    }

    private static boolean cutOff(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 12);
        exchange.getResponseBody().write('a');
        exchange.getResponseBody().flush();
        throw new IOException("cut off");
    }

    private static boolean answered(HttpExchange exchange, int status, byte[] body) throws IOException {
        FolderServer.send(exchange, status, body);
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(2_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
