package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.Limits;
import consort.ledger.entry.ModelRelease;
import java.util.Optional;

/** What is released is a model that the ledger binds, under a name and version that no model had. */
final class ReleaseRules {

    private ReleaseRules() {
    }

    static Change release(State state, Entry entry, ModelRelease body, Check check) throws RuleViolation {
        RunView run = check.present(Optional.ofNullable(state.runs().get(body.run())), Rule.RELEASE, "run",
                "a run of the ledger", body.run());
        ModelView model = check.present(run.models().stream().filter(one -> one.round() == body.round()).findFirst(), Rule.RELEASE,
                "round", "a round of run " + body.run() + " that closed with a model", body.round());
        check.equal(Rule.RELEASE, "model", model.digest(), body.model());
        check.that(state.releases().stream().noneMatch(before -> before.release().title().equals(body.title())), Rule.RELEASE,
                "modelVersion", "a name and version that no model bears", body.title());
        check.that(state.releases().size() < Limits.MAX_RELEASES, Rule.RELEASE, "modelVersion", "at most " + Limits.MAX_RELEASES + " releases",
                state.releases().size() + 1);
        return () -> state.work.releases.add(new ReleaseView(entry.index(), body));
    }
}
