package consort.bench.transfer;

import consort.bench.Jvm;
import consort.bench.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@link FarEnd} in a process of its own, as this one sees it. */
final class FarProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final int port;
    private final int barePort;

    /** @param flags of its Java */
    FarProcess(Path folder, List<String> flags) throws IOException {
        List<String> command = Jvm.command();
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError",
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FarEnd.class.getName(), folder.toString()));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        String[] ports = answer().split(" ");
        port = Integer.parseInt(ports[0]);
        barePort = Integer.parseInt(ports[1]);
    }

    int port() {
        return port;
    }

    int barePort() {
        return barePort;
    }

    /** Lets a whole blob be fetched. */
    void publish(String digest) {
        ask("publish " + digest);
    }

    void delete(String digest) {
        ask("delete " + digest);
    }

    Usage usage() {
        return Usage.parse(ask("usage"));
    }

    private String ask(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
            process.outputWriter(StandardCharsets.UTF_8).flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException("the far process ended; its message stands above", e);
        }
    }

    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(FarEnd.ANSWER)) {
                return line.substring(FarEnd.ANSWER.length());
            }
            // What it logs.
            System.err.println(line);
        }
        throw new IOException("the far process ended; its message stands above");
    }

    @Override
    public void close() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
