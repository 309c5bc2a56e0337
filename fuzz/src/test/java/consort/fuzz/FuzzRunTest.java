package consort.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzRunTest {
    /// Six bytes which chance would need 2^48 inputs to guess; who sees the branches needs a few thousand for each.
    static class DeepTarget extends Target {
        sealed interface Shape permits Round, Square {
        }

        record Round(int radius) implements Shape {
        }

        record Square(int side) implements Shape {
        }

        @Override
        protected boolean accepts(byte[] input) {
            if (input.length >= 6 && input[0] == 'c' && input[1] == 'o' && input[2] == 'n' && input[3] == 's') {
                Shape shape = input[4] == 'r' ? new Round(input[5]) : new Square(input[5]);
                return switch (shape) {
                    case Round(int radius) when radius == 0x7a -> throw new IllegalStateException("reached");
                    case Round _, Square _ -> true;
                };
            }
            return true;
        }
    }

    static class GreedyTarget extends Target {
        @Override
        protected boolean accepts(byte[] input) {
            return new byte[input.length > 2 ? (input[0] & 0xff) << 16 : 0].length >= 0;
        }
    }

    static class SoundTarget extends Target {
        @Override
        protected boolean accepts(byte[] input) {
            return input.length > 0 && input[0] == 'x';
        }
    }

    abstract static class Target extends DecoderFuzzTest {
        @Override
        protected List<byte[]> seeds() {
            return List.of("seed".getBytes(StandardCharsets.UTF_8));
        }

    }

    @TempDir
    Path module;

    @Test
    void isGuidedByTheBranchesThatInputsTake() {
        assertThatThrownBy(() -> guided(new DeepTarget())).isInstanceOf(AssertionError.class)
                .hasMessageContaining("IllegalStateException: reached")
                .hasMessageContaining("-Dtest=DeepTarget").hasMessageContaining("-Dconsort.fuzzInput=" + kept("DeepTarget"));
    }

    @Test
    void seesADecoderThatAllocatesMoreThanTheInputIsWorth() {
        assertThatThrownBy(() -> guided(new GreedyTarget())).isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes made the decoder allocate");
    }

    @Test
    void keepsWhatALongRunFound() throws Exception {
        run(new SoundTarget(), "1");

        assertThat(kept("SoundTarget").resolve("corpus")).isNotEmptyDirectory();
    }

    @Test
    void refusesADurationThatIsNone() {
        assertThatThrownBy(() -> run(new DeepTarget(), "5m")).hasMessageContaining("5m");
    }

    private void guided(Target target) throws Exception {
        new FuzzRun(target, new FuzzFolders(target.getClass(), module)).run(module.resolve("corpus"), List.of("-runs=200000", "-seed=1"));
    }

    private void run(Target target, String seconds) throws Exception {
        new FuzzRun(target, new FuzzFolders(target.getClass(), module)).run(seconds);
    }

    private Path kept(String test) {
        return module.resolve(".fuzz").resolve(test);
    }
}
