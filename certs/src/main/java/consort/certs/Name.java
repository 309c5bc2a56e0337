package consort.certs;

import java.util.Objects;
import java.util.regex.Pattern;

/** The name of a consortium, organization or worker: 1 to 40 characters of {@code a-z 0-9 -}, the first no hyphen. */
public record Name(String value) implements Comparable<Name> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final int MAX_SHOWN_CHARACTERS = 60;

    /** @throws CertsException if the value has another form */
    public Name {
        Objects.requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new CertsException("the name " + shown(value)
                    + " is not valid: use 1 to 40 characters out of a-z, 0-9 and -, and do not begin with -");
        }
    }

    /** Untrusted text made fit for one line of an error: quoted, shortened, control characters replaced. */
    static String shown(String text) {
        String shortened = text.length() <= MAX_SHOWN_CHARACTERS ? text : text.substring(0, MAX_SHOWN_CHARACTERS) + "…";
        return '"' + shortened.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    @Override
    public int compareTo(Name other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
