package consort.certs;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a coordinator listens: a DNS name or an IP address, and a port. DNS names are kept in lower case; an IPv6
 * address stands in brackets in text and without them in {@link #host()}.
 */
public record Address(String host, int port) {
    private static final int MAX_HOST_CHARACTERS = 253;
    private static final int MAX_PORT = 65_535;
    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern ALL_DIGITS = Pattern.compile("[0-9.]+");

    /** @throws CertsException naming the host or port that is not valid */
    public Address {
        host = host(host);
        if (port < 1 || port > MAX_PORT) {
            throw new CertsException("the port " + port + " is not valid: use 1 to " + MAX_PORT);
        }
    }

    /** Reads {@code host:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}. */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new CertsException("the address " + Name.shown(text) + " has no port: expected HOST:PORT");
        }
        return new Address(unbracketed(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    private static String unbracketed(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed == host.contains(":")) {
            return bracketed ? host.substring(1, host.length() - 1) : host;
        }
        throw new CertsException("the host " + Name.shown(host)
                + " is not valid: an IPv6 address, and nothing else, stands in brackets");
    }

    private static int port(String text) {
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw new CertsException("the port " + Name.shown(text) + " is not valid: use 1 to " + MAX_PORT);
        }
        return Integer.parseInt(text);
    }

    /** The host in the form in which hosts are compared. */
    static String host(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        boolean name = host.length() <= MAX_HOST_CHARACTERS && LABELS.matcher(host).matches()
                && !ALL_DIGITS.matcher(host).matches();
        if (!name && !isIp(host)) {
            throw new CertsException("the host " + Name.shown(text) + " is not valid: expected a DNS name or an IP address");
        }
        return host;
    }

    static boolean isIp(String host) {
        return NetUtil.isValidIpV4Address(host) || (host.indexOf('%') < 0 && NetUtil.isValidIpV6Address(host));
    }

    /** {@code host:port}, which {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
