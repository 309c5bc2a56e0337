package consort.coordinator.core;

import consort.coordinator.core.Ephemeral.Away;
import consort.coordinator.core.Ephemeral.LeaseProgress;
import consort.coordinator.core.Ephemeral.Session;
import consort.coordinator.core.Ephemeral.Traffic;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.InviteView;
import consort.ledger.fold.InviteView.OrganizationInvite;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.ModelView;
import consort.ledger.fold.RoundView;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.ledger.plan.RunAccount;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The status document, as {@code docs/operate.md} describes it. */
final class Status {

    private Status() {
    }

    static String json(Turn turn) {
        State state = turn.state();
        return JsonObject.builder()
                .put("origin", state.origin())
                .put("health", Health.health(turn))
                .put("missing", Health.missing(turn))
                .put("disk", Health.disk(turn))
                .put("memory", Health.memory(turn))
                .putIfPresent("restored", turn.ephemeral().recovery.map(recovery -> Recovering.json(turn, recovery)))
                .put("authorities", state.standingAuthorities().stream().map(one -> new JsonString(one.fingerprint())).toList())
                .put("ledgerSize", state.size())
                .put("checkpointSize", turn.ephemeral().observed().checkpointSize())
                .put("witnesses", WitnessStatus.json(turn))
                .put("organizations", state.members().values().stream().map(member -> organization(state, member)).toList())
                .put("invites", state.invites().stream().filter(invite -> turn.timeMillis() <= invite.expiresMillis())
                        .map(invite -> invite(state, invite)).toList())
                .put("workers", state.workers().keySet().stream().map(worker -> worker(turn, worker)).toList())
                .put("jobs", Approvals.waiting(state))
                .put("withdrawnJobs", JobWithdrawals.recent(state))
                .put("runs", runs(turn))
                .put("period", period(state))
                .put("bills", Bills.unsettled(turn))
                .build().canonicalText();
    }

    private static JsonObject organization(State state, MemberView member) {
        return JsonObject.builder()
                .put("organization", member.organization())
                .put("benefit", member.benefit())
                .put("tier", member.tier())
                .put("revoked", member.revoked().isPresent())
                .put("workers", state.workers().keySet().stream()
                        .filter(worker -> worker.organization().equals(member.organization())).count())
                .build();
    }

    private static JsonObject invite(State state, InviteView invite) {
        JsonObject.Builder json = JsonObject.builder()
                .put("organization", invite.subject().organization())
                .putIfPresent("worker", invite.subject().worker().map(JsonString::new))
                .putIfPresent("person", invite.subject().person().map(JsonString::new))
                .put("expiresMillis", invite.expiresMillis())
                .put("outdated", state.isOutdated(invite));
        if (invite instanceof OrganizationInvite organization) {
            json.put("benefit", organization.benefit()).put("tier", organization.tier());
        }
        return json.build();
    }

    private static JsonObject worker(Turn turn, WorkerId worker) {
        Traffic traffic = turn.ephemeral().observed().surroundings().traffic().getOrDefault(worker, new Traffic(0, 0));
        return JsonObject.builder()
                .put("organization", worker.organization())
                .put("worker", worker.worker())
                .put("connected", turn.ephemeral().session(worker).isPresent())
                .putIfPresent("away", turn.ephemeral().session(worker).flatMap(Session::away).map(Away::reason).map(JsonString::new))
                .put("standing", turn.state().allowed(worker).level().text())
                .put("scores", ScoresJson.of(turn.state(), worker))
                .putIfPresent("benchmarkAsked", Remeasuring.json(turn, worker))
                .put("receivedMessageBytes", traffic.receivedBytes())
                .put("sentMessageBytes", traffic.sentBytes())
                .putIfPresent("task", turn.state().openLeaseOf(worker).map(open -> task(open.lease())))
                .putIfPresent("trouble", Optional.ofNullable(turn.ephemeral().troubles.get(worker)).map(JsonString::new))
                .build();
    }

    private static JsonValue task(Lease lease) {
        return JsonObject.builder()
                .put("lease", lease.lease())
                .put("run", lease.run())
                .put("round", lease.round())
                .put("kind", lease.kind().text())
                .build();
    }

