package consort.certs;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why a connection made with {@link Tls} failed, in one sentence for the person at the client. */
public final class TlsErrors {
    private static final int MAX_CAUSES = 20;
    /** The alert of a certificate outside its dates, past or future. */
    private static final String DATES = "certificate_expired";
    private static final Map<String, String> ALERTS = alerts();

    private TlsErrors() {}

    private static Map<String, String> alerts() {
        Map<String, String> alerts = new LinkedHashMap<>();
        alerts.put(DATES, "this side's certificate or invite has expired, or is not valid yet by the coordinator's clock:"
                + " check this machine's clock, else ask for a new invite or, for an organization that is a member, use"
                + " 'consort member renew --request FILE'");
        alerts.put("certificate_revoked", "this side's certificate was revoked, or its invite was used or withdrawn, or ended when"
                + " another invite for the same name was used. Ask who invited you");
        alerts.put("certificate_required", "this side showed no certificate: enroll first");
        alerts.put("protocol_version", "the two sides have no TLS version in common: TLS 1.3 is needed");
        alerts.put("bad_certificate", "this side's certificate is not one of the coordinator's consortium for clients:"
                + " check that certificate and address belong together");
        alerts.put("unknown_ca", "it knows no such invite: a character of the line was changed or is missing, or the line is one"
                + " of another coordinator: copy the whole line again");
        // certificate_unknown is all that a server with the JDK's TLS ever says.
        alerts.put("certificate", "this side's certificate has expired or was revoked, its invite was mistyped, used or has expired, or it"
                + " belongs to another consortium: the coordinator's log says which");
        return alerts;
    }

    /** Empty if the failure has nothing to do with certificates, as when nobody listens. */
    public static Optional<String> explain(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return Optional.of("this side refused the server: " + cause.getMessage());
            }
            if (cause instanceof SSLException && cause.getMessage() != null) {
                Optional<String> alert = alert(cause.getMessage().toLowerCase(Locale.ROOT));
                if (alert.isPresent()) {
                    return alert;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether one side refused a certificate of the other for nothing but its dates: it has ended, or the two clocks differ. */
    public static boolean isAboutDates(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return cause.getCause() instanceof CertPathValidatorException why && why.getReason() == BasicReason.EXPIRED;
            }
            if (cause instanceof SSLException && cause.getMessage() != null && cause.getMessage().toLowerCase(Locale.ROOT).contains(DATES)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> alert(String message) {
        return ALERTS.entrySet().stream()
                .filter(entry -> message.contains("alert") && message.contains(entry.getKey()))
                .map(entry -> "the coordinator refused the connection: " + entry.getValue())
                .findFirst();
    }
}
