package consort.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an organization writes into its {@code worker.yaml}, and the operator into the job's file. */
final class Site {

    /** Variables of the agent that its trainer is given. */
    static final List<String> PASSED = List.of("PATH", "HOME", "JAVA_HOME", "DJL_CACHE_DIR", "XDG_CACHE_HOME");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Site() {}

    static List<String> trainerCommand(Setting setting) {
        return List.of(setting.programs().launcher().toString(), "trainer", "djl", "--model", setting.recipe().model());
    }

    /** One thread each: as many trainers run as there are organizations. */
    static Map<String, String> trainerEnvironment() {
        return new TreeMap<>(Map.of("OMP_NUM_THREADS", "1", "CONSORT_NO_BUILD", "1"));
    }

    /** Texts stand as JSON, which YAML reads: a path may hold anything. */
    static String workerYaml(Setting setting, String organization) {
        Recipe recipe = setting.recipe();
        StringBuilder yaml = new StringBuilder("""
                # What this site lends, and what the names in a job mean here.
                trainers:
                  %s:
                    command: %s
                    environment: %s
                    pass: %s
                data:
                  %s: %s
                """.formatted(recipe.model(), json(trainerCommand(setting)), json(trainerEnvironment()), json(PASSED),
                recipe.trainData(), json(setting.layout().trainData(organization).toString())));
        if (organization.equals(setting.first())) {
            yaml.append("  %s: %s%n".formatted(recipe.testData(), json(setting.layout().testData(organization).toString())));
        }
        return yaml.toString();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("texts can be written as JSON", e);
        }
    }
}
