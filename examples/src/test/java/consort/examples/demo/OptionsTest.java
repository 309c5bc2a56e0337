package consort.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void takesTheRoundsOfTheRecipeUnlessToldOtherwise() {
        assertThat(options(OptionalInt.empty(), 4, false).plannedRounds()).isEqualTo(Recipe.DIGITS.rounds());
        assertThat(options(OptionalInt.of(2), 4, false).plannedRounds()).isEqualTo(2);
    }

    @Test
    void refusesWhatCannotBeNamingTheOption() {
        assertThatThrownBy(() -> options(OptionalInt.empty(), 7, false)).hasMessage("--workers must be 2 to 6, not 7");
        assertThatThrownBy(() -> options(OptionalInt.of(0), 4, false)).hasMessageContaining("--rounds must be 1 to");
        assertThatThrownBy(() -> options(OptionalInt.of(1), 4, true)).hasMessageContaining("--rounds must be at least 2");
        assertThatThrownBy(() -> Recipe.named("cifar")).hasMessage("--dataset must be one of fashion, digits, not \"cifar\"");
    }

    @Test
    void keepsDownloadsInTheUsersCacheFolder() {
        assertThat(Recipe.cacheFolder(Map.of("XDG_CACHE_HOME", "/x", "HOME", "/h"))).isEqualTo(Path.of("/x/consort"));
        assertThat(Recipe.cacheFolder(Map.of("XDG_CACHE_HOME", "", "HOME", "/h"))).isEqualTo(Path.of("/h/.cache/consort"));
    }

    private static Options options(OptionalInt rounds, int workers, boolean crash) {
        return new Options(rounds, workers, Recipe.DIGITS, 42, Optional.empty(), false, crash);
    }
}
