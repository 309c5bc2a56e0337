package consort.examples.data;

/** A data set cannot be had or is not what it claims to be; the message is meant for the user. */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }
}
