package consort.ledger.money;

/** An amount too large to be written into the ledger. */
public final class AmountOverflowException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    AmountOverflowException(String message) {
        super(message);
    }
}
