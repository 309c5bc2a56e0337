package consort.coordinator.core;

import consort.coordinator.core.Reply.Code;
import consort.ledger.entry.Authority;
import consort.ledger.entry.Authority.Action;
import consort.ledger.entry.Document;
import consort.ledger.entry.Limits;
import consort.ledger.fold.AuthorityView;
import consort.ledger.fold.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** How the consortium goes over to another certificate authority. What is so already changes nothing. */
final class AuthorityChanges {

    private AuthorityChanges() {
    }

    static void add(Turn turn, Event.AddAuthority event) {
        String fingerprint = Document.digest(event.certificate());
        Optional<AuthorityView> known = known(turn.state(), fingerprint);
        if (known.isPresent() && known.get().stands()) {
            already(turn, event.ticket(), known.get().index());
        } else if (known.isPresent()) {
            turn.refuse(event.ticket(), Code.CONFLICT, "the authority " + fingerprint + " was retired: make another one");
        } else if (turn.state().standingAuthorities().size() >= Limits.MAX_AUTHORITIES) {
            turn.refuse(event.ticket(), Code.CONFLICT, Limits.MAX_AUTHORITIES + " authorities count already; retire one first: "
                    + standing(turn.state()));
        } else if (turn.state().authorities().size() >= Limits.MAX_AUTHORITIES_EVER) {
            turn.refuse(event.ticket(), Code.EXHAUSTED, "a ledger holds at most " + Limits.MAX_AUTHORITIES_EVER + " authorities");
        } else {
            turn.document(event.certificate());
            change(turn, event.ticket(), new Authority(turn.timeMillis(), fingerprint, Action.ADDED));
        }
    }

    static void retire(Turn turn, Event.RetireAuthority event) {
        if (event.fingerprint().isEmpty()) {
            retireUnnamed(turn, event.ticket());
            return;
        }
        Optional<AuthorityView> known = known(turn.state(), event.fingerprint());
        if (known.isEmpty()) {
            turn.refuse(event.ticket(), Code.NOT_FOUND, "there is no authority \"" + event.fingerprint() + "\"; those that count: "
                    + standing(turn.state()));
        } else if (!known.get().stands()) {
            already(turn, event.ticket(), known.get().retired().getAsLong());
        } else if (turn.state().standingAuthorities().size() == 1) {
            turn.refuse(event.ticket(), Code.CONFLICT,
                    "no other authority counts: add one first, and let all members renew their certificates");
        } else {
            change(turn, event.ticket(), new Authority(turn.timeMillis(), event.fingerprint(), Action.RETIRED));
        }
    }

    /** Nothing is retired that nobody named, so that whoever asks again retires no other. */
    private static void retireUnnamed(Turn turn, long ticket) {
        List<AuthorityView> standing = turn.state().standingAuthorities();
        OptionalLong last = turn.state().authorities().stream().map(AuthorityView::retired).flatMapToLong(OptionalLong::stream).max();
        if (standing.size() > 1) {
            turn.refuse(ticket, Code.CONFLICT, standing.size() + " authorities count; name the one to retire: " + standing(turn.state()));
        } else if (last.isPresent()) {
            already(turn, ticket, last.getAsLong());
        } else {
            retire(turn, new Event.RetireAuthority(ticket, standing.getFirst().fingerprint()));
        }
    }

    private static Optional<AuthorityView> known(State state, String fingerprint) {
        return state.authorities().stream().filter(one -> one.fingerprint().equals(fingerprint)).findFirst();
    }

    private static String standing(State state) {
        return state.standingAuthorities().stream().map(AuthorityView::fingerprint).collect(Collectors.joining(", "));
    }

    private static void change(Turn turn, long ticket, Authority entry) {
        long index = turn.nextIndex();
        turn.append(entry);
        turn.release(new Effect.AuthoritiesChanged());
        turn.answer(ticket, new Reply.Changed(OptionalLong.of(index), false));
    }

    private static void already(Turn turn, long ticket, long entry) {
        turn.answer(ticket, new Reply.Changed(OptionalLong.of(entry), true));
    }
}
