package consort.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import consort.examples.demo.process.Program;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code coordinator status --watch}: what the coordinator tells about itself every two seconds. It ends with the coordinator,
 * and then {@link #latest} stays as it is.
 */
final class Watching {

    private static final int TAIL_BYTES = 1 << 16;

    private final Program program;

    private Watching(Program program) {
        this.program = program;
    }

    static Watching start(Setting setting) throws IOException {
        return new Watching(setting.programs().start("status-watch", List.of("coordinator", "status", "--json", "--watch",
                "--dir", setting.layout().coordinator().toString())));
    }

    /** The newest document; empty if there is none yet. */
    Optional<JsonNode> latest() throws IOException {
        String tail = tail(program.log());
        int end = tail.lastIndexOf('\n');
        String line = end < 0 ? "" : tail.substring(tail.lastIndexOf('\n', end - 1) + 1, end);
        try {
            return line.startsWith("{") ? Optional.of(new ObjectMapper().readTree(line)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    void stop() {
        program.stopNow();
    }

    private static String tail(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL_BYTES));
            byte[] tail = new byte[(int) Math.min(TAIL_BYTES, file.length() - file.getFilePointer())];
            file.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        }
    }
}
