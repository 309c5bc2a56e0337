package consort.ledger.audit.cli;

/** An argument that is well-formed and cannot be used; the message says which, why, and what to do. */
final class Mistake extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Mistake(String message) {
        super(message);
    }
}
