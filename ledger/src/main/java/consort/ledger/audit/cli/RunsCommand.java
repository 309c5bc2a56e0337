package consort.ledger.audit.cli;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.Evidence;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.entry.Entry;
import consort.ledger.entry.ModelRelease;
import consort.ledger.fold.ReleaseView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.plan.AccountText;
import consort.ledger.plan.RunAccount;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Planned against actual, by run. */
@Command(name = "runs", description = "What each run was expected to take, and what it took.")
final class RunsCommand extends Report {

    @Option(names = "--run", paramLabel = "N", converter = WrongLine.Number.class, description = "only this run")
    private Long run;

    private Optional<State> last = Optional.empty();

    @Override
    AuditListener listener() {
        return this::heard;
    }

    private void heard(State after, Entry entry) {
        last = Optional.of(after);
    }

    @Override
    void print(LedgerFacts facts, PrintWriter out) {
        State state = last.orElseThrow();
        List<RunAccount> accounts = RunAccount.of(state, shown -> run == null || shown.run() == run, state.ledgerTimeMillis());
        if (accounts.isEmpty() && run != null) {
            throw new Mistake("there is no run " + run + " in this ledger; it has " + state.runs().size());
        }
        List<WithdrawnJob> withdrawn = run == null ? WithdrawnJob.all(state) : List.of();
        List<ReleaseView> released = state.releases().stream().filter(one -> run == null || one.release().run() == run).toList();
        if (json()) {
            out.println(JsonObject.builder()
                    .put("ledger", VerdictJson.facts(facts))
                    .put("runs", accounts.stream().map(RunAccount::json).toList())
                    .put("withdrawnJobs", withdrawn.stream().map(WithdrawnJob::json).toList())
                    .put("releases", released.stream().map(RunsCommand::json).toList())
                    .build().canonicalText());
        } else {
            print(accounts, withdrawn, released, facts, out);
        }
    }

    private static void print(List<RunAccount> accounts, List<WithdrawnJob> withdrawn, List<ReleaseView> released, LedgerFacts facts,
            PrintWriter out) {
        if (accounts.isEmpty()) {
            out.println("no run was started yet");
        }
        accounts.forEach(account -> {
            out.println("run " + account.run() + " (" + account.job() + ")" + (account.ended() ? "" : ", not ended"));
            AccountText.of(account).forEach(out::println);
        });
        withdrawn.forEach(job -> out.println(job.text()));
        released.forEach(one -> out.println(text(one)));
        out.println();
        Proof.basis(facts).forEach(out::println);
    }

    private static String text(ReleaseView released) {
        ModelRelease release = released.release();
        return release.title() + " is the model of run " + release.run() + ", round " + release.round() + " (" + release.model()
                + "), released under " + Evidence.shown(release.license()) + " with entry " + released.index()
                + release.notes().map(notes -> ": " + Evidence.shown(notes)).orElse("");
    }

    private static JsonObject json(ReleaseView released) {
        ModelRelease release = released.release();
        return JsonObject.builder().put("name", release.name()).put("version", release.modelVersion()).put("run", release.run())
                .put("round", release.round()).put("model", release.model()).put("license", release.license())
                .putIfPresent("notes", release.notes().map(JsonString::new)).put("entry", released.index()).build();
    }
}
