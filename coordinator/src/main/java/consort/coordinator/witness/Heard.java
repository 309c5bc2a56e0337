package consort.coordinator.witness;

import consort.ledger.witness.Answer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a witness answered, as it came.
 *
 * @param status as in HTTP; {@link #UNREACHED} when no answer came
 * @param contentType empty when it said none
 * @param body at most {@link #MAX_BYTES}; never changed after construction
 */
public record Heard(int status, String contentType, byte[] body) {

    /** Room for the cosignatures of a hundred keys. */
    public static final int MAX_BYTES = 16 << 10;

    static final int UNREACHED = 0;

    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");

    /** No answer came. */
    public static Heard unreached(String why) {
        return new Heard(UNREACHED, "", why.getBytes(StandardCharsets.UTF_8));
    }

    /** The size that it has cosigned, when that is what it says. */
    OptionalLong size() {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return contentType.equals(Answer.SIZE_TYPE) && SIZE.matcher(text).matches()
                ? OptionalLong.of(Long.parseLong(text.strip())) : OptionalLong.empty();
    }

    /** What it says to people. */
    String text() {
        return new String(body, StandardCharsets.UTF_8).strip();
    }
}
