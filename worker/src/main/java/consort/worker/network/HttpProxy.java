package consort.worker.network;

import consort.certs.Address;
import consort.certs.CertsException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy.
 *
 * @param address where it listens
 * @param login what it is shown, where it asks who comes
 */
public record HttpProxy(Address address, Optional<Login> login) {

    private static final Pattern URL = Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:([^@/]*)@)?([^@/]+)/?");
    private static final String EXAMPLE = "http://proxy.example:3128";

    /** User name and password, sent as HTTP's basic authentication: in clear to the proxy, as proxies have it. */
    public record Login(String user, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * Reads {@code http://[USER:PASSWORD@]HOST:PORT}, also without {@code http://}; user and password as in a URL, with
     * {@code %40} for an at sign.
     *
     * @throws ProxyException saying what is wrong, without a password
     */
    public static HttpProxy parse(String text) {
        Matcher parts = URL.matcher(text.strip());
        if (!parts.matches()) {
            throw new ProxyException("is no proxy's address; it looks like " + EXAMPLE);
        }
        String scheme = parts.group(1);
        if (scheme != null && !scheme.equalsIgnoreCase("http")) {
            throw new ProxyException("names a proxy that is spoken to by " + scheme + "; only HTTP proxies can be used, like " + EXAMPLE);
        }
        return new HttpProxy(address(parts.group(3)), Optional.ofNullable(parts.group(2)).map(HttpProxy::login));
    }

    private static Address address(String text) {
        try {
            return Address.parse(text);
        } catch (CertsException e) {
            throw new ProxyException("names a proxy, but " + e.getMessage() + ", as in " + EXAMPLE);
        }
    }

    private static Login login(String text) {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String password = colon < 0 ? "" : text.substring(colon + 1);
        try {
            return new Login(decoded(user), decoded(password));
        } catch (IllegalArgumentException e) {
            // The decoder's message would quote them.
            throw new ProxyException("has a user name or password with a % that begins no %XX");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** {@code http://HOST:PORT}. */
    @Override
    public String toString() {
        return "http://" + address;
    }
}
