package consort.worker.agent;

import consort.proto.WorkerMessage;

/**
 * The stream to the coordinator. All methods return at once and are called from one thread. Not assumed: that a message
 * sent arrives, or that a closed stream says so.
 */
public interface Streams {

    /**
     * Opens stream number {@code connection} after a delay. Posts {@link consort.worker.session.Event.Connected} when
     * messages can be sent, then any number of {@link consort.worker.session.Event.Received}, and in the end, or instead,
     * one {@link consort.worker.session.Event.Disconnected} or {@link consort.worker.session.Event.Rejected}.
     */
    void open(long connection, long delayMillis, EventSink events);

    /** Sends in order, when that stream is still the open one. */
    void send(long connection, WorkerMessage message);

    /** Ends that stream; what was sent before is still delivered if possible. */
    void close(long connection, String reason);
}
