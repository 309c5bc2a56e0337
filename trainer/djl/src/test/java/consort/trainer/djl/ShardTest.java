package consort.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.trainer.protocol.contract.SampleData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTest {

    @TempDir
    Path folder;

    private Path images;
    private Path labels;

    @BeforeEach
    void makeData() throws IOException {
        SampleData.write(folder, 8, 20, 1);
        images = folder.resolve(SampleData.IMAGES);
        labels = folder.resolve(SampleData.LABELS);
    }

    @Test
    void readsPlainAndPackedFilesAlike() throws IOException {
        Shard plain = Shard.read(folder, 8);
        pack(images);
        pack(labels);
        Shard packed = Shard.read(folder, 8);
        assertThat(packed.pixels()).isEqualTo(plain.pixels()).hasSize(20 * 64);
        assertThat(packed.labels()).isEqualTo(plain.labels()).hasSize(20);
    }

    @Test
    void putsPixelsBetweenMinusAndPlusOneHalf() {
        var shard = new Shard(2, new byte[] {9, 9, 9, 9, 0, (byte) 255, 51, 102}, new byte[] {0, 1});
        FloatBuffer buffer = FloatBuffer.allocate(4);
        shard.put(1, buffer);
        assertThat(buffer.array()).containsExactly(-0.5f, 0.5f, 51 / 255f - 0.5f, 102 / 255f - 0.5f);
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        Files.delete(labels);
        assertThatThrownBy(() -> Shard.read(folder, 8)).isInstanceOf(IOException.class)
                .hasMessageContaining(SampleData.LABELS);
    }

    @Test
    void refusesImagesOfAnotherSize() {
        assertThatThrownBy(() -> Shard.read(folder, 28)).hasMessageContaining("28x28");
    }

    @Test
    void refusesALabelAboveNine() throws IOException {
        byte[] bytes = Files.readAllBytes(labels);
        bytes[bytes.length - 1] = 10;
        Files.write(labels, bytes);
        assertThatThrownBy(() -> Shard.read(folder, 8)).hasMessageContaining("label 10");
    }

    @Test
    void refusesTruncatedProlongedAndForeignFiles() throws IOException {
        byte[] bytes = Files.readAllBytes(images);
        Files.write(images, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> Shard.read(folder, 8)).hasMessageContaining("exactly");
        Files.write(images, Arrays.copyOf(bytes, bytes.length + 1));
        assertThatThrownBy(() -> Shard.read(folder, 8)).hasMessageContaining("exactly");
        Files.writeString(images, "P5 28 28 255");
        assertThatThrownBy(() -> Shard.read(folder, 8)).hasMessageContaining("not an idx file");
        bytes[4] = 0x7F;
        Files.write(images, bytes);
        assertThatThrownBy(() -> Shard.read(folder, 8)).hasMessageContaining("too many");
    }

    @Test
    void refusesAnotherNumberOfLabels() throws IOException {
        SampleData.write(folder.resolve("other"), 8, 19, 1);
        Files.copy(folder.resolve("other").resolve(SampleData.LABELS), labels,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> Shard.read(folder, 8)).hasMessageContaining("20 images and 19 labels");
    }

    @Test
    void drawsEverySampleOnceBeforeAnyTwice() {
        var sampler = new Sampler(7, 42);
        var same = new Sampler(7, 42);
        for (int pass = 0; pass < 3; pass++) {
            var seen = new HashSet<Integer>();
            for (int i = 0; i < 7; i++) {
                int sample = sampler.next();
                assertThat(sample).isEqualTo(same.next());
                seen.add(sample);
            }
            assertThat(seen).hasSize(7);
        }
    }

    private static void pack(Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(file + ".gz")))) {
            Files.copy(file, out);
        }
        Files.delete(file);
    }
}