    /** Planned and actual of the runs under way, and of the last; of all there are, the auditor tells. */
    private static List<JsonObject> runs(Turn turn) {
        State state = turn.state();
        Map<Long, JsonObject> accounts = RunAccount.of(state,
                run -> run.ended().isEmpty() || run.run() == state.runs().lastKey(), turn.timeMillis()).stream()
                .collect(Collectors.toMap(RunAccount::run, RunAccount::json));
        return state.runs().values().stream().map(run -> run(turn, run, Optional.ofNullable(accounts.get(run.run())))).toList();
    }

    private static JsonObject run(Turn turn, RunView run, Optional<JsonObject> account) {
        return JsonObject.builder()
                .put("run", run.run())
                .put("job", run.job().name())
                .put("jobDigest", run.jobDigest())
                .put("status", run.ended().map(end -> end.outcome().text()).orElse("running"))
                .putIfPresent("cause", run.ended().map(end -> new JsonString(end.cause())))
                .putIfPresent("paused", run.paused().map(JsonString::new))
                .put("phase", run.phase().name().toLowerCase(Locale.ROOT))
                .put("waitsFor", run.ended().isPresent() ? "" : Training.waitsFor(turn, run))
                .put("rounds", run.job().rounds())
                .put("steps", run.job().steps())
                .put("roundsClosed", run.roundsClosed())
                .put("roundsOpened", run.roundsOpened())
                .putIfPresent("endsInMillis", run.ended().isPresent() ? Optional.empty()
                        : integer(Health.remainingMillis(run, turn.timeMillis())))
                .put("model", run.model())
                .putIfPresent("round", run.round().map(round -> round(turn, round)))
                .putIfPresent("account", account)
                .put("models", run.models().stream().map(Status::model).toList())
                .build();
    }

    private static JsonValue round(Turn turn, RoundView round) {
        return JsonObject.builder()
                .put("round", round.round())
                .put("quorum", round.opened().quorum())
                .put("accepted", round.accepted().size())
                .put("cohort", round.workers().stream()
                        .map(worker -> participant(turn, worker, Optional.ofNullable(round.leases().get(worker))
                                .flatMap(lease -> turn.state().lease(lease))))
                        .toList())
                .build();
    }

    private static JsonObject participant(Turn turn, WorkerId worker, Optional<LeaseView> lease) {
        Optional<LeaseProgress> progress = lease.map(view -> turn.ephemeral().progress.get(view.lease().lease()));
        return JsonObject.builder()
                .put("organization", worker.organization())
                .put("worker", worker.worker())
                .put("connected", turn.ephemeral().session(worker).isPresent())
                .put("state", lease.map(Status::leaseState).orElse("waiting"))
                .putIfPresent("detail", lease.flatMap(Troubles::of).map(JsonString::new))
                .putIfPresent("assignedSteps", lease.map(view -> new JsonInteger(view.lease().steps())))
                .putIfPresent("step", progress.map(one -> new JsonInteger(one.step())))
                .putIfPresent("steps", progress.map(one -> new JsonInteger(one.steps())))
                .putIfPresent("lossMillionths", progress.map(one -> new JsonInteger(one.lossMillionths())))
                .build();
    }

    private static String leaseState(LeaseView lease) {
        if (lease.open()) {
            return "training";
        }
        return lease.claim().isPresent() ? lease.refused().isPresent() ? "refused" : "claimed" : lease.ended().map(LeaseEnded.Reason::text).orElseThrow();
    }

    private static JsonObject model(ModelView model) {
        return JsonObject.builder()
                .put("round", model.round())
                .put("model", model.digest())
                .put("entry", model.index())
                .putIfPresent("accuracyMillionths", integer(model.accuracyMillionths()))
                .putIfPresent("lossMillionths", integer(model.lossMillionths()))
                .build();
    }

    private static Optional<JsonValue> integer(OptionalLong value) {
        return value.isPresent() ? Optional.of(new JsonInteger(value.getAsLong())) : Optional.empty();
    }

    private static JsonObject period(State state) {
        return JsonObject.builder()
                .put("period", state.periods().size() + 1L)
                .put("fromIndex", state.periodFromIndex())
                .put("members", state.members().keySet().stream()
                        .map(member -> JsonObject.builder()
                                .put("organization", member)
                                .put("acceptedMillis", state.acceptedMillis().getOrDefault(member, 0L))
                                .put("normalizedMillis", state.normalizedMillis(member))
                                .build())
                        .toList())
                .build();
    }
}
