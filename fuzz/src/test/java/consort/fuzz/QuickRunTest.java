package consort.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickRunTest {
    private static final byte[] BASE = "{\"length\":12}".getBytes(StandardCharsets.UTF_8);

    /// Bears everything but one word, of those that it names.
    static class TouchyTarget extends DecoderFuzzTest {
        @Override
        protected List<byte[]> seeds() {
            return List.of(BASE);
        }

        @Override
        protected List<String> words() {
            return List.of("nothing", "broken");
        }

        @Override
        protected boolean accepts(byte[] input) {
            if (new String(input, StandardCharsets.ISO_8859_1).contains("broken")) {
                throw new IllegalStateException("that word");
            }
            return true;
        }
    }

    @TempDir
    Path module;

    private static List<byte[]> inputs(long seed) {
        Mutations mutations = new Mutations(List.of(BASE, new byte[0]), List.of("word"), 20, seed);
        List<byte[]> inputs = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            inputs.add(mutations.next());
        }
        return inputs;
    }

    @Test
    void triesTheSameInputsForTheSameSeed() {
        assertThat(inputs(1)).usingElementComparator(java.util.Arrays::compare).isEqualTo(inputs(1)).isNotEqualTo(inputs(2));
    }

    @Test
    void triesManyInputsAndNoneThatIsTooLong() {
        assertThat(inputs(1)).allMatch(input -> input.length <= 20);
        assertThat(inputs(1).stream().map(input -> new String(input, StandardCharsets.ISO_8859_1)).distinct()).hasSizeGreaterThan(1000);
    }

    @Test
    void keepsWhatBreaksADecoderAndTellsHowToRepeatIt() throws Exception {
        FuzzFolders folders = new FuzzFolders(TouchyTarget.class, module);
        assertThatThrownBy(() -> new QuickRun(new TouchyTarget(), folders).run()).isInstanceOf(AssertionError.class)
                .hasMessageContaining("IllegalStateException: that word").hasMessageContaining("-Dconsort.fuzzInput=" + folders.kept());
        try (var kept = Files.list(folders.kept())) {
            assertThat(kept).singleElement().satisfies(file -> assertThat(file).content().contains("broken"));
        }
    }
}
