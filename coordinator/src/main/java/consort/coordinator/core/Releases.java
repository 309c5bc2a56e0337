package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.Limits;
import consort.ledger.entry.ModelRelease;
import consort.ledger.fold.ModelView;
import consort.ledger.fold.ReleaseView;
import consort.ledger.fold.RunView;
import consort.ledger.fold.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The operator releases models under names and versions. Given again, the command changes nothing. */
final class Releases {

    private Releases() {
    }

    /** The releases of a model as this run's, oldest first. */
    static List<ReleaseView> of(State state, ModelView model) {
        return state.releases().stream()
                .filter(one -> one.release().run() == model.run() && one.release().round() == model.round()).toList();
    }

    static void release(Turn turn, Event.ReleaseModel event) {
        Optional<RunView> run = Optional.ofNullable(turn.state().runs().get(event.run()));
        Optional<ModelView> model = run.flatMap(one -> event.round().isEmpty() ? Optional.of(one.latest())
                : one.models().stream().filter(two -> two.round() == event.round().getAsLong()).findFirst());
        if (run.isEmpty()) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "there is no run " + event.run());
        } else if (model.isEmpty()) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "no round " + event.round().getAsLong() + " of run " + event.run()
                    + " closed with a model; the rounds that did: "
                    + Named.list(run.get().models().stream().map(one -> Long.toString(one.round())).toList()));
        } else if (!ModelRelease.NAME.matcher(event.name()).matches()) {
            turn.refuse(event.ticket(), Code.INVALID, "the name \"" + Troubles.printable(event.name()) + "\" is no name: "
                    + ModelRelease.NAME_FORM);
        } else if (!ModelRelease.VERSION.matcher(event.version()).matches()) {
            turn.refuse(event.ticket(), Code.INVALID, "the version \"" + Troubles.printable(event.version()) + "\" is no version: "
                    + ModelRelease.VERSION_FORM);
        } else if (!Operations.lacksWords(turn, event.ticket(), "under which license it is released", event.license())
                && (event.notes().isBlank() || !Operations.lacksWords(turn, event.ticket(), "what is to be noted", event.notes()))) {
            place(turn, event, model.get());
        }
    }

    private static void place(Turn turn, Event.ReleaseModel event, ModelView model) {
        ModelRelease release = new ModelRelease(turn.timeMillis(), model.run(), model.round(), model.digest(), event.name(),
                event.version(), event.license().strip(), Optional.of(event.notes().strip()).filter(notes -> !notes.isEmpty()));
        Optional<ReleaseView> before = turn.state().releases().stream()
                .filter(one -> one.release().title().equals(release.title())).findFirst();
        if (before.isPresent() && same(before.get().release(), release)) {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(before.get().index()), true));
        } else if (before.isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, release.title() + " was released with entry " + before.get().index()
                    + ", as the model of run " + before.get().release().run() + ", round " + before.get().release().round()
                    + " under " + before.get().release().license() + "; give this one another version");
        } else if (turn.state().releases().size() >= Limits.MAX_RELEASES) {
            turn.refuse(event.ticket(), Code.EXHAUSTED, "the ledger has " + Limits.MAX_RELEASES + " releases already; no more are entered");
        } else if (WitnessStatus.unseen(turn, "this model", model.index()).isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, WitnessStatus.unseen(turn, "this model", model.index()).get());
        } else {
            turn.answer(event.ticket(), new Reply.Changed(OptionalLong.of(turn.nextIndex()), false));
            turn.append(release);
        }
    }

    /** Whether they say the same, if at another time. */
    private static boolean same(ModelRelease before, ModelRelease now) {
        return before.equals(new ModelRelease(before.timeMillis(), now.run(), now.round(), now.model(), now.name(), now.modelVersion(),
                now.license(), now.notes()));
    }
}
