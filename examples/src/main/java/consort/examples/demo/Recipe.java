package consort.examples.demo;

import consort.examples.data.DataSet;
import consort.examples.data.Digits;
import consort.examples.data.FashionMnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is trained on which data, and how: chosen so that the demo shows something within its time on two cores.
 */
public enum Recipe {
    FASHION("fashion", "Fashion-MNIST", "fashion-cnn", 10, 100, 64, 2000) {
        @Override
        DataSet obtain(Path home, Map<String, String> environment, Consumer<String> log) throws IOException {
            return FashionMnist.usual(cacheFolder(environment).resolve("fashion-mnist")).obtain(log);
        }
    },
    DIGITS("digits", "8 x 8 digits", "digits-mlp", 6, 40, 32, 100) {
        @Override
        DataSet obtain(Path home, Map<String, String> environment, Consumer<String> log) throws IOException {
            return Digits.read(home.resolve("examples/data/digits/digits.csv.gz"));
        }
    };

    private final String option;
    private final String title;
    private final String model;
    private final int rounds;
    private final int steps;
    private final int batch;
    private final int minimumImages;

    Recipe(String option, String title, String model, int rounds, int steps, int batch, int minimumImages) {
        this.option = option;
        this.title = title;
        this.model = model;
        this.rounds = rounds;
        this.steps = steps;
        this.batch = batch;
        this.minimumImages = minimumImages;
    }

    /** The recipe that {@code --dataset} names. */
    public static Recipe named(String option) {
        return Stream.of(values()).filter(recipe -> recipe.option.equals(option)).findFirst()
                .orElseThrow(() -> new WrongOptionException("--dataset must be one of %s, not \"%s\""
                        .formatted(options(), option)));
    }

    /** What {@code --dataset} may be, for messages. */
    public static String options() {
        return Stream.of(values()).map(recipe -> recipe.option).collect(Collectors.joining(", "));
    }

    /**
     * Gets the data.
     *
     * @param home where this project stands
     */
    abstract DataSet obtain(Path home, Map<String, String> environment, Consumer<String> log) throws IOException;

    /** Where downloads are kept between demos: {@code $XDG_CACHE_HOME/consort}, else {@code ~/.cache/consort}. */
    static Path cacheFolder(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_CACHE_HOME")).filter(value -> !value.isEmpty()).map(Path::of)
                .orElseGet(() -> Path.of(environment.getOrDefault("HOME", System.getProperty("user.home"))).resolve(".cache"))
                .resolve("consort");
    }

    /** What {@code --dataset} says. */
    public String option() {
        return option;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** The built-in trainer's model, and the name of the trainer in job and {@code worker.yaml}. */
    public String model() {
        return model;
    }

    /** The name of the training set in job and {@code worker.yaml}. */
    public String trainData() {
        return option + "-train";
    }

    /** The name of the test set in job and {@code worker.yaml}. */
    public String testData() {
        return option + "-test";
    }

    /** Rounds, unless the user asks for another number. */
    public int rounds() {
        return rounds;
    }

    /** Optimizer steps per worker and round. */
    public int steps() {
        return steps;
    }

    /** Images per step. */
    public int batch() {
        return batch;
    }

    /** Images that every organization gets at least. */
    public int minimumImages() {
        return minimumImages;
    }

    /** Settings passed to the trainer. */
    public Map<String, Long> settings() {
        return new TreeMap<>(Map.of("batchSize", (long) batch));
    }
}
