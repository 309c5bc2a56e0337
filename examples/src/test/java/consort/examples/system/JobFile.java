package consort.examples.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A job's file: the reference trainer on the data set {@code train}, patient with everybody, unless said otherwise. */
final class JobFile {

    private static final int PATIENT_SECONDS = 600;

    private final Map<String, Object> fields = new TreeMap<>();

    private final String name;

    JobFile(String name, int workers) {
        this.name = name;
        with("name", name).with("trainer", "reference").with("data", "train")
                .with("rounds", 1).with("steps", 5).with("seed", 7).with("weights", "equal")
                .with("cohort", Map.of("min", workers, "max", workers)).with("quorum", workers)
                .with("gatherSeconds", PATIENT_SECONDS).with("roundSeconds", PATIENT_SECONDS)
                .with("waitSeconds", PATIENT_SECONDS).with("dropoutSeconds", PATIENT_SECONDS)
                .with("maxAbandonedRounds", 0).with("maxUpdateNorm", 1_000_000.0).with("maxUpdateBytes", 1L << 30);
    }

    String name() {
        return name;
    }

    JobFile with(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    /** Measures each round's model on the data set {@code test}. */
    JobFile evaluated() {
        return with("evaluate", Map.of("data", "test", "seconds", PATIENT_SECONDS));
    }

    Path write(Path file) throws IOException {
        return Files.writeString(file, new ObjectMapper().writeValueAsString(fields));
    }
}
