package consort.model.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import consort.model.tensor.FileSink;
import consort.model.tensor.FloatBlock;
import consort.model.tensor.HashingSink;
import consort.model.tensor.Layout;
import consort.model.tensor.TensorType;
import consort.model.tensor.TensorWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LittleMemoryTest {
    private static final int BLOCK = 1 << 18;
    private static final long BLOCKS = 100;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aggregatesAModelManyTimesItsHeap(@TempDir Path folder) throws Exception {
        Path model = folder.resolve("model");
        try (FileSink file = FileSink.create(model)) {
            write(new TensorWriter(file, layout()), true);
        }
        HashingSink zeros = new HashingSink(from -> from.position(from.limit()));
        write(new TensorWriter(zeros, layout()), false);

        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m", "-XX:MaxDirectMemorySize=8m", "-cp", System.getProperty("java.class.path"),
                AggregateInLittleMemory.class.getName(), model.toString(), folder.resolve("out").toString())
                // Into a file: reading from a process cannot be interrupted.
                .redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
        int exit;
        try {
            exit = process.waitFor();
        } finally {
            process.destroyForcibly();
        }

        // The mean of three copies of the model is the model, and the model minus itself is zero.
        assertThat(folder.resolve("said")).content().isEqualToIgnoringNewLines(HexFormat.of().formatHex(zeros.sha256()));
        assertThat(exit).isZero();
    }

    /// 100 MiB in one large tensor.
    private static Layout layout() {
        return Layout.of(Map.of("w", TensorType.float32(BLOCKS, BLOCK)));
    }

    private static void write(TensorWriter writer, boolean valued) throws IOException {
        FloatBlock block = new FloatBlock(BLOCK);
        for (int b = 0; b < BLOCKS; b++) {
            Arrays.fill(block.values(), valued ? b / 8f : 0);
            writer.write("w", block.encoded(BLOCK));
        }
        writer.finish();
    }
}
