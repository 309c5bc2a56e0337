package consort.ledger.audit.cli;

import consort.ledger.audit.Evidence;
import consort.ledger.entry.LogKeys;
import consort.ledger.json.JsonObject;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogDamagedException;
import consort.ledger.log.LogReader;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** That one entry stands in the ledger, for who does not have it. */
@Command(name = "prove", description = "Write a file that proves to anybody that an entry stands in the ledger, or check one.")
final class ProveCommand implements Callable<Integer> {

    private static final int UNPROVEN = JudgeCommand.UNDECIDED;

    @Parameters(index = "0", arity = "0..1", paramLabel = LedgerOptions.LEDGER, description = "a copy of the ledger's folder, or its web address")
    private String ledger;

    @Option(names = "--entry", paramLabel = "N", description = "index of the entry")
    private Long entry;

    @Option(names = "--out", paramLabel = "FILE", description = "where to write the proof (.tlog-proof)")
    private Path out;

    @Option(names = "--check", paramLabel = "FILE", description = "check this proof, in place of writing one")
    private Path check;

    @Mixin
    private KeyOptions keys;

    @Option(names = Main.JSON, description = "print one JSON object, errors too")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return check == null ? write() : check();
    }

    private int write() throws IOException {
        if (entry == null || out == null) {
            throw new Mistake("give the ledger, --entry N and --out FILE to write a proof, or --check FILE to check one");
        }
        new ExportFile(out).requireFit();
        LogReader reader = new LogReader(LedgerOptions.source(ledger, spec));
        try {
            SignedCheckpoint signed = covering(reader);
            byte[] bytes = reader.entry(signed.checkpoint(), entry);
            TlogProof proof = reader.proof(signed, entry).withEntry(bytes);
            new ExportFile(out).write(new String(proof.bytes(), StandardCharsets.UTF_8));
            String who = keys.given().isPresent() ? verified(proof, keys.given().get()) : "; its signature was not verified";
            say("written", out + ": entry " + entry + " in the tree of " + signed.checkpoint().size() + " entries" + who, 0);
            if (keys.given().isEmpty() && !json) {
                PrintWriter printer = spec.commandLine().getOut();
                printer.println("  Whose key signed that tree was not looked at, so it proves nothing to you yet: give --trust FILE or");
                printer.println("  --log-key KEY, here or with --check. Whoever is shown the file needs the log's key, too.");
            }
            return 0;
        } catch (LogDamagedException damaged) {
            throw new Mistake("no proof: " + damaged.getMessage() + "; see what consort audit verify says of this copy");
        } catch (UnverifiedNoteException stranger) {
            throw new Mistake("no proof that you would accept: " + stranger.getMessage());
        }
    }

    /** The newest witnessed checkpoint, if it holds the entry: it convinces more people. */
    private SignedCheckpoint covering(LogReader reader) throws IOException {
        SignedCheckpoint newest = reader.checkpoint();
        Checkpoint tree = newest.checkpoint();
        if (entry < 0 || entry >= tree.size()) {
            throw new Mistake("--entry: there is no entry " + entry + "; the ledger has the entries 0 to " + (tree.size() - 1));
        }
        Optional<SignedCheckpoint> witnessed = reader.witnessed()
                .filter(signed -> signed.checkpoint().size() > entry && signed.checkpoint().size() <= tree.size());
        return witnessed.orElse(newest);
    }

    private int check() {
        LogKeys trusted = keys.required();
        TlogProof proof = parse();
        byte[] bytes = proof.entry().orElseThrow(() -> new Mistake(check + " holds no entry (\"extra\"), so there is nothing to prove;"
                + " audit prove writes proofs with their entry"));
        try {
            String who = verified(proof, trusted);
            say("proven", "PROVEN: entry " + proof.index() + " stands in the tree of " + proof.checkpoint().checkpoint().size() + " entries" + who, 0);
            if (!json) {
                Evidence.shown(new String(bytes, StandardCharsets.UTF_8)).lines().forEach(spec.commandLine().getOut()::println);
            }
            return 0;
        } catch (UnverifiedNoteException unproven) {
            say("not-proven", "NOT PROVEN: " + unproven.getMessage(), UNPROVEN);
            return UNPROVEN;
        }
    }

    private static String verified(TlogProof proof, LogKeys trusted) throws UnverifiedNoteException {
        proof.verify(TreeHash.leaf(proof.entry().orElseThrow()), trusted);
        return " that a key of " + trusted.origin() + " signed";
    }

    private TlogProof parse() {
        try {
            return TlogProof.parse(InputFile.read(check, TlogProof.MAX_BYTES, "a proof that audit prove wrote"));
        } catch (MalformedNoteException unfit) {
            throw new Mistake(check + ": " + unfit.getMessage() + "; give the file that --out wrote");
        }
    }

    private void say(String verdict, String summary, int exitCode) {
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(json ? JsonObject.builder().put("verdict", verdict).put("exitCode", exitCode).put("summary", summary).build().canonicalText()
                : summary);
    }
}
