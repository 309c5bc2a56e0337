package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.settings.TerminalText;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code --json} option, and printing with and without it. What the coordinator or another member wrote may be part of a text. */
final class Reporting {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Prints one or the other. */
    void print(String text, JsonObject object) {
        line(json ? object.canonicalText() : TerminalText.shown(text));
    }

    /** Prints only for people. */
    void say(String text) {
        if (!json) {
            line(TerminalText.shown(text));
        }
    }

    /** Says on standard error what is not as it should be and stops nothing, so that what is printed stays as it is. */
    void warn(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("warning: " + text);
        err.flush();
    }

    /** Prints only for machines. */
    void json(JsonObject object) {
        if (json) {
            line(object.canonicalText());
        }
    }

    private void line(String text) {
        out().println(text);
        out().flush();
    }
}
