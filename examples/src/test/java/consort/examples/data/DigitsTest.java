package consort.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsTest {

    private static final Path SHIPPED = Path.of("data/digits/digits.csv.gz");

    @Test
    void splitsTheShippedSetIntoATrainingAndATestPart() throws IOException {
        DataSet digits = Digits.read(SHIPPED);
        assertThat(digits.train().count()).isEqualTo(1400);
        assertThat(digits.test().count()).isEqualTo(397);
        assertThat(digits.train().rows()).isEqualTo(8);
        assertThat(IntStream.of(digits.test().countByLabel())).allMatch(count -> count >= 20);
        assertThat(Digits.read(SHIPPED)).isEqualTo(digits);
    }

    @Test
    void usesTheWholeRangeOfAByte() throws IOException {
        byte[] pixels = Digits.read(SHIPPED).train().pixels();
        assertThat(pixels).contains((byte) 0, (byte) 255);
    }

    @Test
    void refusesAnotherFile(@TempDir Path folder) throws IOException {
        Path other = Files.writeString(folder.resolve("digits.csv.gz"), "0,1,2");
        assertThatThrownBy(() -> Digits.read(other)).isInstanceOf(DataException.class)
                .hasMessageContaining(other.toString()).hasMessageContaining("SHA-256");
    }
}
