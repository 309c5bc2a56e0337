package consort.examples.demo;

/** What the user asked for cannot be done; the message names the option, its value, and what is possible. */
public final class WrongOptionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WrongOptionException(String message) {
        super(message);
    }
}
