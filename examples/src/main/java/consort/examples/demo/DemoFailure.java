package consort.examples.demo;

/** The demo cannot go on; the message is meant for the user. */
public final class DemoFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DemoFailure(String message) {
        super(message);
    }
}
