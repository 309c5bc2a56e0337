package consort.examples.demo;

import consort.examples.demo.report.Result.Stage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Wall time by stage. */
final class Stages {

    private final Map<Stage, Long> millis = new EnumMap<>(Stage.class);

    <T> T time(Stage stage, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        try {
            return work.call();
        } finally {
            millis.merge(stage, (System.nanoTime() - start) / 1_000_000, Long::sum);
        }
    }

    Map<Stage, Long> millis() {
        return Collections.unmodifiableMap(millis);
    }
}
