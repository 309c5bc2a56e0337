package consort.ledger.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address of a ledger's folder.
 *
 * @param folder with a '/' at its end
 */
public record WebAddress(URI folder) {

    private static final Pattern WEB = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ANY_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);
    private static final String CHECKPOINT = "/checkpoint";
    private static final String EXAMPLE = "; an address looks like https://host/path/";

    /** Whether a text is meant as an address, not as a folder's path. */
    public static boolean isMeant(String text) {
        return ANY_SCHEME.matcher(text).matches();
    }

    /**
     * Reads {@code https://host/path/} or {@code http://…}; the last '/' may be left out, and the name {@code checkpoint} may follow.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static WebAddress parse(String text) {
        if (!WEB.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" begins neither with https:// nor with http://" + EXAMPLE);
        }
        try {
            URI address = new URI(text);
            if (address.getHost() == null) {
                throw new IllegalArgumentException("\"" + text + "\" names no host" + EXAMPLE);
            }
            if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
                throw new IllegalArgumentException("\"" + text + "\" has more than a host and a path" + EXAMPLE);
            }
            return new WebAddress(folder(address));
        } catch (URISyntaxException unfit) {
            throw new IllegalArgumentException("\"" + text + "\" is no web address: " + unfit.getReason() + EXAMPLE);
        }
    }

    private static URI folder(URI address) throws URISyntaxException {
        String path = address.getRawPath();
        String folder = path.endsWith(CHECKPOINT) ? path.substring(0, path.length() - CHECKPOINT.length() + 1)
                : path.endsWith("/") ? path : path + "/";
        return new URI(address.getScheme().toLowerCase(Locale.ROOT) + "://" + address.getRawAuthority() + folder);
    }

    /** Whether nobody on the way can read or change what is fetched. */
    public boolean encrypted() {
        return folder.getScheme().equals("https");
    }

    /** The address of a file of the ledger, whose path has only letters, digits, and what needs no escape. */
    URI file(String path) {
        return folder.resolve(folder.getRawPath() + path);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
