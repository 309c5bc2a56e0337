package consort.certs;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * What a server shows to whoever dials it, before it is trusted: to tell who answers where the coordinator should. The
 * handshake ends there; nothing of this side is shown.
 *
 * @param chain the server's own certificate first
 */
public record ServerCertificates(List<X509Certificate> chain) {
    private static final int MAX_NAME_CHARACTERS = 200;
    /** Also an older version, for devices that inspect TLS: they are to be named, not spoken to. */
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    public ServerCertificates {
        if (chain.isEmpty()) {
            throw new CertsException("a server showed no certificate");
        }
        chain = List.copyOf(chain);
    }

    /**
     * Begins a handshake on a connection, which it closes.
     *
     * @param dialed whose name is asked for
     * @throws IOException when no certificate comes, as when the other side speaks no TLS
     */
    public static ServerCertificates shownOn(Socket connection, Address dialed, Duration patience) throws IOException {
        Onlooker onlooker = new Onlooker();
        try (connection; SSLSocket tls = (SSLSocket) context(onlooker).getSocketFactory()
                .createSocket(connection, dialed.host(), dialed.port(), true)) {
            tls.setSoTimeout((int) patience.toMillis());
            tls.setSSLParameters(parameters(dialed));
            tls.startHandshake();
        } catch (SSLException | SocketTimeoutException e) {
            if (onlooker.shown == null) {
                throw e;
            }
        }
        if (onlooker.shown == null) {
            throw new SSLException("the server showed no certificate");
        }
        return onlooker.shown;
    }

    private static SSLParameters parameters(Address dialed) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setApplicationProtocols(new String[] {"h2"});
        if (!Address.isIp(dialed.host())) {
            parameters.setServerNames(List.of(new SNIHostName(dialed.host())));
        }
        return parameters;
    }

    private static SSLContext context(Onlooker onlooker) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {onlooker}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has TLS", e);
        }
    }

    /** Whom the certificate names. */
    public String subject() {
        return shown(chain.getFirst().getSubjectX500Principal().getName());
    }

    /** Who issued it, by that side's own word. */
    public String issuer() {
        return shown(chain.getFirst().getIssuerX500Principal().getName());
    }

    public Instant notBefore() {
        return chain.getFirst().getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /** For a terminal: a stranger chose this text. */
    private static String shown(String name) {
        String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= MAX_NAME_CHARACTERS ? printable : printable.substring(0, MAX_NAME_CHARACTERS) + "…";
    }

    /** Looks, and goes away. */
    private static final class Onlooker extends NoTrust {
        private ServerCertificates shown;

        @Override
        void look(X509Certificate[] chain) {
            shown = new ServerCertificates(List.of(chain));
        }
    }
}
