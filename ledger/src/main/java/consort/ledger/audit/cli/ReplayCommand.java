package consort.ledger.audit.cli;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.Evidence;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.audit.replay.BlobFolder;
import consort.ledger.audit.replay.ReplayBlobs;
import consort.ledger.audit.replay.Replayed;
import consort.ledger.audit.replay.RoundReplay;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Limits;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RoundManifest;
import consort.ledger.fold.Rule;
import consort.ledger.fold.State;
import consort.ledger.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a model is the sum of the updates that the ledger names. */
@Command(name = "replay", description = "Compute a round's model again from its updates, and compare it with the ledger's.")
final class ReplayCommand extends Report {

    @Option(names = "--run", required = true, paramLabel = "N", converter = WrongLine.Number.class, description = "which run")
    private Long run;

    @Option(names = "--round", required = true, paramLabel = "R", converter = WrongLine.Number.class, description = "which of its rounds")
    private Long round;

    @Option(names = "--updates", required = true, paramLabel = "FOLDER", description = {
            "the files of the round's updates and of the model before, of any names;",
            "or a coordinator's folder, or a backup of it"})
    private Path updates;

    private Optional<Entry> closed = Optional.empty();
    private Optional<State> last = Optional.empty();
    private int exitCode;

    @Override
    void prepare() throws IOException {
        Optional<String> noFolder = LedgerOptions.noFolder(updates);
        if (noFolder.isPresent()) {
            throw new Mistake("--updates: " + noFolder.get());
        }
    }

    @Override
    AuditListener listener() {
        return (after, entry) -> {
            last = Optional.of(after);
            if (entry.body() instanceof RoundClosed one && one.run() == run && one.round() == round) {
                closed = Optional.of(entry);
            }
        };
    }

    @Override
    void print(LedgerFacts facts, PrintWriter out) throws IOException {
        Entry entry = closed.orElseThrow(() -> new Mistake(whyNone()));
        RoundClosed said = (RoundClosed) entry.body();
        RoundManifest manifest = manifest(said.manifest());
        Replayed result;
        try (ProgressLine progress = options().progress();
                ReplayBlobs blobs = options().replayable(new BlobFolder(updates, progress))) {
            result = new RoundReplay(said, manifest, progress).run(blobs);
        }
        switch (result) {
            case Replayed.Same same -> print(facts, entry, said, same, out);
            case Replayed.Other other -> contradict(facts, entry, other.model(), out);
            case Replayed.Unfit unfit -> contradict(facts, entry, "no model at all: " + unfit.why(), out);
            case Replayed.Lacking lacking -> throw new Mistake(lacking(manifest, lacking));
            case Replayed.UnknownRule unknown -> throw new Mistake("the round was summed by the rule " + unknown.rule()
                    + ", which this program does not have; replay it with a newer version");
        }
    }

    @Override
    int exitCode() {
        return exitCode;
    }

    private void print(LedgerFacts facts, Entry entry, RoundClosed said, Replayed.Same same, PrintWriter out) {
        if (json()) {
            out.println(JsonObject.builder()
                    .put("ledger", VerdictJson.facts(facts))
                    .put("replay", JsonObject.builder().put("run", run).put("round", round).put("entry", entry.index())
                            .put("rule", said.rule()).put("updates", said.updates()).put("model", said.model())
                            .put("bytes", same.bytes()).build())
                    .build().canonicalText());
            return;
        }
        out.println("REPLAYED: run " + run + ", round " + round + ": " + said.updates() + " updates, summed by " + said.rule()
                + ", give the model that entry " + entry.index() + " names:");
        out.println("  " + said.model() + " (" + same.bytes() + " bytes)");
        out.println();
        Proof.basis(facts).forEach(out::println);
    }

    private void contradict(LedgerFacts facts, Entry entry, String computed, PrintWriter out) {
        RoundClosed said = (RoundClosed) entry.body();
        Tampered verdict = new Tampered(new Evidence(Evidence.bundle(entry.index(), facts.size()), OptionalLong.of(entry.index()),
                "model", Rule.AGGREGATION.text(), computed, said.model()));
        exitCode = verdict.exitCode();
        if (json()) {
            out.println(VerdictJson.of(verdict).canonicalText());
        } else {
            VerdictText.of(verdict).forEach(out::println);
        }
    }

    /** The audit found it with its digest; whoever serves it may give another now. */
    private RoundManifest manifest(String digest) throws IOException {
        byte[] bytes = options().source().read("docs/" + digest, Limits.MAX_DOCUMENT_BYTES)
                .filter(read -> Document.digest(read).equals(digest))
                .orElseThrow(() -> new IOException("docs/" + digest + ": it is not there any more as it was a moment ago; try again"));
        return RoundManifest.parse(bytes);
    }

    private String whyNone() {
        State state = last.orElseThrow();
        return Optional.ofNullable(state.runs().get(run))
                .map(known -> "round " + round + " of run " + run + " was not closed; it has " + known.roundsClosed()
                        + " closed rounds of " + known.roundsOpened())
                .orElse("there is no run " + run + " in this ledger; it has " + state.runs().size());
    }

    private String lacking(RoundManifest manifest, Replayed.Lacking lacking) {
        String missing = manifest.updates().stream().filter(one -> lacking.updates().contains(one.update()))
                .map(one -> "the update " + one.update() + " of " + one.organization() + "/" + one.worker() + " (claim " + one.claim() + ")")
                .collect(Collectors.joining(", "));
        String previous = lacking.previous() ? "the model before, " + manifest.previous() : "";
        return "--updates: " + updates + " lacks " + previous + (lacking.previous() && !missing.isEmpty() ? ", and " : "") + missing
                + "; models can be fetched (consort model get), updates only their senders and the operator have";
    }
}
