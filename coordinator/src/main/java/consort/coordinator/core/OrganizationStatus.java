package consort.coordinator.core;

import consort.ledger.entry.Lease;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.InviteView;
import consort.ledger.fold.LeaverView;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.PersonView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import java.util.Optional;

/** How one organization stands, for its own people; of others only who has approved a job that waits, and who has not. */
final class OrganizationStatus {

    private OrganizationStatus() {
    }

    static Reply of(Turn turn, String organization) {
        MemberView member = turn.state().members().get(organization);
        return member == null
                ? new Reply.Refused(Reply.Code.NOT_FOUND, "organization " + organization + " is no member")
                : new Reply.Status(json(turn, member).canonicalText());
    }

    private static JsonObject json(Turn turn, MemberView member) {
        State state = turn.state();
        String organization = member.organization();
        return JsonObject.builder()
                .put("organization", organization)
                .put("origin", state.origin())
                .put("revoked", member.revoked().isPresent())
                .put("benefit", member.benefit())
                .put("tier", member.tier())
                .put("acceptedMillis", state.acceptedMillis().getOrDefault(organization, 0L))
                .put("normalizedMillis", state.normalizedMillis(organization))
                .put("bills", Bills.of(turn, organization))
                .put("jobs", Approvals.waiting(state))
                .put("withdrawnJobs", JobWithdrawals.recent(state))
                .put("approved", Approvals.by(state, organization))
                .putIfPresent("witnessKey", state.witnesses().of(organization).map(witness -> new JsonString(witness.key().toString())))
                .put("workers", state.workers().keySet().stream().filter(worker -> worker.organization().equals(organization))
                        .map(worker -> worker(turn, worker)).toList())
                .put("people", state.people().values().stream().filter(person -> person.organization().equals(organization))
                        .map(OrganizationStatus::person).toList())
                .put("invites", state.invites().stream()
                        .filter(invite -> invite.subject().organization().equals(organization))
                        .map(invite -> invite(state, invite)).toList())
                .put("left", state.leavers().stream().filter(leaver -> leaver.subject().organization().equals(organization))
                        .map(OrganizationStatus::leaver).toList())
                .build();
    }

    private static JsonObject worker(Turn turn, WorkerId worker) {
        return JsonObject.builder()
                .put("worker", worker.worker())
                .put("connected", turn.ephemeral().session(worker).isPresent())
                .put("scores", ScoresJson.of(turn.state(), worker))
                .putIfPresent("task", turn.state().openLeaseOf(worker).map(open -> task(open.lease())))
                .putIfPresent("trouble", Optional.ofNullable(turn.ephemeral().troubles.get(worker)).map(JsonString::new))
                .build();
    }

    private static JsonObject task(Lease lease) {
        return JsonObject.builder().put("lease", lease.lease()).put("run", lease.run()).put("round", lease.round())
                .put("kind", lease.kind().text()).build();
    }

    private static JsonObject person(PersonView person) {
        return JsonObject.builder().put("name", person.name()).put("role", person.role().text()).build();
    }

    private static JsonObject invite(State state, InviteView invite) {
        return JsonObject.builder()
                .put("for", invite.subject().toString())
                .put("expiresMillis", invite.expiresMillis())
                .put("outdated", state.isOutdated(invite))
                .build();
    }

    private static JsonObject leaver(LeaverView leaver) {
        return JsonObject.builder()
                .put("who", leaver.subject().toString())
                .put("cause", new JsonString(leaver.cause().text()))
                .put("reason", leaver.reason())
                .put("entry", leaver.index())
                .build();
    }
}
