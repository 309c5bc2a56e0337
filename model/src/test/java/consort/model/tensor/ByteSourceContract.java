package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [ByteSource] does.
abstract class ByteSourceContract {
    private static final byte[] CONTENT = {1, 2, 3, 4, 5};

    /// A source of these bytes.
    abstract ByteSource sourceOf(byte[] content) throws IOException;

    @Test
    void knowsItsSize() throws IOException {
        assertThat(sourceOf(CONTENT).size()).isEqualTo(5);
        assertThat(sourceOf(new byte[0]).size()).isZero();
    }

    @Test
    void fillsExactlyTheRestOfTheBuffer() throws IOException {
        ByteBuffer into = ByteBuffer.allocateDirect(5).position(1).limit(4);

        sourceOf(CONTENT).read(2, into);

        assertThat(into.position()).isEqualTo(4);
        byte[] buffer = new byte[5];
        into.clear().get(buffer);
        assertThat(buffer).containsExactly(0, 3, 4, 5, 0);
    }

    @Test
    void readsNothingAtItsEnd() throws IOException {
        sourceOf(CONTENT).read(5, ByteBuffer.allocate(0));
    }

    @Test
    void refusesToReadBeyondItsEnd() throws IOException {
        ByteSource source = sourceOf(CONTENT);

        assertThatThrownBy(() -> source.read(4, ByteBuffer.allocate(2))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> source.read(6, ByteBuffer.allocate(0))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> source.read(-1, ByteBuffer.allocate(1))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> source.read(Long.MAX_VALUE, ByteBuffer.allocate(1))).isInstanceOf(EOFException.class);
    }

    @Test
    void servesConcurrentReaders() throws Exception {
        ByteSource source = sourceOf(CONTENT);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var reads = IntStream.range(0, 200).<Callable<Boolean>>mapToObj(i -> () -> {
                ByteBuffer one = ByteBuffer.allocate(1);
                source.read(i % 5, one);
                return one.get(0) == CONTENT[i % 5];
            }).toList();
            for (var read : threads.invokeAll(reads)) {
                assertThat(read.get()).isTrue();
            }
        }
    }
}
