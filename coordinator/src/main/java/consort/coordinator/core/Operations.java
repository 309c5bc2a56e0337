package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.Commitment;
import consort.ledger.entry.Commitments;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Limits;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.RunPaused;
import consort.ledger.entry.RunResumed;
import consort.ledger.entry.Standing;
import consort.ledger.entry.Standing.Level;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.ExternalCostView;
import consort.ledger.fold.RunView;
import consort.ledger.fold.StandingView;
import consort.ledger.fold.State;
import consort.ledger.money.Amounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the operator decides by hand. Whoever lost an answer gives the command again: what is so already changes nothing, and
 * the answer says that.
 */
final class Operations {

    private Operations() {
    }

    static void pause(Turn turn, Event.PauseRun event) {
        Optional<RunView> run = running(turn, event.ticket(), event.run());
        if (run.isEmpty() || lacksWords(turn, event.ticket(), "why the run is paused", event.cause())) {
            return;
        }
        if (run.get().paused().isPresent()) {
            already(turn, event.ticket());
        } else {
            change(turn, event.ticket());
            turn.append(new RunPaused(turn.timeMillis(), event.run(), event.cause().strip()));
        }
    }

    static void resume(Turn turn, Event.ResumeRun event) {
        Optional<RunView> run = running(turn, event.ticket(), event.run());
        if (run.isEmpty() || lacksWords(turn, event.ticket(), "why the run goes on", event.cause())) {
            return;
        }
        if (run.get().paused().isEmpty()) {
            already(turn, event.ticket());
        } else {
            change(turn, event.ticket());
            turn.append(new RunResumed(turn.timeMillis(), event.run(), event.cause().strip()));
        }
    }

    /** A run that did not end; refuses the request when there is none. */
    private static Optional<RunView> running(Turn turn, long ticket, long number) {
        Optional<RunView> run = Optional.ofNullable(turn.state().runs().get(number));
        if (run.isEmpty()) {
            turn.refuse(ticket, Code.NOT_FOUND, "there is no run " + number);
        } else if (run.get().ended().isPresent()) {
            turn.refuse(ticket, Code.CONFLICT, "run " + number + " ended already: " + run.get().ended().get().cause());
        }
        return run.filter(one -> one.ended().isEmpty());
    }

    static void standing(Turn turn, Event.SetStanding event) {
        State state = turn.state();
        if (unknown(turn, event) || lacksWords(turn, event.ticket(), "why", event.reason())) {
            return;
        }
        Optional<WorkerId> worker = event.worker().map(name -> new WorkerId(event.organization(), name));
        StandingView before = worker.map(state::standing).orElseGet(() -> state.standing(event.organization()));
        StandingView organization = state.standing(event.organization());
        if (before.level() == event.level()) {
            already(turn, event.ticket());
        } else if (worker.isPresent() && event.level() == Level.ACTIVE && !organization.active()) {
            turn.refuse(event.ticket(), Code.CONFLICT, "all workers of " + event.organization() + " are "
                    + organization.level().text() + " (" + organization.reason() + "): re-admit " + event.organization());
        } else {
            change(turn, event.ticket());
            turn.append(new Standing(turn.timeMillis(), event.organization(), event.worker(), event.level(),
                    event.reason().strip()));
            if (event.level() == Level.EVICTED) {
                worker.map(List::of).orElseGet(() -> workersOf(state, event.organization()))
                        .forEach(one -> putOut(turn, one, worker.isPresent() ? "worker " + one : "organization "
                                + event.organization(), event.reason().strip()));
            }
        }
    }

    /** What an evicted worker is told, now or when it comes back. */
    static String evicted(String whom, String reason) {
        return whom + " was evicted by the operator: " + reason + "; ask the operator, who can re-admit it";
    }

    /** Why a worker gets no session; empty when it does. */
    static Optional<String> barred(State state, WorkerId worker) {
        if (state.standing(worker).evicted()) {
            return Optional.of(evicted("worker " + worker, state.standing(worker).reason()));
        }
        return Optional.of(state.standing(worker.organization())).filter(StandingView::evicted)
                .map(standing -> evicted("organization " + worker.organization(), standing.reason()));
    }

    /** Its lease ends, what it claimed last is no longer waited for, and its stream is cut. */
    private static void putOut(Turn turn, WorkerId worker, String whom, String reason) {
        Ephemeral ephemeral = turn.ephemeral();
        ephemeral.pendingClaims.remove(worker);
        turn.state().openLeaseOf(worker).ifPresent(open -> Leases.end(turn, open.lease(), LeaseEnded.Reason.EVICTED));
        ephemeral.session(worker).ifPresent(session -> {
            turn.release(new Effect.BarSession(worker, session.id(), evicted(whom, reason)));
            ephemeral.sessions.remove(worker);
            ephemeral.absentSince.put(worker, turn.monotonicMillis());
        });
    }

    private static List<WorkerId> workersOf(State state, String organization) {
        return state.workers().keySet().stream().filter(worker -> worker.organization().equals(organization)).toList();
    }

