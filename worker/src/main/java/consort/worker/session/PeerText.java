package consort.worker.session;

/** Text a peer wrote, made fit for one line of a log. */
public final class PeerText {

    private static final int MAX_CHARACTERS = 300;

    private PeerText() {
    }

    /** Shortened, without control characters. */
    public static String shown(String text) {
        String cut = text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
        return cut.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
