package consort.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import consort.proto.StatusRequest;
import consort.settings.TerminalText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: what is going on. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "What is going on.")
final class StatusCommand implements Callable<Integer> {

    private static final long WATCH_MILLIS = 2000;
    /** ECMA-48: erases the screen, and goes to its upper left corner. */
    private static final String CLEAR = "\u001b[2J\u001b[H";

    @Mixin
    private DirOption dir;

    @Option(names = "--json", description = "the whole document as JSON")
    private boolean json;

    @Option(names = "--watch", description = "again every two seconds, until interrupted")
    private boolean watch;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Client client = Client.connect(dir.folder())) {
            print(client, out);
            while (watch) {
                Thread.sleep(WATCH_MILLIS);
                print(client, out);
            }
        }
        return ExitCode.OK.code();
    }

    private void print(Client client, PrintWriter out) throws IOException {
        String document = client.operator(coordinator -> coordinator.status(StatusRequest.getDefaultInstance())).getJson();
        List<String> warnings = AuthorityEnds.warnings(dir.folder().authorities().certificates(), Instant.now());
        if (json) {
            out.println(withWarnings(document, warnings));
        } else {
            JsonNode status = new ObjectMapper().readTree(document);
            if (watch && System.console() != null && System.console().isTerminal()) {
                out.print(CLEAR);
            }
            List<String> lines = StatusText.lines(status, System.currentTimeMillis());
            warnings.forEach(warning -> lines.add(1, "  WARNING: " + warning));
            lines.forEach(line -> out.println(TerminalText.shown(line)));
        }
        out.flush();
    }

    /** What the command finds in the folder, beside what the coordinator knows. */
    static String withWarnings(String document, List<String> warnings) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode status = (ObjectNode) mapper.readTree(document);
        warnings.forEach(status.putArray("warnings")::add);
        return mapper.writeValueAsString(status);
    }
}
