package consort.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void readsTheCommandLine() {
        assertThat(Options.parse(new String[0])).isEqualTo(new Options(Network.FASHION_CNN, 1));
        assertThat(Options.parse(new String[] {"--threads", "4", "--model", "digits-mlp"}))
                .isEqualTo(new Options(Network.DIGITS_MLP, 4));
    }

    @Test
    void explainsItselfWhenAsked() {
        assertThat(Options.askForHelp("--model", "digits-mlp", "--help")).isTrue();
        assertThat(Options.askForHelp("--model", "digits-mlp")).isFalse();
        assertThat(Options.HELP).contains("--model", "fashion-cnn", "digits-mlp", "--threads");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--model", "gpt"})).hasMessageContaining("gpt");
        assertThatThrownBy(() -> Options.parse(new String[] {"--model"})).hasMessageContaining("--model");
        assertThatThrownBy(() -> Options.parse(new String[] {"--threads", "0"})).hasMessageContaining("\"0\"");
        assertThatThrownBy(() -> Options.parse(new String[] {"--fast", "1"})).hasMessageContaining("--fast");
    }

    @Test
    void readsSettingsInMillionthsAndIgnoresOthers() {
        assertThat(Settings.of(Map.of("batchSize", 8L, "learningRateMicros", 1_500L, "momentumMicros", 0L, "other", 1L)))
                .isEqualTo(new Settings(8, 0.0015f, 0f));
        assertThat(Settings.of(Map.of())).isEqualTo(new Settings(32, 0.02f, 0.9f));
    }

    @Test
    void refusesASettingOutOfItsRange() {
        assertThatThrownBy(() -> Settings.of(Map.of("batchSize", 0L))).hasMessageContaining("batchSize");
        assertThatThrownBy(() -> Settings.of(Map.of("momentumMicros", 1_000_000L))).hasMessageContaining("momentumMicros");
    }
}
