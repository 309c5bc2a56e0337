package consort.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeFileTest {
    private static final long FIVE_GIB = 5L << 30;

    @Test
    void readsBeyondTwoGibibytes(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("sparse");
        Layout layout = Layout.of(
                Map.of("big", new TensorType(DType.U8, Shape.of(FIVE_GIB)), "last", TensorType.float32(1)));
        byte[] header = HeaderWriter.encode(layout);
        try (FileChannel sparse = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(header));
            sparse.write(ByteBuffer.wrap(new byte[] {7}), header.length + FIVE_GIB - 1);
            sparse.write(ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f}), header.length + FIVE_GIB);
        }
        try (TensorFile file = TensorFile.open(path, Limits.DEFAULT)) {
            ByteBuffer two = ByteBuffer.allocate(2);
            file.read("big", FIVE_GIB - 2, two);
            FloatBlock one = new FloatBlock(1);
            one.load(file, "last", 0, 1);

            assertThat(two.array()).containsExactly(0, 7);
            assertThat(one.values()).containsExactly(1f);
            assertThatThrownBy(() -> file.read("big", FIVE_GIB - 1, ByteBuffer.allocate(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tensor 'big' has 5368709120 bytes");
        }
    }
}
