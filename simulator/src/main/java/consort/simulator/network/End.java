package consort.simulator.network;

import java.io.IOException;

/**
 * One end of a channel.
 *
 * @param <T> the messages that arrive here
 */
public interface End<T> {

    /** The other end accepted; only the end that opened the channel hears this, once, before anything else. */
    default void opened() throws IOException {
    }

    void received(T message) throws IOException;

    /** Nothing more arrives. Heard once, unless this end closed the channel itself. */
    void closed(Ending ending) throws IOException;
}
