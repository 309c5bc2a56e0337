package consort.bench.sum;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs that others wrote, run to their end. */
final class Programs {

    private Programs() {
    }

    /**
     * What it printed.
     *
     * @throws IOException when it is not installed or fails
     */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(command.getFirst() + " failed: " + printed);
        }
        return printed;
    }
}
