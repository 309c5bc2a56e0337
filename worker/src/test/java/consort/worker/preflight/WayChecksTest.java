package consort.worker.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Address;
import consort.certs.Authorities;
import consort.certs.Authority;
import consort.certs.AuthorityCertificate;
import consort.certs.ExpectedCoordinator;
import consort.certs.Fingerprint;
import consort.certs.Identity;
import consort.certs.Invite;
import consort.certs.Name;
import consort.fuzz.network.ConnectProxy;
import consort.worker.network.Route;
import consort.worker.network.Routes;
import consort.worker.preflight.Finding.Verdict;
import consort.worker.rpc.BlobServer;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which the coordinator is not reached, or somebody else is, over real sockets. */
class WayChecksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Route DIRECT = new Route.Direct();

    private BlobServer coordinator;
    private ConnectProxy proxy;

    @BeforeEach
    void starts() throws IOException {
        coordinator = new BlobServer();
        proxy = new ConnectProxy();
    }

    @AfterEach
    void ends() throws IOException {
        proxy.close();
        coordinator.close();
    }

    @Test
    void allIsWellWhereTheCoordinatorAnswers() {
        List<String> told = new ArrayList<>();
        Preflight preflight = new Preflight((check, found) -> told.add(check + " " + found.verdict()));
        Way way = way(coordinator.address().getPort(), DIRECT);

        preflight.run(List.of(new AddressCheck(() -> way), new ConnectionCheck(() -> way, PATIENCE), tls(way, Clock.systemUTC()),
                new CoordinatorCheck(() -> { })));

        assertThat(told).containsExactly("address OK", "connection OK", "tls OK", "coordinator OK");
        assertThat(preflight.of("tls").orElseThrow().text()).contains(coordinator.authority().fingerprint().hex());
    }

    @Test
    void allIsWellThroughAProxyThatAloneKnowsTheName() {
        proxy.teach("localhost:7443", coordinator.address().getPort());
        Way way = way(7443, Routes.written(proxy.url(), "--proxy"));

        assertThat(new AddressCheck(() -> way).look().text()).startsWith("localhost:7443 through the proxy " + proxy.url() + " (--proxy)");
        assertThat(new ConnectionCheck(() -> way, PATIENCE).look().verdict()).isEqualTo(Verdict.OK);
        assertThat(tls(way, Clock.systemUTC()).look().verdict()).isEqualTo(Verdict.OK);
        assertThat(proxy.asked()).containsOnly("localhost:7443");
    }

    @Test
    void aNameThatNobodyKnowsIsAProblem() {
        assertProblem(new AddressCheck(() -> new Way(new Address("nowhere.invalid", 7443), DIRECT, "the invite")).look(),
                "the name nowhere.invalid is not known here", "correct the address in the invite");
        assertProblem(new AddressCheck(() -> way(7443, Routes.written("http://nowhere.invalid:3128", "worker.yaml"))).look(),
                "the name nowhere.invalid is not known here", "correct the proxy's name");
    }

    @Test
    void aPortWhereNobodyListensIsAProblem() {
        Way way = way(1, DIRECT);
        assertProblem(new ConnectionCheck(() -> way, PATIENCE).look(), "localhost:1: Connection refused",
                "ask the operator whether the coordinator runs and whether localhost:1 (from the invite) is its address");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 407, 503, 404})
    void aProxyThatOpensNoTunnelIsAProblem(int status) {
        proxy.refuse(status);
        Way way = way(7443, Routes.written(proxy.url(), "https_proxy"));
        assertProblem(new ConnectionCheck(() -> way, PATIENCE).look(),
                "the proxy opened no tunnel to localhost:7443: it answered " + status + ", as ", "ask who runs the proxy");
    }

    @Test
    void aProxyIsShownTheLoginAndNoMessageIs() {
        proxy.demand("acme", "right");
        proxy.teach("localhost:7443", coordinator.address().getPort());
        Way wrong = way(7443, Routes.written("http://acme:wrong@localhost:" + proxy.port(), "https_proxy"));
        Way right = way(7443, Routes.written("http://acme:right@localhost:" + proxy.port(), "https_proxy"));

        Finding refused = new ConnectionCheck(() -> wrong, PATIENCE).look();
        assertProblem(refused, "it answered 407", "");
        assertThat(refused.toString() + wrong).doesNotContain("wrong");
        assertThat(new ConnectionCheck(() -> right, PATIENCE).look().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aProxyThatKeepsSilentOrIsNoneIsAProblem() throws IOException {
        proxy.keepSilent();
        Way silent = way(7443, Routes.written(proxy.url(), "https_proxy"));
        assertProblem(new ConnectionCheck(() -> silent, SHORT).look(), "takes connections and does not answer", "");

        try (ServerSocket dripping = dripper()) {
            Way slow = way(7443, Routes.written("http://localhost:" + dripping.getLocalPort(), "https_proxy"));
            assertProblem(new ConnectionCheck(() -> slow, SHORT).look(), "takes connections and does not answer", "");
        }

        try (ServerSocket other = talker("SSH-2.0-something\r\n\r\n")) {
            Way none = way(7443, Routes.written("http://localhost:" + other.getLocalPort(), "https_proxy"));
            assertProblem(new ConnectionCheck(() -> none, PATIENCE).look(), "does not speak HTTP", "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whoInspectsTlsIsNamed(String version) throws Exception {
        try (Interceptor interceptor = new Interceptor("CN=Inspection CA, O=Example Corp", version)) {
            Way way = way(interceptor.port(), DIRECT);
            assertProblem(tls(way, Clock.systemUTC()).look(),
                    "somebody else answers: the certificate is for CN=localhost, issued by CN=Inspection CA,O=Example Corp,"
                            + " and not by the authority " + coordinator.authority().fingerprint(),
                    "have localhost:" + interceptor.port() + " exempted from inspection");
        }
    }

    @Test
    void whatTheInterceptorCallsItselfCannotDriveATerminal() throws Exception {
        try (Interceptor interceptor = new Interceptor("CN=\u001b[2J\u202eevil", "TLSv1.3")) {
            assertThat(tls(way(interceptor.port(), DIRECT), Clock.systemUTC()).look().text()).contains("CN=")
                    .doesNotContain("\u001b", "\u202e");
        }
    }

    @Test
    void anotherConsortiumsCoordinatorIsSomebodyElse() throws IOException {
        try (BlobServer other = new BlobServer()) {
            assertProblem(tls(way(other.address().getPort(), DIRECT), Clock.systemUTC()).look(), "issued by CN=pool authority", "");
        }
    }

    @Test
    void theRightCoordinatorUnderANameThatIsNotItsOwnIsAProblem() {
        Way way = new Way(new Address("127.0.0.1", coordinator.address().getPort()), DIRECT, "worker.yaml");
        assertProblem(tls(way, Clock.systemUTC()).look(), "for [localhost], not for 127.0.0.1", "correct the address in worker.yaml");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3 * 86_400})
    void aClockOutsideTheCertificateIsTheClocksFault(long seconds) {
        Instant skewed = Instant.now().plusSeconds(seconds);
        assertProblem(tls(way(coordinator.address().getPort(), DIRECT), InstantSource.fixed(skewed)).look(),
                "this machine's clock says " + skewed, "set this machine's clock");
    }

    @Test
    void aServiceWithoutTlsIsAProblem() throws IOException {
        try (ServerSocket other = talker("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertNobody(tls(way(other.getLocalPort(), DIRECT), Clock.systemUTC()).look(), "shows no certificate",
                    "perhaps another service listens there");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileTwoAuthoritiesCountACertificateOfEitherWillDoAndItIsSaidOfWhich(boolean oldest) {
        AuthorityCertificate shown = coordinator.authority();
        AuthorityCertificate other = Authority.found(new Name("pool"), Duration.ofDays(1), Instant.now(), new SecureRandom()).certificate();
        Authorities counting = new Authorities(oldest ? List.of(shown, other) : List.of(other, shown));
        Way way = way(coordinator.address().getPort(), DIRECT);

        Finding found = new TlsCheck(() -> way, () -> ExpectedCoordinator.of(counting), Clock.systemUTC(), PATIENCE).look();
        assertThat(found.verdict()).as(found.text()).isEqualTo(Verdict.OK);
        assertThat(found.text()).contains(shown.fingerprint().hex(), "one of 2 that count now").doesNotContain(other.fingerprint().hex());
    }

    @Test
    void aCoordinatorThatHasNoTimeForTheHandshakeIsTriedAgain() throws IOException {
        try (ServerSocket paused = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Way way = way(paused.getLocalPort(), DIRECT);
            assertNobody(new TlsCheck(() -> way, () -> ExpectedCoordinator.of(consort.certs.Authorities.of(coordinator.authority())),
                    Clock.systemUTC(), SHORT).look(), "shows no certificate within", "try again, as it may be busy");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionThatIsCutWithinTheHandshakeIsTriedAgain(boolean reset) throws IOException {
        try (ServerSocket cutting = cutter(reset)) {
            assertNobody(tls(way(cutting.getLocalPort(), DIRECT), Clock.systemUTC()).look(),
                    "ended this one before it showed a certificate", "try again, as it may be busy");
        }
    }

    @Test
    void anInviteTrustsByItsFingerprint() {
        Way way = way(coordinator.address().getPort(), DIRECT);
        assertThat(invited(way, coordinator.authority().fingerprint()).verdict()).isEqualTo(Verdict.OK);
        assertProblem(invited(way, new Fingerprint("a".repeat(64))), "somebody else answers", "do not go on");
        assertThat(invited(way, new Fingerprint("a".repeat(64))).nobody()).isFalse();
    }

    @Test
    void whatWasNotTriedIsNamedByWhatMustBeMendedFirst() {
        Preflight preflight = new Preflight((check, found) -> { });
        List<Check> checks = List.of(
                new AddressCheck(() -> new Way(new Address("nowhere.invalid", 7443), DIRECT, "the invite")),
                new ConnectionCheck(() -> way(1, DIRECT), PATIENCE), tls(way(1, DIRECT), Clock.systemUTC()));
        preflight.run(checks);
        assertThat(preflight.notTried(checks)).containsExactly(Map.entry("address", List.of("connection", "tls")));
    }

    @Test
    void aCoordinatorThatRefusesIsAProblemAndTheClockStaysUnknown() {
        Preflight preflight = new Preflight((check, found) -> { });
        preflight.run(List.of(
                new CoordinatorCheck(() -> {
                    throw Status.UNAUTHENTICATED.withDescription("acme/w1 was withdrawn").asException();
                }),
                new ClockCheck(Clock.systemUTC(), () -> {
                    throw new AssertionError("was not to be asked");
                })));

        assertProblem(preflight.of("coordinator").orElseThrow(), "acme/w1 was withdrawn", "");
        assertThat(preflight.of("clock").orElseThrow()).isEqualTo(Finding.notTried("coordinator"));
    }

    private static Finding invited(Way way, Fingerprint authority) {
        Invite invite = Invite.create(way.coordinator(),
                new Identity.Worker(new Name("pool"), new Name("acme"), new Name("w1")), authority, new SecureRandom());
        return new TlsCheck(() -> way, () -> ExpectedCoordinator.of(invite), Clock.systemUTC(), PATIENCE).look();
    }

    private TlsCheck tls(Way way, InstantSource clock) {
        return new TlsCheck(() -> way, () -> ExpectedCoordinator.of(Authorities.of(coordinator.authority())), clock, PATIENCE);
    }

    private static Way way(int port, Route route) {
        return new Way(new Address("localhost", port), route, "the invite");
    }

    /** A head that never ends: a byte every few milliseconds. */
    private static ServerSocket dripper() throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (var client = server.accept()) {
                while (true) {
                    client.getOutputStream().write('H');
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException gone) {
                // It saw enough.
            }
        });
        return server;
    }

    /** Says the same to everybody at once. */
    private static ServerSocket talker(String text) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    client.getOutputStream().write(text.getBytes());
                    client.getInputStream().read(new byte[4096]);
                } catch (IOException gone) {
                    // The next one may come.
                }
            }
        });
        return server;
    }

    /** Ends every connection once it has heard something: in order, or by a reset. */
    private static ServerSocket cutter(boolean reset) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    client.getInputStream().read(new byte[16_384]);
                    client.setSoLinger(reset, 0);
                } catch (IOException gone) {
                    // The next one may come.
                }
            }
        });
        return server;
    }

    private static void assertNobody(Finding found, String text, String fix) {
        assertProblem(found, text, fix);
        assertThat(found.nobody()).as(found.text()).isTrue();
    }

    private static void assertProblem(Finding found, String text, String fix) {
        assertThat(found.verdict()).as(found.text()).isEqualTo(Verdict.PROBLEM);
        assertThat(found.text()).contains(text);
        assertThat(found.fix()).contains(fix);
    }
}
