package consort.examples.demo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Wall time by stage. */
final class Stages {

    private final Map<String, Long> millis = new LinkedHashMap<>();

    <T> T time(String stage, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        try {
            return work.call();
        } finally {
            millis.merge(stage, (System.nanoTime() - start) / 1_000_000, Long::sum);
        }
    }

    Map<String, Long> millis() {
        return Collections.unmodifiableMap(millis);
    }
}
