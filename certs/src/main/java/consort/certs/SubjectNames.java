package consort.certs;

import io.netty.util.NetUtil;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The names in a certificate's subjectAltName extension: one URI, and for a server its hosts. */
final class SubjectNames {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    private SubjectNames() {}

    /** The only URI name; empty if there is none or several. */
    static String uri(X509Certificate certificate) {
        List<String> uris = of(certificate, URI);
        return uris.size() == 1 ? uris.getFirst() : "";
    }

    static boolean isEmpty(X509Certificate certificate) {
        return all(certificate).isEmpty();
    }

    /** DNS names and IP addresses. */
    static List<String> hosts(X509Certificate certificate) {
        List<String> hosts = new ArrayList<>(of(certificate, DNS));
        hosts.addAll(of(certificate, IP));
        return hosts;
    }

    /** Whether the certificate is for this host: exactly, since the authority writes no wildcards. */
    static boolean hasHost(X509Certificate certificate, String host) {
        if (!Address.isIp(host)) {
            return of(certificate, DNS).stream().anyMatch(host::equalsIgnoreCase);
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        return of(certificate, IP).stream()
                .anyMatch(name -> Arrays.equals(NetUtil.createByteArrayFromIpAddressString(name), address));
    }

    private static List<String> of(X509Certificate certificate, int kind) {
        return all(certificate).stream()
                .filter(name -> name.getFirst().equals(kind))
                .map(name -> (String) name.getLast())
                .toList();
    }

    private static Collection<List<?>> all(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
