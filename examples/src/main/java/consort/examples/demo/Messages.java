package consort.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/**
 * Bytes of messages between the workers and the coordinator, as {@code coordinator status} counts them. A coordinator
 * counts from its start: whoever kills it adds what it said last.
 */
final class Messages {

    private final Setting setting;
    private long toWorkersBytes;
    private long fromWorkersBytes;

    Messages(Setting setting) {
        this.setting = setting;
    }

    /** Adds what the coordinator that runs now has counted. */
    void add() throws IOException, InterruptedException {
        String json = setting.programs().run("status", List.of("coordinator", "status", "--json",
                "--dir", setting.layout().coordinator().toString()));
        add(new ObjectMapper().readTree(json));
    }

    /** Adds what a coordinator had counted when it said this. */
    void add(JsonNode status) {
        for (JsonNode worker : status.path("workers")) {
            toWorkersBytes += worker.path("sentMessageBytes").asLong();
            fromWorkersBytes += worker.path("receivedMessageBytes").asLong();
        }
    }

    long toWorkersBytes() {
        return toWorkersBytes;
    }

    long fromWorkersBytes() {
        return fromWorkersBytes;
    }
}
