package consort.ledger.witness;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a witness answers, in the words of HTTP (c2sp.org/tlog-witness).
 *
 * @param status 200: cosigned. 400: not a request. 403: not signed by the log's key. 404: another log. 409: the old size is not the
 *     witness's, which the body tells. 422: it does not continue what the witness cosigned
 * @param contentType of the body
 * @param body of 200 signature lines, of 409 a size, of others a sentence for people; each with its newline
 * @param evidence what is kept of the request, because the log signed two trees of which neither continues the other, or gave no proof
 *     that one does. Not sent
 */
public record Answer(int status, String contentType, String body, Optional<Evidence> evidence) {

    /**
     * A checkpoint that the log signed and that was not seen to continue the one held.
     *
     * @param path of the file in the witness's folder; the held one stands beside it
     * @param size entries of the offered one
     * @param contradicts whether they cannot both be true: they are of one size, or the proof that came leads to the offered one, from another
     *     tree of as many entries as the held one; otherwise only the proof is missing or wrong
     * @param unkept why the files could not be written; empty when they are there
     */
    public record Evidence(String path, long size, boolean contradicts, Optional<String> unkept) {
    }

    public static final int COSIGNED = 200;
    public static final int BAD_REQUEST = 400;
    public static final int FORBIDDEN = 403;
    public static final int NOT_FOUND = 404;
    public static final int CONFLICT = 409;
    public static final int UNPROCESSABLE = 422;

    /** The type of the body of 409. */
    public static final String SIZE_TYPE = "text/x.tlog.size";
    /** The type of all other bodies. */
    public static final String TEXT_TYPE = "text/plain; charset=utf-8";

    /** What is sent. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    static Answer cosigned(String lines) {
        return new Answer(COSIGNED, TEXT_TYPE, lines, Optional.empty());
    }

    static Answer conflict(long size, Optional<Evidence> evidence) {
        return new Answer(CONFLICT, SIZE_TYPE, size + "\n", evidence);
    }

    static Answer refused(int status, String why) {
        return new Answer(status, TEXT_TYPE, why + "\n", Optional.empty());
    }

    static Answer unprocessable(String why, Optional<Evidence> evidence) {
        return new Answer(UNPROCESSABLE, TEXT_TYPE, why + "\n", evidence);
    }
}
