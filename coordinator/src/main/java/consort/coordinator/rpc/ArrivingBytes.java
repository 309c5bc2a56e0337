package consort.coordinator.rpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.function.LongConsumer;

/** Tells of the bytes of a call's messages as they come, before a message is whole. */
final class ArrivingBytes extends ServerStreamTracer {

    /** For every call; who is not told costs nothing but this. */
    static final Factory FACTORY = new Factory() {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
            return new ArrivingBytes();
        }
    };
    private static final Context.Key<ArrivingBytes> KEY = Context.key("arriving-bytes");

    private volatile LongConsumer told = bytes -> { };
    private volatile Runnable toldWhole = () -> { };
    private volatile long messageBytes;

    private ArrivingBytes() {
    }

    /** Of the call that the current context is of. */
    static ArrivingBytes ofThisCall() {
        return KEY.get();
    }

    /**
     * Both on threads that carry bytes.
     *
     * @param consumer of bytes that came since it was last told
     * @param whole when the last byte of a message came, however much later it is taken up
     */
    void tell(LongConsumer consumer, Runnable whole) {
        told = consumer;
        toldWhole = whole;
    }

    /** What the last message that came whole took on the wire; what was kept of it may be far less. */
    long messageBytes() {
        return messageBytes;
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    @Override
    public void inboundWireSize(long bytes) {
        told.accept(bytes);
    }

    @Override
    public void inboundMessageRead(int seqNo, long wireBytes, long uncompressedBytes) {
        messageBytes = wireBytes;
        toldWhole.run();
    }
}
