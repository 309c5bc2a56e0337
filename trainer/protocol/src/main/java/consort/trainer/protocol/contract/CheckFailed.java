package consort.trainer.protocol.contract;

/** A promise was not kept; the message is the hint. */
final class CheckFailed extends Exception {

    private static final long serialVersionUID = 1L;

    CheckFailed(String hint) {
        super(hint);
    }
}