    private static boolean unknown(Turn turn, Event.SetStanding event) {
        String organization = event.organization();
        if (!turn.state().members().containsKey(organization)) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "there is no member \"" + organization + "\"; members: "
                    + Named.list(List.copyOf(turn.state().members().keySet())));
            return true;
        }
        List<String> workers = workersOf(turn.state(), organization).stream().map(WorkerId::worker).toList();
        if (event.worker().isPresent() && !workers.contains(event.worker().get())) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, organization + " has no worker \"" + event.worker().get()
                    + "\"; its workers: " + Named.list(workers));
            return true;
        }
        return false;
    }

    /** The amount is read here, as only the charter knows the currency. */
    static void cost(Turn turn, Event.AddCost event) {
        State state = turn.state();
        String currency = state.charter().currency();
        Optional<String> notOpen = Periods.notOpen(state, event.period());
        if (state.charter().settlement() == Settlement.NONE) {
            turn.refuse(event.ticket(), Code.CONFLICT, "the charter settles nothing, so no costs are shared");
        } else if (notOpen.isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, notOpen.get());
        } else if (!state.members().containsKey(event.organization())) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "there is no member \"" + event.organization() + "\"; members: "
                    + Named.list(List.copyOf(state.members().keySet())));
        } else if (!lacksWords(turn, event.ticket(), "what was paid for", event.what())) {
            try {
                cost(turn, event, Amounts.parse(event.amount(), currency), invoice(event), currency);
            } catch (IllegalArgumentException unfit) {
                turn.refuse(event.ticket(), Code.INVALID, unfit.getMessage());
            }
        }
    }

    private static Commitments invoice(Event.AddCost event) {
        return event.invoice().map(text -> new Commitments(Map.of(PrivateField.INVOICE, new Commitment(text)))).orElse(Commitments.NONE);
    }

    private static void cost(Turn turn, Event.AddCost event, long amountMinor, Commitments priv, String currency) {
        State state = turn.state();
        long before = state.externalMinor(event.organization());
        // The last of this text only: what was added, taken back and is added anew is another cost.
        Optional<ExternalCostView> last = state.externalCosts().reversed().stream()
                .filter(one -> one.cost().organization().equals(event.organization())
                        && one.cost().what().equals(event.what().strip())).findFirst();
        if (last.filter(one -> one.cost().amountMinor() == amountMinor).isPresent()) {
            if (priv.isEmpty() || last.get().cost().priv().equals(priv)) {
                already(turn, event.ticket(), OptionalLong.of(last.get().index()));
            } else {
                turn.refuse(event.ticket(), Code.CONFLICT, "entry " + last.get().index() + " credits " + event.organization()
                        + " this amount for this already, and does not commit to this invoice; say another cost in other words");
            }
        } else if (amountMinor == 0) {
            turn.refuse(event.ticket(), Code.INVALID, "an amount of 0 changes nothing");
        } else if (before + amountMinor < 0 || before + amountMinor > Amounts.MAX_MINOR) {
            turn.refuse(event.ticket(), Code.CONFLICT, event.organization() + " has costs of " + Amounts.format(before, currency)
                    + " " + currency + " in this period: " + event.amount() + " more would make "
                    + Amounts.format(before + amountMinor, currency));
        } else if (state.externalMinor() + amountMinor > Amounts.MAX_EXTERNAL_MINOR) {
            turn.refuse(event.ticket(), Code.CONFLICT, "all costs of a period are at most " + Amounts.format(Amounts.MAX_EXTERNAL_MINOR, currency)
                    + " " + currency + ", and there are " + Amounts.format(state.externalMinor(), currency) + " already");
        } else if (state.externalCosts().size() >= Limits.MAX_EXTERNAL_COSTS) {
            turn.refuse(event.ticket(), Code.EXHAUSTED, "a period has at most " + Limits.MAX_EXTERNAL_COSTS
                    + " costs; close it first");
        } else {
            change(turn, event.ticket());
            turn.append(new ExternalCost(turn.timeMillis(), event.organization(), amountMinor, event.what().strip(), priv));
        }
    }

    /** Refuses a text that is empty, too long, or would disturb a terminal. */
    static boolean lacksWords(Turn turn, long ticket, String what, String text) {
        boolean fits = !text.isBlank() && text.strip().length() <= Limits.MAX_DETAIL_CHARACTERS
                && text.strip().codePoints().noneMatch(Character::isISOControl);
        if (!fits) {
            turn.refuse(ticket, Code.INVALID, "say in 1 to " + Limits.MAX_DETAIL_CHARACTERS
                    + " characters, without line breaks, " + what);
        }
        return !fits;
    }

    /** Answers with the index of the entry that is appended next. */
    private static void change(Turn turn, long ticket) {
        turn.answer(ticket, new Reply.Changed(OptionalLong.of(turn.nextIndex()), false));
    }

    private static void already(Turn turn, long ticket) {
        already(turn, ticket, OptionalLong.empty());
    }

    private static void already(Turn turn, long ticket, OptionalLong entry) {
        turn.answer(ticket, new Reply.Changed(entry, true));
    }
}
