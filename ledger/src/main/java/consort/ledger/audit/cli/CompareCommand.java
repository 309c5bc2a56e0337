package consort.ledger.audit.cli;

import consort.ledger.audit.Evidence;
import consort.ledger.audit.fork.ForkSearch;
import consort.ledger.audit.fork.ForkSearch.Agreeing;
import consort.ledger.audit.fork.ForkSearch.Forked;
import consort.ledger.audit.fork.ForkSearch.Result;
import consort.ledger.audit.fork.ForkSearch.Undecided;
import consort.ledger.disk.FileDisk;
import consort.ledger.json.JsonObject;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogDamagedException.Kind;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TlogProof;
import consort.ledger.web.WebAddress;
import consort.ledger.web.WebFolder;
import consort.ledger.web.WebLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether two people were told the same. */
@Command(name = "compare", description = "Whether what two people hold of a ledger can both be true; if not, write the proof.")
final class CompareCommand implements Callable<Integer> {

    private static final String ONLINE = "the coordinator's ledger";
    private static final int TAMPERED = 60;

    @Parameters(arity = "1..2", paramLabel = "HELD", description = {"copies of the ledger (folder or web address), checkpoints, receipts,",
            "proofs, or a folder of such files: receipts/ of a worker, what a witness keeps;",
            "two of them, or one to be held against the ledger at the coordinator (consort member audit compare)"})
    private List<String> held;

    @Option(names = "--receipts", paramLabel = "DIR", description = "receipts that a worker kept, to be held against both")
    private Path receipts;

    @Option(names = "--out", paramLabel = "FILE", description = "where to write the proof, if they contradict each other")
    private Path out;

    @Mixin
    private KeyOptions keys;

    @Option(names = Main.JSON, description = "print one JSON object, errors too")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (out != null) {
            new ExportFile(out).requireFit();
        }
        try {
            return say(compare());
        } catch (LogDamagedException damaged) {
            return said(damaged);
        }
    }

    /** What the coordinator serves cannot be left out, nor is it anybody's mistake here: it does not lead to what the coordinator signed. */
    private int said(LogDamagedException damaged) {
        if (!damaged.file().startsWith(ONLINE + "/") || damaged.file().equals(ONLINE + "/" + SignedCheckpoint.PATH) && damaged.kind() == Kind.MISSING) {
            throw new Mistake("a copy does not hold in itself: " + damaged.getMessage() + "; consort audit verify says more of this copy. Compare without it");
        }
        String summary = "TAMPERED: what the coordinator serves does not lead to its own checkpoint: " + Evidence.shown(damaged.getMessage());
        spec.commandLine().getOut().println(json
                ? JsonObject.builder().put("verdict", "tampered").put("exitCode", TAMPERED).put("summary", summary).build().canonicalText()
                : summary + "\n  Nothing was compared. Fetch a copy and keep it; consort member audit verify says more.");
        return TAMPERED;
    }

    private Result compare() throws IOException {
        try (ProgressLine progress = ProgressLine.of(spec, json)) {
            return compare(progress);
        }
    }

    private Result compare(ProgressLine progress) throws IOException {
        ForkSearch search = new ForkSearch();
        search.tellHowFar(progress);
        Optional<Online> online = Main.online(spec);
        if (online.isPresent()) {
            search.copy(ONLINE, online.get().source().get());
        } else if (held.size() < 2) {
            throw new Mistake("only " + held.getFirst() + " was given: name what it is to be held against as well, or ask the coordinator with"
                    + " consort member audit compare");
        }
        List<String> all = new ArrayList<>(held);
        if (receipts != null) {
            all.add(receipts.toString());
        }
        for (String one : all) {
            add(search, one);
        }
        return search.run(keys.given());
    }

    private static void add(ForkSearch search, String name) throws IOException {
        if (WebAddress.isMeant(name)) {
            search.copy(name, web(name));
            return;
        }
        Path path = Path.of(name);
        if (Files.isDirectory(path)) {
            FileDisk disk = new FileDisk(path);
            if (disk.exists(SignedCheckpoint.PATH) && !disk.list("tile").isEmpty()) {
                search.copy(name, TileSource.of(disk));
            } else {
                search.files(name, disk);
            }
        } else if (!search.file(name, InputFile.read(path, TlogProof.MAX_BYTES, "a copy of a ledger, or a file that its log signed"))) {
            throw new Mistake(name + " is neither a copy of a ledger nor a checkpoint, receipt, proof or request to a witness");
        }
    }

    private static TileSource web(String name) {
        try {
            return new WebFolder(WebAddress.parse(name), WebLimits.DEFAULT);
        } catch (IllegalArgumentException unfit) {
            throw new Mistake(unfit.getMessage());
        }
    }

    private int say(Result result) {
        PrintWriter printer = spec.commandLine().getOut();
        int exitCode = switch (result) {
            case Forked forked -> JudgeCommand.FORKED;
            case Agreeing agreeing -> 0;
            case Undecided undecided -> JudgeCommand.UNDECIDED;
        };
        if (result instanceof Forked forked && out != null) {
            new ExportFile(out).write(new String(forked.proof().bytes(), StandardCharsets.UTF_8));
        }
        if (json) {
            printer.println(json(result, exitCode).canonicalText());
        } else {
            printer.println(summary(result));
            if (!(result instanceof Forked)) {
                printer.println("  held against each other: " + result.scope().compared());
            }
            result.scope().open().forEach(line -> printer.println("  not compared: " + line));
            result.scope().ignored().forEach(line -> printer.println("  passed over: " + line));
            if (result instanceof Forked) {
                printer.println(out == null ? "  Give --out FILE to keep the proof; whoever has the log's key can judge it."
                        : "  The proof is in " + out + ". Whoever has the log's key can judge it: consort audit judge " + out + " --log-key KEY");
            }
        }
        return exitCode;
    }

    private static String summary(Result result) {
        return switch (result) {
            case Forked forked -> "FORKED: " + forked.proof().fork().text();
            case Agreeing agreeing -> "NO CONTRADICTION: all that the log signed of it can be true of one ledger";
            case Undecided undecided -> "UNDECIDED: " + undecided.reason();
        };
    }

    private JsonObject json(Result result, int exitCode) {
        JsonObject.Builder object = JsonObject.builder()
                .put("verdict", switch (result) {
                    case Forked forked -> "forked";
                    case Agreeing agreeing -> "no-contradiction";
                    case Undecided undecided -> "undecided";
                })
                .put("exitCode", exitCode)
                .put("summary", summary(result))
                .put("compared", result.scope().compared())
                .putTexts("notCompared", result.scope().open())
                .putTexts("ignored", result.scope().ignored());
        if (result instanceof Forked && out != null) {
            object.put("written", out.toString());
        }
        return object.build();
    }
}
