package consort.ledger.audit.cli;

import consort.ledger.audit.fork.ForkFile;
import consort.ledger.json.JsonObject;
import consort.ledger.note.UnverifiedNoteException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** For who is shown a file that {@code compare} wrote. */
@Command(name = "judge", description = "Whether a file that audit compare wrote proves that the log contradicted itself.")
final class JudgeCommand implements Callable<Integer> {

    static final int FORKED = 60;
    static final int UNDECIDED = 66;

    @Parameters(index = "0", paramLabel = "FILE", description = "what audit compare wrote")
    private Path file;

    @Mixin
    private KeyOptions keys;

    @Option(names = Main.JSON, description = "print one JSON object, errors too")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var trusted = keys.required();
        ForkFile proof = parse();
        PrintWriter out = spec.commandLine().getOut();
        try {
            proof.verify(trusted);
        } catch (UnverifiedNoteException worthless) {
            print(out, "not-proven", UNDECIDED, "PROVES NOTHING: " + worthless.getMessage());
            return UNDECIDED;
        }
        print(out, "forked", FORKED, "PROVEN: " + proof.fork().text());
        if (!json) {
            out.println("  Both statements bear the signature of " + trusted.origin() + ". No error of transport makes such a signature.");
        }
        return FORKED;
    }

    private void print(PrintWriter out, String verdict, int exitCode, String summary) {
        out.println(json ? JsonObject.builder().put("verdict", verdict).put("exitCode", exitCode).put("summary", summary).build().canonicalText()
                : summary);
    }

    private ForkFile parse() {
        byte[] bytes = InputFile.read(file, ForkFile.MAX_BYTES, "a file that audit compare wrote");
        try {
            return ForkFile.parse(bytes);
        } catch (IllegalArgumentException unfit) {
            throw new Mistake(file + " is no file that audit compare wrote: " + unfit.getMessage() + "; give the one of its --out");
        }
    }
}
