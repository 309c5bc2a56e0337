package consort.trainer.protocol;

/** Makes what a trainer sent fit for a message: short, on one line, without control characters. */
final class Clip {

    private static final int MAX_CHARACTERS = 500;

    private Clip() {
    }

    static String text(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + " ...";
    }
}
