package consort.bench.sum;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code bench/src/main/python/robust.py}: the same rules, as somebody who uses numpy writes them. */
final class Numpy {

    private static final Path SCRIPT = Path.of("bench", "src", "main", "python", "robust.py");

    private Numpy() {
    }

    /** Seconds that each took at its fastest, the updates in memory already. */
    record Times(double median, double trimmedMean) {
    }

    /** @throws IOException when there is no numpy for this Python */
    static Times measure(String python, UpdateFiles files, int trimmed, int repeats) throws IOException, InterruptedException {
        Path script = Path.of(System.getProperty("consort.home", ".")).resolve(SCRIPT);
        List<String> command = new ArrayList<>(List.of(python, script.toString(), Integer.toString(trimmed),
                Integer.toString(repeats), Long.toString(files.dataOffset())));
        files.updates().forEach(update -> command.add(update.toString()));
        String[] printed = Programs.run(command).split("\\s+");
        return new Times(Double.parseDouble(printed[0]), Double.parseDouble(printed[1]));
    }
}
