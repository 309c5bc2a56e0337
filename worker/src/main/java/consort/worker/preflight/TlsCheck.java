package consort.worker.preflight;

import consort.certs.ExpectedCoordinator;
import consort.certs.Fingerprint;
import consort.certs.ServerCertificates;
import consort.worker.network.Tunnel;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** Whether the coordinator answers, and nobody in its place: by the certificate that is shown, before anything else is said. */
public record TlsCheck(Supplier<Way> to, Supplier<ExpectedCoordinator> who, InstantSource clock, Duration patience)
        implements Check {

    public static final String NAME = "tls";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of(ConnectionCheck.NAME);
    }

    @Override
    public Finding look() {
        Way way = to.get();
        try {
            return judged(way, who.get(), ServerCertificates.shownOn(
                    Tunnel.open(way.coordinator(), way.route(), patience), way.coordinator(), patience));
        } catch (SocketTimeoutException e) {
            return again(way, "and shows no certificate within " + patience.toSeconds() + " s");
        } catch (SSLException e) {
            return e.getCause() instanceof IOException ? again(way, "and ended this one before it showed a certificate")
                    : Finding.nobody(way.coordinator() + " takes connections and shows no certificate (" + e.getMessage() + ")",
                            way.askOperator() + "; perhaps another service listens there, or a firewall cuts TLS");
        } catch (IOException e) {
            return again(way, "and ended this one before it showed a certificate (" + e.getMessage() + ")");
        }
    }

    /** As of a coordinator that has much to do, or is just being started or stopped. */
    private static Finding again(Way way, String what) {
        return Finding.nobody(way.coordinator() + " takes connections, " + what, "try again, as it may be busy; if it stays so, "
                + way.askOperator() + "; perhaps a firewall cuts TLS, or another service listens there");
    }

    private Finding judged(Way way, ExpectedCoordinator expected, ServerCertificates shown) {
        Instant now = clock.instant();
        Optional<String> refusal = expected.refusal(shown, way.coordinator(), now);
        if (refusal.isEmpty()) {
            String issuer = expected.issuer(shown).map(Fingerprint::hex).orElseGet(expected::authority);
            return Finding.ok("the coordinator shows a certificate of the authority " + issuer
                    + (expected.counting() == 1 ? "" : ", one of " + expected.counting() + " that count now") + ", valid until "
                    + shown.notAfter());
        }
        if (expected.isTimely(shown, way.coordinator())) {
            return Finding.problem("the coordinator's certificate is valid from " + shown.notBefore() + " to " + shown.notAfter()
                    + "; this machine's clock says " + now, "set this machine's clock; if it is right, tell the operator");
        }
        if (expected.issuer(shown).isPresent()) {
            return Finding.problem(refusal.get(), "correct the address in " + way.setting() + ", or " + way.askOperator());
        }
        return Finding.problem("somebody else answers: the certificate is for " + shown.subject() + ", issued by " + shown.issuer()
                        + ", and not by the authority " + expected.authority(),
                "if that is a device of your network that inspects TLS, have " + way.coordinator()
                        + " exempted from inspection; if the line of an invite was typed or cut, copy the whole line again; else the address"
                        + " leads elsewhere: do not go on, and ask the operator, who may also have replaced the authority since: then you need"
                        + " a new invite");
    }
}
