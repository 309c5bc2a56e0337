package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// What every [ByteSink] does.
abstract class ByteSinkContract {
    /// The sink under test, always the same.
    abstract ByteSink sink() throws IOException;

    /// What the sink took.
    abstract byte[] taken() throws IOException;

    @Test
    void takesTheRestOfEachBufferInOrder() throws IOException {
        ByteBuffer first = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3);
        ByteBuffer second = ByteBuffer.allocateDirect(2).put((byte) 7).put((byte) 8).flip();

        sink().write(first);
        sink().write(ByteBuffer.allocate(0));
        sink().write(second);

        assertThat(taken()).containsExactly(2, 3, 7, 8);
        assertThat(first.position()).isEqualTo(3);
        assertThat(second.hasRemaining()).isFalse();
    }
}
