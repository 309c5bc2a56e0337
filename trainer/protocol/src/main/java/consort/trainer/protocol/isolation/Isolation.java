package consort.trainer.protocol.isolation;

/**
 * How a trainer is isolated.
 *
 * @param bubblewrap what isolates it
 * @param view what it sees
 */
public record Isolation(Bubblewrap bubblewrap, View view) {

    /** The same with another view. */
    public Isolation with(View changed) {
        return new Isolation(bubblewrap, changed);
    }
}
