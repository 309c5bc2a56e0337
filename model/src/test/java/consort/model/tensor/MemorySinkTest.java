package consort.model.tensor;

class MemorySinkTest extends ByteSinkContract {
    private final MemorySink sink = new MemorySink();

    @Override
    ByteSink sink() {
        return sink;
    }

    @Override
    byte[] taken() {
        return sink.bytes();
    }
}
