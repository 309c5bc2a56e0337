package consort.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {

    private static final LabeledImages TWO = new LabeledImages(1, 3, new byte[] {1, 2, 3, -1, -2, -3}, new byte[] {7, 0});

    @TempDir Path folder;

    @Test
    void readsBackWhatItWrote() throws IOException {
        Path shard = folder.resolve("shard");
        Idx.writeShard(shard, TWO);
        assertThat(Idx.decode(Files.readAllBytes(shard.resolve(Idx.IMAGES)), Files.readAllBytes(shard.resolve(Idx.LABELS))))
                .isEqualTo(TWO);
    }

    @Test
    void writesTheHeadsOfMnist() throws IOException {
        Idx.writeShard(folder, TWO);
        assertThat(Files.readAllBytes(folder.resolve(Idx.IMAGES)))
                .startsWith(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3);
        assertThat(Files.readAllBytes(folder.resolve(Idx.LABELS))).containsExactly(0, 0, 8, 1, 0, 0, 0, 2, 7, 0);
    }

    @Test
    void refusesFilesThatAreNotOneSet() throws IOException {
        Idx.writeShard(folder, TWO);
        byte[] images = Files.readAllBytes(folder.resolve(Idx.IMAGES));
        byte[] labels = Files.readAllBytes(folder.resolve(Idx.LABELS));
        assertThatThrownBy(() -> Idx.decode(labels, labels)).hasMessage("the images are not an idx3-ubyte file");
        assertThatThrownBy(() -> Idx.decode(images, images)).hasMessage("the labels are not an idx1-ubyte file");
        byte[] fewer = {0, 0, 8, 1, 0, 0, 0, 1, 7};
        assertThatThrownBy(() -> Idx.decode(images, fewer)).hasMessage("images and labels differ in number");
        byte[] longer = Arrays.copyOf(images, images.length + 1);
        assertThatThrownBy(() -> Idx.decode(longer, labels)).hasMessageContaining("does not have the length");
    }

    @Test
    void refusesALabelOutOfRange() {
        assertThatThrownBy(() -> new LabeledImages(1, 1, new byte[1], new byte[] {10})).hasMessageContaining("label 10");
    }
}
