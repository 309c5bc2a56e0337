package consort.ledger.entry;

import consort.ledger.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The file beside the log that shows the verifier key which an entry admits: {@code keys/log}, {@code keys/<organization>},
 * {@code keys/<organization>.witness}, {@code keys/<organization>.<worker>.<purpose>}. It follows from the entry and authenticates nothing.
 *
 * @param name in the folder {@link #FOLDER}
 * @param verifierKey one line
 */
public record KeyFile(String name, String verifierKey) {

    public static final String FOLDER = "keys";

    /** The log's. */
    public static KeyFile ofLog(VerifierKey logKey) {
        return new KeyFile(Invitation.RESERVED_NAME, logKey.toString());
    }

    /** Empty when the entry admits no key. */
    public static Optional<KeyFile> of(Body body) {
        return switch (body) {
            case Charter charter -> Optional.of(new KeyFile(Invitation.RESERVED_NAME, charter.logKey()));
            case LogKey next -> Optional.of(new KeyFile(Invitation.RESERVED_NAME, next.key()));
            case Member member -> Optional.of(new KeyFile(member.organization(), member.key()));
            case Key key -> Optional.of(new KeyFile(name(key), key.key()));
            default -> Optional.empty();
        };
    }

    private static String name(Key key) {
        return switch (key.purpose()) {
            case ORGANIZATION -> key.organization();
            case WITNESS -> key.organization() + "." + key.purpose().text();
            case WORKER, WORKER_INVITE -> key.organization() + "." + key.worker().orElseThrow() + "." + key.purpose().text();
        };
    }

    /** Relative to the ledger's folder. */
    public String path() {
        return FOLDER + "/" + name;
    }

    public byte[] bytes() {
        return (verifierKey + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
