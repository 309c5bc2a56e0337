package consort.ledger.note;

/** Bytes that are no signed note, or a text that is no key. The message gives the offending value. */
public final class MalformedNoteException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param message on one line; it may quote what a peer wrote, so what would act on a terminal is shown by its escape */
    public MalformedNoteException(String message) {
        super(message.codePoints().collect(StringBuilder::new, MalformedNoteException::show, StringBuilder::append).toString());
    }

    private static void show(StringBuilder line, int point) {
        if (Character.isISOControl(point)) {
            line.append("\\u{%x}".formatted(point));
        } else {
            line.appendCodePoint(point);
        }
    }
}
