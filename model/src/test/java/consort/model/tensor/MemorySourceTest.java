package consort.model.tensor;

class MemorySourceTest extends ByteSourceContract {
    @Override
    ByteSource sourceOf(byte[] content) {
        return new MemorySource(content);
    }
}
